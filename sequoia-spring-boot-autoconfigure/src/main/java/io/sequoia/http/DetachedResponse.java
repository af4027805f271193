package io.sequoia.http;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * An answer that another client reads: the one that received it does not release its
 * body.
 */
final class DetachedResponse extends ClientResponseWrapper {

	/** The outermost filter of a client whose answers are handed over. */
	static final ExchangeFilterFunction FILTER = DetachedResponse::filter;

	private DetachedResponse(ClientResponse response) {
		super(response);
	}

	private static Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).map(DetachedResponse::new);
	}

	/** Return the answer to read. */
	static ClientResponse original(ClientResponse response) {
		return (response instanceof DetachedResponse detached) ? detached.response() : response;
	}

	@Override
	public Mono<Void> releaseBody() {
		return Mono.empty();
	}

}
