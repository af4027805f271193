package io.sequoia.correlation;

import io.sequoia.Internal;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Keeps the correlation id of a reactive request in the Reactor context of its handler,
 * under the MDC key. Calls in that context adopt it.
 */
@Internal
public final class CorrelationWebFilter implements WebFilter {

	private final CorrelationIds ids;

	private final String header;

	/**
	 * Create the filter.
	 * @param ids adopts the ids
	 * @param header the name of the header that carries them
	 */
	public CorrelationWebFilter(CorrelationIds ids, String header) {
		this.ids = ids;
		this.header = header;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String id = this.ids.adopt(exchange.getRequest().getHeaders().getFirst(this.header));
		Mono<Void> served = chain.filter(exchange);
		return (id != null) ? served.contextWrite(Context.of(this.ids.mdcKey(), id)) : served;
	}

}
