package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One fetch for any number of callers that wait for the same thing. The fetch is detached
 * from the caller that started it: if that one gives up, the others still get their
 * answer. A failure is shared by all that wait for it; the next caller fetches anew,
 * though not before the time that the server asked for ({@code Retry-After}).
 * Thread-safe.
 *
 * @param <T> what is fetched
 */
public final class SharedFetch<T> {

	/**
	 * An answer that does not end must not hold all callers to come; each caller's own
	 * deadline is not affected.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	/**
	 * A server that asks for more is not believed for so long, only by the call that it
	 * told.
	 */
	private static final Duration LONGEST_REFUSAL = Duration.ofHours(1);

	private final AtomicReference<Sinks.@Nullable One<T>> running = new AtomicReference<>();

	private final LongSupplier nanoTime;

	private volatile @Nullable Refusal refusal;

	/**
	 * Prepare for one thing to be fetched.
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public SharedFetch(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Wait for the running fetch, or start one.
	 * @param known gives what an earlier fetch brought, or {@code null}; asked once more
	 * before a fetch is started, so that a caller that comes as one ends starts no other
	 * @param fetch what to subscribe to in order to fetch
	 * @return what is known or fetched
	 */
	public Mono<T> join(Supplier<? extends @Nullable T> known, Mono<T> fetch) {
		return Mono.deferContextual((context) -> {
			Sinks.One<T> mine = Sinks.one();
			Sinks.One<T> other = this.running.compareAndExchange(null, mine);
			if (other != null) {
				return other.asMono();
			}
			T value = known.get();
			if (value != null) {
				end(mine);
				mine.tryEmitValue(value);
			}
			else {
				unlessRefused(fetch).timeout(LIMIT, tooLong()).contextWrite(context).subscribe((fetched) -> {
					end(mine);
					mine.tryEmitValue(fetched);
				}, (error) -> {
					end(mine);
					mine.tryEmitError(error);
				}, () -> {
					end(mine);
					mine.tryEmitEmpty();
				});
			}
			return mine.asMono();
		});
	}

	private Mono<T> unlessRefused(Mono<T> fetch) {
		return Mono.defer(() -> {
			Refusal last = this.refusal;
			Duration rest = (last != null) ? Duration.ofNanos(last.end - this.nanoTime.getAsLong()) : Duration.ZERO;
			return (last != null && rest.compareTo(Duration.ZERO) > 0) ? Mono.error(last.again(rest))
					: fetch.doOnError(RateLimitedException.class, this::refused);
		});
	}

	private void refused(RateLimitedException failure) {
		Duration asked = failure.retryAfter();
		if (asked != null && asked.compareTo(LONGEST_REFUSAL) <= 0) {
			this.refusal = new Refusal(failure, this.nanoTime.getAsLong() + asked.toNanos());
		}
	}

	private static <T> Mono<T> tooLong() {
		return Mono
			.deferContextual((context) -> Mono.error(new RequestTimeoutException(
					"What many calls wait for, a registry, token or descriptor answer, did not end within "
							+ LIMIT.toSeconds() + " s",
					Details.of(CorrelationIds.find(context), null, null), true, null)));
	}

	private void end(Sinks.One<T> mine) {
		this.running.compareAndSet(mine, null);
	}

	/**
	 * What the server answered who wants to be left alone until the end.
	 */
	private record Refusal(RateLimitedException failure, long end) {

		RateLimitedException again(Duration rest) {
			return new RateLimitedException(String.valueOf(this.failure.getMessage()), this.failure.details(), rest,
					this.failure);
		}

	}

}
