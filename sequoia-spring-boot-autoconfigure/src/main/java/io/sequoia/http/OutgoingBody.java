package io.sequoia.http;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * The body of a user's request, which is taken from the user once, however often it is
 * sent. A body that comes in one piece is kept for further attempts. A stream passes
 * through, so that it can be sent only once. Thread-safe.
 */
@Internal
public final class OutgoingBody implements BodyInserter<Object, ClientHttpRequest> {

	private final BodyInserter<?, ? super ClientHttpRequest> body;

	private volatile boolean begun;

	private volatile @Nullable Kept kept;

	OutgoingBody(BodyInserter<?, ? super ClientHttpRequest> body) {
		this.body = body;
	}

	/**
	 * Tell whether a request must not be sent again, as its body was a stream.
	 * @param request the request
	 * @return {@code true} if so
	 */
	public static boolean isSpent(ClientRequest request) {
		return request.body() instanceof OutgoingBody body && body.isSpent();
	}

	/**
	 * Tell whether the body cannot be sent again.
	 */
	boolean isSpent() {
		return this.begun && this.kept == null;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest wire, Context context) {
		Kept known = this.kept;
		if (known != null) {
			return known.writeTo(wire);
		}
		return Mono.defer(() -> {
			if (this.begun) {
				return Mono.error(
						new IllegalStateException("The body of the request is a stream, which can be sent only once"));
			}
			this.begun = true;
			return this.body.insert(new Recorder(wire), context);
		});
	}

	/** Keeps a body that comes in one piece, and the headers that belong to it. */
	private final class Recorder extends ClientHttpRequestDecorator {

		private final HttpHeaders before;

		Recorder(ClientHttpRequest wire) {
			super(wire);
			this.before = HttpHeaders.copyOf(wire.getHeaders());
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> content) {
			// a decorated Mono remains one, which is sent with its length
			return super.writeWith((content instanceof Mono) ? keep(Mono.from(content)) : content);
		}

		@Override
		public Mono<Void> setComplete() {
			OutgoingBody.this.kept = new Kept(added(), null);
			return super.setComplete();
		}

		private Mono<DataBuffer> keep(Mono<DataBuffer> content) {
			return content.map((buffer) -> {
				byte[] bytes = new byte[buffer.readableByteCount()];
				buffer.read(bytes);
				DataBufferUtils.release(buffer);
				OutgoingBody.this.kept = new Kept(added(), bytes);
				return bufferFactory().wrap(bytes);
			});
		}

		private HttpHeaders added() {
			HttpHeaders added = new HttpHeaders();
			getHeaders().forEach((name, values) -> {
				if (!values.equals(this.before.get(name))) {
					added.put(name, values);
				}
			});
			return added;
		}

	}

	/**
	 * A body that can be sent any number of times.
	 *
	 * @param headers the headers that belong to it
	 * @param bytes its bytes, or {@code null} if there is none
	 */
	private record Kept(HttpHeaders headers, byte @Nullable [] bytes) {

		Mono<Void> writeTo(ClientHttpRequest wire) {
			this.headers.forEach((name, values) -> wire.getHeaders().put(name, values));
			return (this.bytes != null) ? wire.writeWith(Mono.just(wire.bufferFactory().wrap(this.bytes)))
					: wire.setComplete();
		}

	}

}
