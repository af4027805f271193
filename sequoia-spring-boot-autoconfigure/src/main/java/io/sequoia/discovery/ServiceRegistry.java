package io.sequoia.discovery;

import java.util.Collection;

import reactor.core.publisher.Mono;

/**
 * Tells where the services of the platform are (PROTOCOL 1). Implementations are
 * thread-safe. Declare a bean of this type to replace the one that asks the registry.
 */
public interface ServiceRegistry {

	/**
	 * All services that a tenant can see.
	 * @param owner the tenant
	 * @return the services; an error of type {@link io.sequoia.DiscoveryException} or
	 * {@link io.sequoia.ServiceUnavailableException} if they cannot be learned
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
	 * Learn that no connection to a service could be made: it may be somewhere else by
	 * now, so what is known of it should be asked for again soon.
	 * @param owner the tenant that called
	 * @param name the name of the service
	 */
	default void unreachable(String owner, String name) {
	}

	/**
	 * Ask again now where services are, for an application that knows that they have
	 * moved. What is known stays in use until there is an answer.
	 * @param owner the tenant that asks
	 * @return completes when the answer is there; an error if there is none. By default
	 * nothing is asked, as what a registry tells need not be kept
	 */
	default Mono<Void> refresh(String owner) {
		return Mono.empty();
	}

	/**
	 * Whether what this registry tells is older than it should be, since asking again
	 * failed.
	 * @param owner the tenant that asks
	 * @return whether it is, by default {@code false}
	 */
	default boolean isStale(String owner) {
		return false;
	}

}
