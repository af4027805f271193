package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.sequoia.Internal;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.call.CallContext.SharedWait;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One fetch for any number of callers that need the same value. The fetch is detached
 * from the caller that started it: if that caller cancels, the others still get the
 * value. A failed attempt is repeated once for all, as long as somebody waits. The
 * failure of the last attempt is shared by all waiting callers. The next caller starts a
 * new fetch, though not before the time that the server asked to wait ({@code
 * Retry-After}). Thread-safe.
 *
 * @param <T> the type of the value
 */
@Internal
public final class SingleFlight<T> {

	/**
	 * The context key under which a fetch leaves the listener for failed attempts of
	 * fetches within it.
	 */
	private static final String ON_THE_WAY = "io.sequoia.shared.failures";

	/**
	 * The time limit of a fetch, so that an answer without an end does not block all
	 * later callers. Each caller's own deadline is not affected.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final AtomicReference<@Nullable Round<T>> running = new AtomicReference<>();

	/**
	 * The longest time for which a shared {@code Retry-After} is obeyed. A longer one
	 * only applies to the call that received it.
	 */
	private static final Duration LONGEST_REFUSAL = Duration.ofHours(1);

	private final Call call;

	private final SharedRetry retry;

	private final LongSupplier nanoTime;

	private volatile @Nullable Refusal refusal;

	/**
	 * Prepare the fetch of one value.
	 * @param call the call that fetches it
	 * @param retry repeats attempts that fail
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public SingleFlight(Call call, SharedRetry retry, LongSupplier nanoTime) {
		this.call = call;
		this.retry = retry;
		this.nanoTime = nanoTime;
	}

	/**
	 * Wait for the running fetch, or start one.
	 * @param known returns the value of an earlier fetch, or {@code null}; called once
	 * more before a fetch is started, so that a caller that comes as one ends starts no
	 * other
	 * @param fetch fetches the value; subscribed to once for each attempt
	 * @return the known or the fetched value
	 */
	public Mono<T> join(Supplier<? extends @Nullable T> known, Mono<T> fetch) {
		return Mono.deferContextual((context) -> {
			Round<T> mine = new Round<>();
			Round<T> round = enter(mine);
			Mono<T> answer = answer(round, context);
			if (round == mine) {
				begin(mine, known, fetch, context);
			}
			return answer;
		});
	}

	/**
	 * Wait for the running fetch, and start none.
	 * @param otherwise the value if no fetch is running
	 * @return the fetched value, or that one
	 */
	public Mono<T> joinRunning(T otherwise) {
		return Mono.deferContextual((context) -> {
			Round<T> round = this.running.get();
			return (round != null && round.enter()) ? answer(round, context) : Mono.just(otherwise);
		});
	}

	private Mono<T> answer(Round<T> round, ContextView context) {
		int attempts = CallContext.sharedAttempts(context);
		// before the fetch begins, as it counts the attempts that fail from now on
		Mono<T> outcome = round.answer(attempts, context.getOrDefault(ON_THE_WAY, null),
				(failure) -> this.retry.gaveUp(this.call, attempts, failure));
		Mono<T> answer = Mono.using(() -> round, (joined) -> outcome, this::leave);
		Consumer<@Nullable SharedWait> waiting = CallContext.waiting(context);
		return (waiting == null) ? answer
				: answer.doFirst(() -> waiting.accept(new SharedWait(this.call, round::latest)))
					.doOnTerminate(() -> waiting.accept(null));
	}

	/**
	 * Limit the time of one attempt, so that an answer without an end does not block its
	 * callers for ever.
	 * @param attempt the attempt
	 * @param <T> the type of the value
	 * @return the attempt, which fails with {@link RequestTimeoutException} after a
	 * minute
	 */
	public static <T> Mono<T> limited(Mono<T> attempt) {
		return attempt.timeout(LIMIT,
				Mono.deferContextual((context) -> Mono.error(new RequestTimeoutException(
						"A request for the registry, a token or a descriptor, which many calls may wait for,"
								+ " did not end within " + LIMIT.toSeconds() + " s",
						Details.of(CorrelationIds.find(context), null, null), true, null))));
	}

	private Round<T> enter(Round<T> mine) {
		while (true) {
			Round<T> other = this.running.compareAndExchange(null, mine);
			if (other == null) {
				return mine;
			}
			if (other.enter()) {
				return other;
			}
			end(other);
		}
	}

	private void begin(Round<T> mine, Supplier<? extends @Nullable T> known, Mono<T> fetch, ContextView context) {
		T value = known.get();
		if (value != null) {
			end(mine);
			mine.answer.tryEmitValue(value);
			return;
		}
		Mono<T> attempt = Mono.defer(() -> mine.isForsaken() ? forsaken(mine)
				: limited(unlessRefused(fetch)).onErrorResume((failure) -> failed(mine, failure)));
		// fetches within this one are made for all callers, not for this one alone
		Consumer<Throwable> onTheWay = mine::attemptFailed;
		Context shared = CallContext.forShared(context).put(ON_THE_WAY, onTheWay);
		mine.run.update(this.retry.repeat(this.call, CallContext.sharedAttempts(context), attempt)
			.contextWrite(shared)
			.subscribe((fetched) -> {
				end(mine);
				mine.answer.tryEmitValue(fetched);
			}, (error) -> {
				end(mine);
				mine.answer.tryEmitError(error);
			}, () -> {
				end(mine);
				mine.answer.tryEmitEmpty();
			}));
	}

