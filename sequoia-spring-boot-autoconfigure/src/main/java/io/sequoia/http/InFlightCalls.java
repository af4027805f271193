package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.Internal;
import io.sequoia.call.CallContext;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.context.SmartLifecycle;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * The calls in flight. When the application closes, no new calls begin, and those in
 * flight may end within {@code spring.lifecycle.timeout-per-shutdown-phase}. That happens
 * late, after web servers, schedulers and listeners have stopped. Thread-safe.
 */
@Internal
public final class InFlightCalls implements SmartLifecycle, AutoCloseable {

	/** The phase after everything that may make calls while it stops. */
	private static final int PHASE = Integer.MIN_VALUE + 1024;

	/**
	 * The time without a request for a further page after which the client, when it
	 * closes, does not wait for a reader of pages any more.
	 */
	private static final Duration ABANDONED = Duration.ofSeconds(2);

	private static final Duration CHECK_INTERVAL = Duration.ofMillis(20);

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger readers = new AtomicInteger();

	private final Disposable.Swap waiting = Disposables.swap();

	private volatile long lastActivity;

	private volatile boolean closed;

	/**
	 * Count a call until it ends.
	 * @param call the call, in the context of {@link CallContext#inCall}
	 * @param caller the context of the caller
	 * @param <T> the type of the answer
	 * @return the call, for one subscriber
	 * @throws IllegalStateException if the application is closing and the call is not
	 * part of a counted one
	 */
	public <T> Mono<T> admit(Mono<T> call, ContextView caller) {
		enter(this.calls, caller);
		return call.doFinally((signal) -> leave(this.calls));
	}

	/**
	 * Count a browse until it ends. Its pages are calls within it, which are counted
	 * themselves.
	 * @param browse the browse, in the context of {@link CallContext#inBrowse}
	 * @param caller the context of the caller
	 * @param <T> the type of the elements
	 * @return the browse, for one subscriber
	 * @throws IllegalStateException if the application is closing and the browse is not
	 * part of a counted call
	 */
	public <T> Flux<T> admit(Flux<T> browse, ContextView caller) {
		enter(this.readers, caller);
		return browse.doFinally((signal) -> leave(this.readers));
	}

	/**
	 * Create a filter that counts requests outside of counted calls, until the body of
	 * the answer has ended.
	 * @return the filter
	 */
	public RequestFilter filter() {
		return new CountingFilter();
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next) {
		enter(this.calls, Context.empty());
		AtomicBoolean ended = new AtomicBoolean();
		Runnable end = () -> {
			if (ended.compareAndSet(false, true)) {
				leave(this.calls);
			}
		};
		return next.exchange(request)
			.map((response) -> response.mutate().body((body) -> body.doFinally((signal) -> end.run())).build())
			.doOnError((error) -> end.run())
			.doOnCancel(end)
			.contextWrite(CallContext::inCall);
	}

	private void enter(AtomicInteger count, ContextView context) {
		// counted before the check, so that stop() sees every call that passes the check
		count.incrementAndGet();
		this.lastActivity = System.nanoTime();
		if (this.closed && !CallContext.isInCallOrBrowse(context)) {
			count.decrementAndGet();
			throw closed();
		}
	}

	/** Create the failure of a call that begins after the end of the client. */
	static IllegalStateException closed() {
		return new IllegalStateException("The Sequoia client is closed, because its application context is"
				+ " closed or stopped; make calls only while the context is running");
	}

	private void leave(AtomicInteger count) {
		this.lastActivity = System.nanoTime();
		count.decrementAndGet();
	}

	private boolean isQuiet() {
		return this.calls.get() == 0
				&& (this.readers.get() == 0 || System.nanoTime() - this.lastActivity > ABANDONED.toNanos());
	}

	@Override
	public void start() {
		this.closed = false;
	}

	@Override
	public void stop() {
		this.closed = true;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		if (isQuiet()) {
			callback.run();
			return;
		}
		this.waiting.update(Flux.interval(CHECK_INTERVAL)
			.takeUntil((tick) -> isQuiet())
			.doOnComplete(callback)
			.onBackpressureDrop()
			.subscribe());
	}

	@Override
	public boolean isRunning() {
		return !this.closed;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/** A paused context, of a test for example, is used again; its calls go on. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Stop waiting for calls to end.
	 */
	@Override
	public void close() {
		stop();
		this.waiting.dispose();
	}

	private final class CountingFilter implements RequestFilter {

		@Override
		public FilterOrder order() {
			return FilterOrder.RUNNING;
		}

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return Mono.deferContextual((context) -> CallContext.isInCallOrBrowse(context) ? next.exchange(request)
					: exchange(request, next));
		}

	}

}
