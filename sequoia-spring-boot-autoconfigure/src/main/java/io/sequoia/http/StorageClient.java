package io.sequoia.http;

import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sequoia.DiscoveryException;
import io.sequoia.Internal;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends requests to storages of files, which belong to others: without token, cookie,
 * client certificate and correlation id. Thread-safe.
 */
@Internal
public final class StorageClient {

	private final WebClient client;

	private final Function<URI, @Nullable String> refusal;

	StorageClient(WebClient client, Function<URI, @Nullable String> refusal) {
		this.client = client;
		this.refusal = refusal;
	}

	/**
	 * Check an address before it is used.
	 * @param address the address
	 * @return the address, with other characters than those of ASCII encoded
	 * @throws DiscoveryException if no request may go there; the message has no query
	 */
	public URI check(URI address) {
		String reason = this.refusal.apply(address);
		if (reason != null) {
			throw new DiscoveryException(
					"The address " + address.getScheme() + "://" + address.getHost() + " of a storage " + reason,
					Details.NONE, null);
		}
		return URI.create(address.toASCIIString());
	}

	/**
	 * Send a request and read its answer.
	 * @param call the purpose of the request
	 * @param method the method
	 * @param address the address, which was checked
	 * @param headers sets headers
	 * @param body the body, of the length in the headers, or {@code null}
	 * @param reader reads an answer with a status of 2xx
	 * @param <R> the type of the result
	 * @return the result
	 */
	public <R> Mono<R> exchange(Call call, HttpMethod method, URI address, Consumer<HttpHeaders> headers,
			@Nullable Publisher<DataBuffer> body, Function<ClientResponse, Mono<R>> reader) {
		WebClient.RequestBodySpec request = this.client.method(method)
			.uri(StorageAddress.visible(address))
			.attributes(call.attribute())
			.attributes(SentSecrets.attribute(address))
			.header(HttpHeaders.ACCEPT, "*/*")
			.header(HttpHeaders.ACCEPT_ENCODING, "identity")
			.headers(headers)
			.httpRequest(StorageAddress.query(address));
		return SequoiaWebClients.observed(
				((body != null) ? request.body(BodyInserters.fromDataBuffers(body)) : request).exchangeToMono(reader));
	}

	/**
	 * Return the body of an answer. Its buffers belong to no pool.
	 * @param response the answer
	 * @return the body
	 */
	public static Flux<DataBuffer> body(ClientResponse response) {
		return response.body((message, context) -> message.getBody());
	}

}
