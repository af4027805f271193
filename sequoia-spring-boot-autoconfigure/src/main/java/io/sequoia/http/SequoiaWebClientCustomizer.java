package io.sequoia.http;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Changes the client of all calls: registry, identity and data services. Declare a bean
 * of this type; several beans are applied in their order, after this client's own
 * settings and before the token is applied, so that no customizer sees it.
 *
 * @see SequoiaServiceWebClientCustomizer
 */
@FunctionalInterface
public interface SequoiaWebClientCustomizer {

	/**
	 * Change the builder of the client.
	 * @param builder the builder
	 */
	void customize(WebClient.Builder builder);

}
