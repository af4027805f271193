package io.sequoia.http;

import java.util.concurrent.atomic.AtomicLong;

import io.sequoia.MalformedResponseException;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Converts all failures below this filter to this client's exceptions, also while the
 * answer's body is read, and limits the size of bodies.
 */
final class FailureFilter implements RequestFilter {

	private final StatusFailures statusFailures;

	private final TransportFailures transportFailures;

	private final long maxResponseSize;

	FailureFilter(StatusFailures statusFailures, TransportFailures transportFailures, long maxResponseSize) {
		this.statusFailures = statusFailures;
		this.transportFailures = transportFailures;
		this.maxResponseSize = maxResponseSize;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.FAILURES;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			String correlationId = CorrelationIds.find(context);
			return next.exchange(request)
				.onErrorMap((error) -> this.transportFailures.of(request, error, correlationId))
				.flatMap((response) -> check(request, response, correlationId));
		});
	}

	private Mono<ClientResponse> check(ClientRequest request, ClientResponse response, @Nullable String correlationId) {
		if (!response.statusCode().is2xxSuccessful()) {
			return firstBytes(response).onErrorMap((error) -> this.transportFailures.of(request, error, correlationId))
				.flatMap((body) -> Mono.error(this.statusFailures.of(request, response, body, correlationId)));
		}
		return Mono.just(new LimitedResponse(response, (body) -> limit(request, body, correlationId)));
	}

	private Flux<DataBuffer> limit(ClientRequest request, Flux<DataBuffer> body, @Nullable String correlationId) {
		AtomicLong size = new AtomicLong();
		return body.map((buffer) -> {
			if (size.addAndGet(buffer.readableByteCount()) > this.maxResponseSize) {
				DataBufferUtils.release(buffer);
				throw tooLarge(request, correlationId);
			}
			return buffer;
		}).onErrorMap((error) -> this.transportFailures.of(request, error, correlationId));
	}

	private MalformedResponseException tooLarge(ClientRequest request, @Nullable String correlationId) {
		Call call = Call.of(request.attributes());
		return new MalformedResponseException(
				"The answer to " + ((call != null) ? call : request.method() + " " + request.url().getRawPath())
						+ " is larger than " + this.maxResponseSize
						+ " bytes; ask for smaller pages or raise sequoia.http.max-response-size",
				Correlated.details(request, correlationId), null);
	}

	private static Mono<byte[]> firstBytes(ClientResponse response) {
		return BodyBytes.beginning(response.bodyToFlux(DataBuffer.class), ErrorBody.MAX_SIZE)
			.defaultIfEmpty(new byte[0]);
	}

}
