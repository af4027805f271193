package io.sequoia.http;

import java.util.List;

import io.sequoia.call.ForwardingSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * An answer whose body is limited for every way of reading it. It does the same as
 * {@link ClientResponse#mutate()}, but uses that method only for rare ways of reading,
 * because it takes time for each answer.
 */
final class LimitedResponse extends ClientResponseWrapper {

	private final Limit limit;

	private volatile boolean read;

	LimitedResponse(ClientResponse response, Limit limit) {
		super(response);
		this.limit = limit;
	}

	private Flux<DataBuffer> limited(Flux<DataBuffer> body) {
		return new LimitedFlux(body);
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

	private final class LimitedFlux extends FluxOperator<DataBuffer, DataBuffer> {

		LimitedFlux(Flux<DataBuffer> body) {
			super(body);
		}

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> reader) {
			LimitedResponse.this.read = true;
			this.source.subscribe(new Reading(reader, LimitedResponse.this.limit));
		}

	}

	/** The limit of the body of one answer. */
	interface Limit {

		/** Return the largest number of bytes. */
		long bytes();

		/** Create the failure of a body that is larger. */
		Throwable tooLarge();

		/** Return the failure for an error while the body is read. */
		Throwable failure(Throwable error);

	}

	/** Counts the bytes of one body. */
	private static final class Reading extends ForwardingSubscriber<DataBuffer> {

		private final Limit limit;

		private long size;

		private boolean ended;

		Reading(CoreSubscriber<? super DataBuffer> reader, Limit limit) {
			super(reader);
			this.limit = limit;
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.size += buffer.readableByteCount();
			if (!this.ended && this.size <= this.limit.bytes()) {
				super.onNext(buffer);
				return;
			}
			DataBufferUtils.release(buffer);
			if (!this.ended) {
				cancel();
				fail(this.limit.tooLarge());
			}
		}

		@Override
		public void onError(Throwable error) {
			if (this.ended) {
				Operators.onErrorDropped(error, currentContext());
			}
			else {
				fail(this.limit.failure(error));
			}
		}

		private void fail(Throwable failure) {
			this.ended = true;
			super.onError(failure);
		}

		@Override
		public void onComplete() {
			if (!this.ended) {
				this.ended = true;
				super.onComplete();
			}
		}

	}

}
