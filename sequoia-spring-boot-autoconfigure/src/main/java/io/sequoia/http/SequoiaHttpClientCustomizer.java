package io.sequoia.http;

import reactor.netty.http.client.HttpClient;

/**
 * Changes the Netty client below all calls: registry, identity and data services. Declare
 * a bean of this type; several beans are applied in their order, after this client's
 * settings. Some settings cannot be changed, as the client depends on them: event loops,
 * HTTP/1.1, no retries and no redirects of Netty's own, the checks of certificates and of
 * the addresses that an {@code InetAddressFilter} of the application allows. It is called
 * for each pool of connections, and again when certificates change.
 *
 * @see SequoiaWebClientCustomizer
 */
@FunctionalInterface
public interface SequoiaHttpClientCustomizer {

	/**
	 * Change the client.
	 * @param client the client
	 * @return the changed client
	 */
	HttpClient customize(HttpClient client);

}
