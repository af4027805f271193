package io.sequoia.http;

import java.net.URI;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
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
			URI address = address(request, response);
			return firstBytes(response)
				.onErrorMap((error) -> this.transportFailures.of(request, address, error, correlationId))
				.flatMap((body) -> Mono.error(this.statusFailures.of(request, response, body, correlationId)));
		}
		return Mono.just(new LimitedResponse(response, new AnswerLimit(request, response, correlationId)));
	}

	/**
	 * Return the address that answered, unless a filter made the answer. The address of
	 * the request is not the one of a host yet, as filters below this one find it.
	 */
	static URI address(ClientRequest request, ClientResponse response) {
		URI answered = response.request().getURI();
		return (answered.getRawAuthority() != null) ? answered : request.url();
	}

	private static Mono<byte[]> firstBytes(ClientResponse response) {
		return BodyBytes.beginning(response.bodyToFlux(DataBuffer.class), ErrorBody.MAX_SIZE)
			.defaultIfEmpty(new byte[0]);
	}

	/** The rules for the body of the answer to one request. */
	private final class AnswerLimit implements LimitedResponse.Limit {

		private final ClientRequest request;

		private final ClientResponse response;

		private final @Nullable String correlationId;

		private final @Nullable String encoding;

		AnswerLimit(ClientRequest request, ClientResponse response, @Nullable String correlationId) {
			this.request = request;
			this.response = response;
			this.correlationId = correlationId;
			this.encoding = unrequestedEncoding();
		}

		/** Return the encoding of a body that no one will decode. */
		private @Nullable String unrequestedEncoding() {
			String encoding = this.response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
			boolean readable = encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")
					|| this.request.headers().containsHeader(HttpHeaders.ACCEPT_ENCODING);
			return readable ? null : encoding;
		}

		@Override
		public long bytes() {
			return (this.encoding != null) ? 0 : FailureFilter.this.maxResponseSize;
		}

		@Override
		public Throwable tooLarge() {
			Call call = Call.of(this.request.attributes());
			return new MalformedResponseException(
					"The answer to "
							+ ((call != null) ? call : this.request.method() + " " + this.request.url().getRawPath())
							+ ((this.encoding != null)
									? " has the Content-Encoding '" + Printable.of(this.encoding)
											+ "', which was not requested; gzip is, if sequoia.http.compression=true"
									: " is larger than " + bytes()
											+ " bytes; ask for smaller pages or raise sequoia.http.max-response-size"),
					Correlated.details(this.request, this.correlationId), null);
		}

		@Override
		public Throwable failure(Throwable error) {
			return FailureFilter.this.transportFailures.of(this.request, address(this.request, this.response), error,
					this.correlationId);
		}

	}

}
