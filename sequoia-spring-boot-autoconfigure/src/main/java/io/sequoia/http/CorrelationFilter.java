package io.sequoia.http;

import java.util.Collections;

import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Sends the correlation id of the operation with every request (docs/protocol.md, section
 * 9). Requests that are made below it, for a token or a listing, find the same id in the
 * context.
 */
final class CorrelationFilter implements RequestFilter {

	private final CorrelationIds ids;

	private final String header;

	CorrelationFilter(CorrelationIds ids, String header) {
		this.ids = ids;
		this.header = header;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.CORRELATION;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			if (this.ids.isBegun(context)) {
				return next.exchange(correlated(request, CorrelationIds.find(context)));
			}
			ContextView operation = this.ids.begin(context,
					(CorrelationIds.find(context) == null) ? given(request) : null);
			return next.exchange(correlated(request, CorrelationIds.find(operation))).contextWrite(operation);
		});
	}

	private ClientRequest correlated(ClientRequest request, @Nullable String id) {
		return Collections.singletonList(id).equals(request.headers().get(this.header)) ? request
				: ClientRequest.from(request).headers((headers) -> headers.set(this.header, id)).build();
	}

	/**
	 * Return the id in the request's header. Within an operation the header is ignored.
	 */
	private @Nullable String given(ClientRequest request) {
		String header = request.headers().getFirst(this.header);
		return (header != null) ? CorrelationIds.requireValid(header) : null;
	}

}
