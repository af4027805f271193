package io.sequoia.http;

import io.sequoia.Internal;
import io.sequoia.MalformedResponseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.ReactorHttpExchangeAdapterDecorator;

/**
 * Makes the requests of HTTP interfaces. An answer that does not fit the type of the
 * method's result ends with an exception of this client. Thread-safe.
 */
@Internal
public final class TypedFailures extends ReactorHttpExchangeAdapterDecorator {

	/**
	 * Create it.
	 * @param adapter makes the requests; it needs a client of {@link UserRequests}
	 */
	public TypedFailures(HttpExchangeAdapter adapter) {
		super(adapter);
	}

	/**
	 * Make requests by a client.
	 * @param client the client of {@link UserRequests}
	 * @return the adapter
	 */
	public static HttpExchangeAdapter of(WebClient client) {
		return new TypedFailures(WebClientAdapter.create(client));
	}

	@Override
	public <T> @Nullable T exchangeForBody(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		try {
			return super.exchangeForBody(values, bodyType);
		}
		catch (DecodingException ex) {
			throw typed(ex);
		}
	}

	@Override
	public <T> ResponseEntity<T> exchangeForEntity(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		try {
			return super.exchangeForEntity(values, bodyType);
		}
		catch (DecodingException ex) {
			throw typed(ex);
		}
	}

	@Override
	public <T> Mono<T> exchangeForBodyMono(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		return super.exchangeForBodyMono(values, bodyType).onErrorMap(DecodingException.class, TypedFailures::typed);
	}

	@Override
	public <T> Flux<T> exchangeForBodyFlux(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		return super.exchangeForBodyFlux(values, bodyType).onErrorMap(DecodingException.class, TypedFailures::typed);
	}

	@Override
	public <T> Mono<ResponseEntity<T>> exchangeForEntityMono(HttpRequestValues values,
			ParameterizedTypeReference<T> bodyType) {
		return super.exchangeForEntityMono(values, bodyType).onErrorMap(DecodingException.class, TypedFailures::typed);
	}

	@Override
	public <T> Mono<ResponseEntity<Flux<T>>> exchangeForEntityFlux(HttpRequestValues values,
			ParameterizedTypeReference<T> bodyType) {
		return super.exchangeForEntityFlux(values, bodyType).map((entity) -> {
			Flux<T> body = entity.getBody();
			return (body == null) ? entity
					: ResponseEntity.status(entity.getStatusCode())
						.headers(entity.getHeaders())
						.body(body.onErrorMap(DecodingException.class, TypedFailures::typed));
		});
	}

	private static RuntimeException typed(DecodingException failure) {
		return (failure.getCause() instanceof MalformedResponseException typed) ? typed : failure;
	}

}
