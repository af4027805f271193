package io.sequoia.security;

import io.sequoia.Internal;
import io.sequoia.http.FilterOrder;
import io.sequoia.http.RequestFilter;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Stores the caller's data that the token source needs in the context, while the request
 * is still on the caller's thread.
 */
@Internal
public final class CallerFilter implements RequestFilter {

	private final SequoiaTokenSource tokens;

	/**
	 * Create the filter.
	 * @param tokens returns the tokens
	 */
	public CallerFilter(SequoiaTokenSource tokens) {
		this.tokens = tokens;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.CALLER;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			ContextView caller = this.tokens.caller(context);
			Mono<ClientResponse> answer = next.exchange(request);
			return caller.isEmpty() ? answer : answer.contextWrite(caller);
		});
	}

}
