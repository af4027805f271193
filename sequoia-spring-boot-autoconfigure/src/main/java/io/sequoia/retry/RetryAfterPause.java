package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.sequoia.RateLimitedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The time for which one service asked to send no further request ({@code Retry-After}),
 * in answer to any call. All calls to the service wait until the end of that time, or
 * fail if their own time ends before. Thread-safe.
 */
final class RetryAfterPause {

	/**
	 * The longest shared pause, which is longer than the time of calls. For a longer one
	 * each call asks itself, so that one wrong answer does not stop all calls for long.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();

	/**
	 * Begin the pause.
	 * @param failure the service's answer
	 * @param time the requested time
	 * @param now the time, in nanoseconds of any monotonic clock
	 */
	void begin(Throwable failure, Duration time, long now) {
		if (time.compareTo(LONGEST) <= 0) {
			Asked latest = new Asked(failure, now + time.toNanos());
			this.asked.updateAndGet((known) -> (known != null && known.end - latest.end > 0) ? known : latest);
		}
	}

	/**
	 * Return the remaining time.
	 * @param now the time
	 * @return the rest, zero or less if there is none
	 */
	Duration rest(long now) {
		Asked known = this.asked.get();
		return (known != null) ? Duration.ofNanos(known.end - now) : Duration.ZERO;
	}

	/**
	 * Create the failure of a call that is not sent because of the pause.
	 * @param rest the remaining time
	 * @param call the details of the call
	 * @return the failure
	 */
	RuntimeException again(Duration rest, Details call) {
		Asked known = this.asked.get();
		Throwable failure = (known != null) ? known.failure : null;
		String message = ((failure != null) ? failure.getMessage() : call.service() + " asked to wait")
				+ "; this was the answer to an earlier call, and nothing is sent for another "
				+ (rest.toMillis() + 999) / 1000 + " s (Retry-After)";
		Details details = (failure instanceof SequoiaFailure told)
				? call.withError(told.error(), told.validation()).withStatus(status(told)) : call;
		return (failure instanceof RateLimitedException) ? new RateLimitedException(message, details, rest, failure)
				: new ServiceUnavailableException(message, details, true, rest, failure);
	}

	private static int status(SequoiaFailure told) {
		return (told.status() != null) ? told.status() : 503;
	}

	private record Asked(Throwable failure, long end) {
	}

}
