package io.sequoia.core.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.sequoia.call.CallContext;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The requests in flight, each for all callers that read the same. A request continues
 * when the caller that began it cancels, and is cancelled when no caller waits any more.
 * Thread-safe.
 *
 * @param <T> the type of the answers
 */
final class InFlightReads<T> {

	private final Map<String, Flight<T>> running = new ConcurrentHashMap<>();

	/**
	 * Join the request in flight, or begin one.
	 * @param key the key of the request
	 * @param starter stands for the caller
	 * @param caller the context of the caller
	 * @param request sends the request; it is given its own flight
	 * @return the flight
	 */
	Flight<T> join(String key, Object starter, ContextView caller, Function<Flight<T>, Mono<T>> request) {
		while (true) {
			Flight<T> flight = this.running.computeIfAbsent(key,
					(unknown) -> new Flight<>(this, key, starter, caller, request));
			if (flight.enter()) {
				return flight;
			}
			flight.end();
		}
	}

	/**
	 * Begin a request in place of the one in flight, which later callers do not join any
	 * more.
	 * @param key the key of the request
	 * @param starter stands for the caller
	 * @param caller the context of the caller
	 * @param request sends the request; it is given its own flight
	 * @return the flight
	 */
	Flight<T> replace(String key, Object starter, ContextView caller, Function<Flight<T>, Mono<T>> request) {
		Flight<T> flight = new Flight<>(this, key, starter, caller, request);
		flight.enter();
		this.running.put(key, flight);
		return flight;
	}

	int size() {
		return this.running.size();
	}

	/**
	 * One request.
	 */
	static final class Flight<T> {

		/** The count of a request that was cancelled, which nobody may join. */
		private static final int LEFT = -1;

		private final InFlightReads<T> inFlight;

		private final String key;

		private final Object starter;

		private final Mono<T> request;

		private final AtomicInteger waiting = new AtomicInteger();

		private final AtomicBoolean begun = new AtomicBoolean();

		private final Disposable.Swap run = Disposables.swap();

		private final Sinks.One<T> answer = Sinks.one();

		private Flight(InFlightReads<T> inFlight, String key, Object starter, ContextView caller,
				Function<Flight<T>, Mono<T>> request) {
			this.inFlight = inFlight;
			this.key = key;
			this.starter = starter;
			// the limits of the caller that begins are its own
			Context shared = CallContext.forShared(caller);
			this.request = Mono.defer(() -> request.apply(this)).contextWrite((context) -> shared);
		}

		private boolean enter() {
			return this.waiting.getAndUpdate((count) -> (count == LEFT) ? count : count + 1) != LEFT;
		}

		private void leave() {
			if (this.waiting.decrementAndGet() == 0 && this.waiting.compareAndSet(0, LEFT)) {
				end();
				this.run.dispose();
			}
		}

		private void end() {
			this.inFlight.running.remove(this.key, this);
		}

		private void begin() {
			if (this.begun.compareAndSet(false, true)) {
				// ends before its callers learn of it, as the next call must not join it
				this.run.update(this.request.doOnTerminate(this::end)
					.subscribe(this.answer::tryEmitValue, this.answer::tryEmitError, this.answer::tryEmitEmpty));
			}
		}

		/** Wait for the answer; to be called once for each caller. */
		Mono<T> answer() {
			return Mono.using(() -> this, (flight) -> {
				flight.begin();
				return flight.answer.asMono();
			}, Flight::leave);
		}

		/** Tell whether no later request has taken the place of this one. */
		boolean isLatest() {
			return this.inFlight.running.get(this.key) == this;
		}

		/** Tell which caller began the request. */
		boolean isOf(Object caller) {
			return this.starter == caller;
		}

	}

}
