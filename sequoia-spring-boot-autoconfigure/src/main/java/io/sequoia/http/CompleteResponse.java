package io.sequoia.http;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.UnsupportedMediaTypeException;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * An answer that has arrived completely. Its user decides on the type to which it is
 * converted. WebClient passes on a {@link DecodingException} only, so the failure of a
 * conversion is one whose cause is the exception of this client.
 */
final class CompleteResponse extends ClientResponseWrapper {

	private static final byte[] NOTHING = {};

	private static final int MAX_REASON = 300;

	private final Call call;

	private final Details details;

	private CompleteResponse(ClientResponse response, Call call, Details details) {
		super(response);
		this.call = call;
		this.details = details;
	}

	/**
	 * Receive the rest of an answer.
	 * @param response the answer
	 * @param call the call
	 * @return the whole answer
	 */
	static Mono<ClientResponse> of(ClientResponse response, Call call) {
		return Mono.deferContextual((context) -> SequoiaWebClients.body(response)
			.defaultIfEmpty(NOTHING)
			.map((bytes) -> new CompleteResponse(response.mutate().body((read) -> buffers(bytes)).build(), call,
					Correlated.details(call, context))));
	}

	private static Flux<DataBuffer> buffers(byte[] bytes) {
		return Flux.defer(() -> (bytes.length > 0) ? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes))
				: Flux.empty());
	}

	@Override
	public <T> Mono<T> bodyToMono(Class<? extends T> type) {
		return super.<T>bodyToMono(type).onErrorMap(CompleteResponse::isMismatch, this::malformed);
	}

	@Override
	public <T> Mono<T> bodyToMono(ParameterizedTypeReference<T> type) {
		return super.bodyToMono(type).onErrorMap(CompleteResponse::isMismatch, this::malformed);
	}

	@Override
	public <T> Flux<T> bodyToFlux(Class<? extends T> type) {
		return super.<T>bodyToFlux(type).onErrorMap(CompleteResponse::isMismatch, this::malformed);
	}

	@Override
	public <T> Flux<T> bodyToFlux(ParameterizedTypeReference<T> type) {
		return super.bodyToFlux(type).onErrorMap(CompleteResponse::isMismatch, this::malformed);
	}

	private static boolean isMismatch(Throwable failure) {
		return failure instanceof DecodingException || failure instanceof UnsupportedMediaTypeException;
	}

	private DecodingException malformed(Throwable failure) {
		String place = (failure.getCause() instanceof JacksonException json && !json.getPath().isEmpty())
				? " at " + Printable.of(json.getPathReference(), MAX_REASON) : "";
		MalformedResponseException typed = new MalformedResponseException(
				"The answer to " + this.call + " is not of the requested type" + place + " ("
						+ Printable.of(String.valueOf(failure.getMessage()), MAX_REASON) + ")",
				this.details, failure);
		return new DecodingException(String.valueOf(typed.getMessage()), typed);
	}

}
