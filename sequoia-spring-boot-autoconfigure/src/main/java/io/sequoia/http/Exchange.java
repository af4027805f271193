package io.sequoia.http;

import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * One request and its answer. If a caller cancels at the moment of the answer, the answer
 * may not reach the caller. Then this class reads its body and frees its connection. The
 * bodies that it passes on are on the heap, so nothing leaks if a part of one is dropped.
 * Thread-safe.
 */
final class Exchange {

	private static final AttributeKey<@Nullable Exchange> UNANSWERED = AttributeKey
		.valueOf("io.sequoia.http.unanswered");

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private final Sinks.Empty<Void> failure = Sinks.empty();

	private volatile @Nullable Held held;

	private Exchange() {
	}

	/**
	 * Send a request.
	 * @param connector makes the connection
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
				.doOnCancel(exchange::giveUp)
				.cancelOn(Schedulers.fromExecutor(exchange::onEventLoop))
				.takeUntilOther(exchange.failure.asMono());
		});
	}

	/**
	 * End the request that waits for its answer on a connection.
	 * @param connection the connection, on its event loop
	 * @param cause the reason why there will be no answer
	 * @return {@code false} if no request waits for an answer there
	 */
	static boolean fail(Channel connection, Throwable cause) {
		Exchange waiting = connection.attr(UNANSWERED).getAndSet(null);
		return waiting != null && waiting.fail(cause);
	}

	private boolean fail(Throwable cause) {
		boolean open = this.state.compareAndSet(State.OPEN, State.GIVEN_UP);
		if (open) {
			release();
			this.failure.tryEmitError(cause);
		}
		return open;
	}

	private boolean begun(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof ChannelOperations<?, ?> begun) {
			// an operation that has ended does not reveal its channel
			this.held = new Held(begun, begun.channel());
			begun.channel().attr(UNANSWERED).set(this);
		}
		boolean wanted = this.state.get() != State.GIVEN_UP;
		if (!wanted) {
			release();
		}
		return wanted;
	}

	private Answer answer(ClientHttpResponse response) {
		Held held = this.held;
		if (held != null) {
			held.channel().attr(UNANSWERED).compareAndSet(this, null);
		}
		return new Answer(response);
	}

	private void giveUp() {
		if (this.state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
			release();
		}
	}

	/**
	 * Free the connection. A connection whose answer is complete is back in its pool and
	 * is not touched; only the received data is dropped.
	 */
	private void release() {
		Held held = this.held;
		if (held == null) {
			return; // there is no connection yet, and there will be none
		}
		if (ChannelOperations.get(held.channel()) == held.operations()) {
			held.operations().dispose();
		}
		else {
			held.operations().discard();
		}
	}

	/**
	 * Cancel on the event loop of the connection. From another thread, Netty could close
	 * a connection that another request has got meanwhile.
	 */
	private void onEventLoop(Runnable cancel) {
		Held held = this.held;
		if (held == null) {
			cancel.run();
			return;
		}
		try {
			held.channel().eventLoop().execute(cancel);
		}
		catch (RejectedExecutionException ex) {
			cancel.run(); // the event loop has ended, and so have its connections
		}
	}

	private record Held(ChannelOperations<?, ?> operations, Channel channel) {
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
					// subscribers that have cancelled are informed too: they request
					// nothing
					return Flux.error(new CancellationException("The call was cancelled before its answer was read"),
							true);
				}
				return super.getBody().map(BodyBytes::onHeap);
			});
		}

	}

}
