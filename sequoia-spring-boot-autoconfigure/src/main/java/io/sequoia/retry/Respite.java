package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.sequoia.RateLimitedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The time for which one service asked to be left alone ({@code Retry-After}), whichever
 * call it told: all calls to it wait until the end, or fail if theirs comes before.
 * Thread-safe.
 */
final class Respite {

	/**
	 * More than calls have: each of them is to be told itself, lest one wrong answer
	 * silences all calls for long.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();

	/**
	 * The service asks for time.
	 * @param failure what it answered
	 * @param time how long it asks for
	 * @param now when, in nanoseconds of any monotonic clock
	 */
	void begin(Throwable failure, Duration time, long now) {
		if (time.compareTo(LONGEST) <= 0) {
			Asked latest = new Asked(failure, now + time.toNanos());
			this.asked.updateAndGet((known) -> (known != null && known.end - latest.end > 0) ? known : latest);
		}
	}

	/**
	 * How much of the time is left.
	 * @param now the time
	 * @return the rest, zero or less if there is none
	 */
	Duration rest(long now) {
		Asked known = this.asked.get();
		return (known != null) ? Duration.ofNanos(known.end - now) : Duration.ZERO;
	}

	/**
	 * What the service answered, for a call that has not been sent for it.
	 * @param rest what is left of the time
	 * @param call what is known about the call
	 * @return the failure
	 */
	RuntimeException again(Duration rest, Details call) {
		Asked known = this.asked.get();
		Throwable failure = (known != null) ? known.failure : null;
		String message = ((failure != null) ? failure.getMessage() : call.service() + " asked for time")
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
