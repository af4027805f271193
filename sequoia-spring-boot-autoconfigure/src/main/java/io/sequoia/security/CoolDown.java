package io.sequoia.security;

import java.time.Duration;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.RateLimitedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of the identity service that asking again would not change. Until its end the
 * calls fail with it, and nothing is sent.
 *
 * @param failure the refusal
 * @param end when it ends, on a monotonic clock
 */
record CoolDown(SequoiaFailure failure, long end) {

	private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * The cool-down that a failure calls for.
	 * @param failure the failure of a token request
	 * @param now the time
	 * @return the cool-down, or {@code null} where asking again may help
	 */
	static @Nullable CoolDown after(Throwable failure, long now) {
		if (failure instanceof AuthenticationFailedException refused) {
			return new CoolDown(refused, now + AFTER_REFUSAL.toNanos());
		}
		if (failure instanceof RateLimitedException limited && limited.retryAfter() != null) {
			Duration asked = limited.retryAfter();
			return new CoolDown(limited, now + ((asked.compareTo(LONGEST) < 0) ? asked : LONGEST).toNanos());
		}
		return null;
	}

	boolean isOver(long now) {
		return now - this.end >= 0;
	}

	/**
	 * The refusal, for a call that comes while it lasts.
	 * @param now the time
	 * @param call what is known about the call
	 * @return what the call fails with
	 */
	RuntimeException again(long now, Details call) {
		Duration rest = Duration.ofNanos(this.end - now);
		Details known = this.failure.details();
		Details details = new Details(known.status(), call.correlationId(), known.service(), known.resource(),
				known.error(), known.validation(), null, null);
		String message = ((Throwable) this.failure).getMessage()
				+ "; this was the answer to an earlier call, the identity service is not asked again for another "
				+ (rest.toSeconds() + 1) + " s";
		return (this.failure instanceof RateLimitedException limited)
				? new RateLimitedException(message, details, rest, limited) : this.failure.restated(message, details);
	}

}
