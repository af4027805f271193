package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Ends a request whose answer is not read completely within the limit. The connection's
 * own limit starts anew with each byte, so a slow server would never reach it.
 */
final class TimeLimitFilter implements RequestFilter {

	private final Duration limit;

	TimeLimitFilter(Duration limit) {
		this.limit = limit;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.TIME_LIMIT;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			long end = System.nanoTime() + this.limit.toNanos();
			return next.exchange(request)
				.timeout(this.limit)
				.map((response) -> response.mutate().body((body) -> limited(body, end)).build());
		});
	}

	private static Flux<DataBuffer> limited(Flux<DataBuffer> body, long end) {
		AtomicBoolean begun = new AtomicBoolean();
		// a second subscriber only frees the connection
		return Flux.defer(() -> begun.getAndSet(true) ? body : body.timeout(until(end), (buffer) -> until(end)));
	}

	private static Mono<Long> until(long end) {
		return Mono.delay(Duration.ofNanos(end - System.nanoTime()));
	}

}
