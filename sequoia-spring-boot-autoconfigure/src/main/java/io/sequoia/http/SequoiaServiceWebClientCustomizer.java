package io.sequoia.http;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Changes the client of the calls to one service. Declare a bean of this type; several
 * beans are applied in their order, after those of {@link SequoiaWebClientCustomizer}.
 * Requests for streams, and for other addresses, by the {@code sequoiaWebClient} bean are
 * not changed by it.
 */
@FunctionalInterface
public interface SequoiaServiceWebClientCustomizer {

	/**
	 * Change the builder of the client of a service.
	 * @param service the name of the service in the registry
	 * @param builder the builder
	 */
	void customize(String service, WebClient.Builder builder);

}