	private Mono<T> unlessRefused(Mono<T> fetch) {
		return Mono.deferContextual((context) -> {
			Refusal last = this.refusal;
			Duration rest = (last != null) ? Duration.ofNanos(last.end - this.nanoTime.getAsLong()) : Duration.ZERO;
			return (last != null && rest.compareTo(Duration.ZERO) > 0)
					? Mono.error(last.again(rest, Correlated.details(this.call, context)))
					: fetch.doOnError(this::refused);
		});
	}

	private void refused(Throwable failure) {
		Duration asked = (failure instanceof SequoiaFailure told) ? told.retryAfter() : null;
		if (asked != null && asked.compareTo(LONGEST_REFUSAL) <= 0) {
			this.refusal = new Refusal(failure, this.nanoTime.getAsLong() + asked.toNanos());
		}
	}

	private Mono<T> failed(Round<T> round, Throwable failure) {
		round.attemptFailed(failure);
		return round.isForsaken() ? forsaken(round) : Mono.error(failure);
	}

	/**
	 * Wait no longer. A caller leaves before it is told the outcome, so that its next
	 * call does not join a fetch that has failed already.
	 */
	private void leave(Round<T> round) {
		round.waiting.decrementAndGet();
		if (round.isForsaken()) {
			forsaken(round);
		}
	}

	/**
	 * End a fetch, because no caller waits for a further attempt. The next caller starts
	 * a new one.
	 */
	private Mono<T> forsaken(Round<T> round) {
		end(round);
		round.run.dispose();
		return Mono.never();
	}

	private void end(Round<T> round) {
		this.running.compareAndSet(round, null);
	}

	/**
	 * One fetch with all of its attempts and its waiting callers.
	 */
	private static final class Round<T> {

		private static final int FORSAKEN = -1;

		private final Sinks.One<T> answer = Sinks.one();

		private final Sinks.Many<Failed> failures = Sinks.many().replay().latest();

		private final AtomicInteger waiting = new AtomicInteger(1);

		private final Disposable.Swap run = Disposables.swap();

		private volatile int failed;

		private volatile @Nullable Throwable latest;

		/**
		 * Wait for the answer, or until a number of attempts have failed meanwhile.
		 * @param attempts the number; 0 for no limit
		 * @param outer is informed of each failed attempt, or {@code null}
		 * @param gaveUp converts the failure of the last attempt to the caller's own
		 */
		Mono<T> answer(int attempts, @Nullable Consumer<Throwable> outer, Function<Throwable, Throwable> gaveUp) {
			if (attempts == 0 && outer == null) {
				return this.answer.asMono();
			}
			int before = this.failed;
			return Mono.firstWithSignal(this.answer.asMono(),
					this.failures.asFlux().filter((last) -> last.number() > before).doOnNext((last) -> {
						if (outer != null) {
							outer.accept(last.failure());
						}
					})
						.filter((last) -> attempts > 0 && last.number() - before >= attempts)
						.next()
						.flatMap((last) -> Mono.error(gaveUp.apply(last.failure()))));
		}

		@Nullable Throwable latest() {
			return this.latest;
		}

		/**
		 * Join the waiting callers, unless the fetch has ended because no caller waited.
		 */
		boolean enter() {
			return this.waiting.getAndUpdate((count) -> (count == FORSAKEN) ? count : count + 1) != FORSAKEN;
		}

		/** Tell whether an attempt has failed and no caller waits for another. */
		boolean isForsaken() {
			return this.failed > 0 && (this.waiting.compareAndSet(0, FORSAKEN) || this.waiting.get() == FORSAKEN);
		}

		/** Count an attempt of this fetch, or one of a fetch within it. */
		void attemptFailed(Throwable failure) {
			if (failure != this.latest) {
				this.latest = failure;
				this.failed++;
				this.failures.tryEmitNext(new Failed(this.failed, failure));
			}
		}

	}

	/**
	 * The answer of a server that asked to wait, and the end of that time.
	 */
	private record Refusal(Throwable failure, long end) {

		RuntimeException again(Duration rest, Details call) {
			String message = String.valueOf(this.failure.getMessage());
			Details details = ((SequoiaFailure) this.failure).details().withCorrelationId(call.correlationId());
			return (this.failure instanceof RateLimitedException)
					? new RateLimitedException(message, details, rest, this.failure)
					: new ServiceUnavailableException(message, details, true, rest, this.failure);
		}

	}

	/**
	 * An attempt that failed.
	 */
	private record Failed(int number, Throwable failure) {
	}

}
