package io.sequoia.http;

import java.util.List;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * An answer whose body is limited, in whatever way it is read. It does the same as
 * {@link ClientResponse#mutate()}, which it uses for rare ways of reading only, as that
 * would cost time for each answer.
 */
final class LimitedResponse extends ClientResponseWrapper {

	private final UnaryOperator<Flux<DataBuffer>> limit;

	private volatile boolean read;

	LimitedResponse(ClientResponse response, UnaryOperator<Flux<DataBuffer>> limit) {
		super(response);
		this.limit = limit;
	}

	private Flux<DataBuffer> limited(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			this.read = true;
			return this.limit.apply(body);
		});
	}

	private ClientResponse copy() {
		return response().mutate().body(this::limited).build();
	}

	@Override
	public <T> T body(BodyExtractor<T, ? super ClientHttpResponse> extractor) {
		return super.body((response, context) -> extractor.extract(new LimitedBody(response), context));
	}

	@Override
	public <T> Mono<T> bodyToMono(Class<? extends T> type) {
		return copy().bodyToMono(type);
	}

	@Override
	public <T> Mono<T> bodyToMono(ParameterizedTypeReference<T> type) {
		return copy().bodyToMono(type);
	}

	@Override
	public <T> Flux<T> bodyToFlux(Class<? extends T> type) {
		return copy().bodyToFlux(type);
	}

	@Override
	public <T> Flux<T> bodyToFlux(ParameterizedTypeReference<T> type) {
		return copy().bodyToFlux(type);
	}

	/**
	 * Do nothing if the body was read: WebClient calls this after each answer, and a body
	 * can only be read once.
	 */
	@Override
	public Mono<Void> releaseBody() {
		return this.read ? Mono.empty() : copy().releaseBody();
	}

	@Override
	public Mono<ResponseEntity<Void>> toBodilessEntity() {
		return copy().toBodilessEntity();
	}

	@Override
	public <T> Mono<ResponseEntity<T>> toEntity(Class<T> type) {
		return copy().toEntity(type);
	}

	@Override
	public <T> Mono<ResponseEntity<T>> toEntity(ParameterizedTypeReference<T> type) {
		return copy().toEntity(type);
	}

	@Override
	public <T> Mono<ResponseEntity<List<T>>> toEntityList(Class<T> type) {
		return copy().toEntityList(type);
	}

	@Override
	public <T> Mono<ResponseEntity<List<T>>> toEntityList(ParameterizedTypeReference<T> type) {
		return copy().toEntityList(type);
	}

	@Override
	public Mono<WebClientResponseException> createException() {
		return copy().createException();
	}

	@Override
	public <T> Mono<T> createError() {
		return copy().createError();
	}

	private final class LimitedBody extends ClientHttpResponseDecorator {

		LimitedBody(ClientHttpResponse response) {
			super(response);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return limited(super.getBody());
		}

	}

}
