package io.sequoia.http;

import io.sequoia.correlation.CorrelationIds;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Sends the correlation id of the operation with every request (PROTOCOL 9). What is
 * called below it, a token or registry request, finds the same id in the context.
 */
final class CorrelationFilter implements ExchangeFilterFunction {

	private final CorrelationIds ids;

	private final String header;

	CorrelationFilter(CorrelationIds ids, String header) {
		this.ids = ids;
		this.header = header;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			String given = request.headers().getFirst(this.header);
			ContextView operation = this.ids.begin(context,
					(given != null) ? CorrelationIds.requireValid(given) : null);
			ClientRequest correlated = ClientRequest.from(request)
				.headers((headers) -> headers.set(this.header, CorrelationIds.find(operation)))
				.build();
			return next.exchange(correlated).contextWrite(operation);
		});
	}

}
