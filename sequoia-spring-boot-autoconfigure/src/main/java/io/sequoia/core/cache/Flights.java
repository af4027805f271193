package io.sequoia.core.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.sequoia.call.CallContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The requests in flight, each for all callers that read the same. A request goes on when
 * the caller that began it gives up, and is cancelled when nobody waits any more.
 * Thread-safe.
 *
 * @param <T> the type of the answers
 */
final class Flights<T> {

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
		return this.running.computeIfAbsent(key, (unknown) -> new Flight<>(this, key, starter, caller, request));
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

		private final Flights<T> flights;

		private final String key;

		private final Flux<T> answer;

		private final Object starter;

		private Flight(Flights<T> flights, String key, Object starter, ContextView caller,
				Function<Flight<T>, Mono<T>> request) {
			this.flights = flights;
			this.key = key;
			this.starter = starter;
			// the limits of the caller that begins are its own
			Context shared = CallContext.forShared(caller);
			this.answer = Mono.defer(() -> request.apply(this))
				.contextWrite((context) -> shared)
				// before its callers learn of the end, as the next call must not join it
				.doOnTerminate(this::end)
				.doOnCancel(this::end)
				.flux()
				.replay(1)
				.refCount();
		}

		private void end() {
			this.flights.running.remove(this.key, this);
		}

		/** Wait for the answer. */
		Mono<T> answer() {
			return this.answer.singleOrEmpty();
		}

		/** Tell whether no later request has taken the place of this one. */
		boolean isLatest() {
			return this.flights.running.get(this.key) == this;
		}

		/** Tell which caller began the request. */
		boolean isOf(Object caller) {
			return this.starter == caller;
		}

	}

}
