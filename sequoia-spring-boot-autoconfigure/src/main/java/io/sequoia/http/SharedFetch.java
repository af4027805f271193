package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One fetch for any number of callers that wait for the same thing. The fetch is detached
 * from the caller that started it: if that one gives up, the others still get their
 * answer. An attempt that fails is repeated once for all, as long as somebody waits; the
 * failure of the last one is shared by all that wait for it, and the next caller fetches
 * anew, though not before the time that the server asked for ({@code Retry-After}).
 * Thread-safe.
 *
 * @param <T> what is fetched
 */
public final class SharedFetch<T> {

	/** Under this key a fetch leaves what is told of attempts that fail on its way. */
	private static final String ON_THE_WAY = "io.sequoia.shared.failures";

	/**
	 * An answer that does not end must not hold all callers to come; each caller's own
	 * deadline is not affected.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final AtomicReference<@Nullable Round<T>> running = new AtomicReference<>();

	/**
	 * A server that asks for more is not believed for so long, only by the call that it
	 * told.
	 */
	private static final Duration LONGEST_REFUSAL = Duration.ofHours(1);

	private final Call call;

	private final SharedRetry retry;

	private final LongSupplier nanoTime;

	private volatile @Nullable Refusal refusal;

	/**
	 * Prepare for one thing to be fetched.
	 * @param call what is asked for
	 * @param retry repeats attempts that fail
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public SharedFetch(Call call, SharedRetry retry, LongSupplier nanoTime) {
		this.call = call;
		this.retry = retry;
		this.nanoTime = nanoTime;
	}

	/**
	 * Wait for the running fetch, or start one.
	 * @param known gives what an earlier fetch brought, or {@code null}; asked once more
	 * before a fetch is started, so that a caller that comes as one ends starts no other
	 * @param fetch what to subscribe to in order to fetch, once for each attempt
	 * @return what is known or fetched
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
	 * @param otherwise the answer where none is running
	 * @return what is fetched, or that
	 */
	public Mono<T> joinRunning(T otherwise) {
		return Mono.deferContextual((context) -> {
			Round<T> round = this.running.get();
			return (round != null && round.enter()) ? answer(round, context) : Mono.just(otherwise);
		});
	}

	private Mono<T> answer(Round<T> round, ContextView context) {
		int attempts = CallContext.sharedAttempts(context);
		Mono<T> answer = round
			.answer(attempts, context.getOrDefault(ON_THE_WAY, null),
					(failure) -> this.retry.gaveUp(this.call, attempts, failure))
			.doFinally((signal) -> leave(round));
		Consumer<Boolean> waiting = CallContext.waiting(context);
		return (waiting == null) ? answer
				: answer.doFirst(() -> waiting.accept(true)).doOnTerminate(() -> waiting.accept(false));
	}

	/**
	 * Limit how long one attempt takes, so that an answer that does not end holds nobody
	 * for ever.
	 * @param attempt the attempt
	 * @param <T> what is fetched
	 * @return the attempt, which fails with {@link RequestTimeoutException} after a
	 * minute
	 */
	public static <T> Mono<T> limited(Mono<T> attempt) {
		return attempt.timeout(LIMIT,
				Mono.deferContextual((context) -> Mono.error(new RequestTimeoutException(
						"What many calls wait for, a registry, token or descriptor answer, did not end within "
								+ LIMIT.toSeconds() + " s",
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
				: limited(unlessRefused(fetch)).doOnError(mine::attemptFailed));
		// what is fetched on the way is fetched for all, not for this caller alone
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

	private void leave(Round<T> round) {
		round.waiting.decrementAndGet();
		if (round.isForsaken()) {
			forsaken(round);
		}
	}

	/** Nobody waits for a further attempt: the next caller begins anew. */
	private Mono<T> forsaken(Round<T> round) {
		end(round);
		round.run.dispose();
		return Mono.never();
	}

	private void end(Round<T> round) {
		this.running.compareAndSet(round, null);
	}

	/**
	 * One fetch, with all of its attempts, and those who wait for it.
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
		 * Wait for the answer, or until so many attempts have failed meanwhile.
		 * @param attempts how many; 0 for any number
		 * @param outer is told of each of them, or {@code null}
		 * @param gaveUp makes the failure of the last one the caller's own
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

		/** Wait as well, unless the fetch has ended for want of anybody who waits. */
		boolean enter() {
			return this.waiting.getAndUpdate((count) -> (count == FORSAKEN) ? count : count + 1) != FORSAKEN;
		}

		/** Whether an attempt has failed and nobody waits for another. */
		boolean isForsaken() {
			return this.failed > 0 && this.waiting.compareAndSet(0, FORSAKEN);
		}

		/** Count an attempt, or one that was made on the way and has been counted. */
		void attemptFailed(Throwable failure) {
			if (failure != this.latest) {
				this.latest = failure;
				this.failed++;
				this.failures.tryEmitNext(new Failed(this.failed, failure));
			}
		}

	}

	/**
	 * What the server answered who wants to be left alone until the end.
	 */
	private record Refusal(Throwable failure, long end) {

		RuntimeException again(Duration rest, Details call) {
			String message = String.valueOf(this.failure.getMessage());
			Details told = ((SequoiaFailure) this.failure).details();
			Details details = new Details(told.status(), call.correlationId(), told.service(), told.resource(),
					told.error(), told.validation(), null, null, told.attributes());
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
