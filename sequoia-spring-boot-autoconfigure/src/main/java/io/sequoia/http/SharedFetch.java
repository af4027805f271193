package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One fetch for any number of callers that wait for the same thing. The fetch is detached
 * from the caller that started it: if that one gives up, the others still get their
 * answer. A failure is shared by all that wait for it; the next caller fetches anew.
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

	private final AtomicReference<Sinks.@Nullable One<T>> running = new AtomicReference<>();

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
				fetch.timeout(LIMIT, tooLong()).contextWrite(context).subscribe((fetched) -> {
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

}
