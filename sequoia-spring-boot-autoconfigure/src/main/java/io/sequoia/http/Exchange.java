package io.sequoia.http;

import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * One request and its answer. A caller that gives up at the moment of the answer may get
 * it no more, and nobody would read its body then and free its connection: this does. The
 * bodies that it hands on are on the heap, so whoever drops a part of one loses nothing.
 * Thread-safe.
 */
final class Exchange {

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private volatile @Nullable ChannelOperations<?, ?> operations;

	private Exchange() {
	}

	/**
	 * Send a request.
	 * @param connector what connects
	 * @param method the method
	 * @param uri the address
	 * @param request writes the request
	 * @return the answer
	 */
	static Mono<ClientHttpResponse> of(ClientHttpConnector connector, HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> request) {
		return Mono.defer(() -> {
			Exchange exchange = new Exchange();
			return connector
				.connect(method, uri, (message) -> exchange.begun(message) ? request.apply(message) : Mono.never())
				.<ClientHttpResponse>map(exchange::answer)
				.doOnCancel(exchange::giveUp);
		});
	}

	private boolean begun(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof ChannelOperations<?, ?> begun) {
			this.operations = begun;
		}
		boolean wanted = this.state.get() != State.GIVEN_UP;
		if (!wanted) {
			release();
		}
		return wanted;
	}

	private Answer answer(ClientHttpResponse response) {
		return new Answer(response);
	}

	private void giveUp() {
		if (this.state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
			release();
		}
	}

	/** On the event loop, where nothing else happens to the connection meanwhile. */
	private void release() {
		ChannelOperations<?, ?> held = this.operations;
		if (held == null) {
			return; // it has no connection yet, and gets none
		}
		try {
			held.channel().eventLoop().execute(() -> {
				if (ChannelOperations.get(held.channel()) == held) {
					held.dispose();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and its connections with it
		}
	}

	private enum State {

		OPEN, READ, GIVEN_UP

	}

	private final class Answer extends ClientHttpResponseDecorator {

		Answer(ClientHttpResponse response) {
			super(response);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.defer(() -> {
				if (!Exchange.this.state.compareAndSet(State.OPEN, State.READ)
						&& Exchange.this.state.get() == State.GIVEN_UP) {
					return Flux.error(new CancellationException("The call was given up before its answer was read"));
				}
				return super.getBody().map(BodyBytes::onHeap);
			});
		}

	}

}
