package io.sequoia.discovery;

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds the services of the platform (docs/protocol.md, section 1). Implementations are
 * thread-safe. Declare a bean of this type to replace the one that asks the registry.
 */
public interface ServiceRegistry {

	/**
	 * Return all services that a tenant can see.
	 * @param owner the tenant
	 * @return the services; an error of type {@link io.sequoia.DiscoveryException} or
	 * {@link io.sequoia.ServiceUnavailableException} if they cannot be found out
	 */
	Mono<Collection<RegisteredService>> services(String owner);

	/**
	 * Find a service by its name.
	 * @param owner the tenant that asks
	 * @param name the name of the service
	 * @return the service; an error of type {@link io.sequoia.DiscoveryException} if
	 * there is none of that name
	 */
	Mono<RegisteredService> service(String owner, String name);

	/**
	 * Return a service that can be called without a request to the registry.
	 * @param owner the tenant that asks
	 * @param name the name of the service
	 * @return the service, or {@code null} to let {@link #service} find it, which is the
	 * default
	 */
	default @Nullable RegisteredService known(String owner, String name) {
		return null;
	}

	/**
	 * Take note that no connection to a service could be made. It may have moved, so its
	 * location should be requested again soon.
	 * @param owner the tenant that called
	 * @param name the name of the service
	 */
	default void unreachable(String owner, String name) {
	}

	/**
	 * Request the locations of services now, for an application that knows that they have
	 * moved. The known locations stay in use until there is an answer.
	 * @param owner the tenant that asks
	 * @return completes when the answer is there; an error if there is none. The default
	 * does nothing, as a registry need not keep answers
	 */
	default Mono<Void> refresh(String owner) {
		return Mono.empty();
	}

	/**
	 * Tell whether the known locations are older than the refresh interval because
	 * renewing them failed.
	 * @param owner the tenant that asks
	 * @return {@code true} if they are; by default {@code false}
	 */
	default boolean isStale(String owner) {
		return false;
	}

}
