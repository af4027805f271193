package io.sequoia.security;

import java.time.Duration;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.TokenRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The identity service refused the credentials, which asking again would not change.
 * Until its end the calls fail with that, and nothing is sent.
 *
 * @param failure the refusal
 * @param end when it ends, on a monotonic clock
 */
record CoolDown(AuthenticationFailedException failure, long end) {

	private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

	/**
	 * The cool-down that a failure calls for.
	 * @param failure the failure of a token request
	 * @param now the time
	 * @return the cool-down, or {@code null} where asking again may help
	 */
	static @Nullable CoolDown after(Throwable failure, long now) {
		return (failure instanceof AuthenticationFailedException refused
				&& TokenRefusal.isOfCredentials(refused.details()))
						? new CoolDown(refused, now + AFTER_REFUSAL.toNanos()) : null;
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
	AuthenticationFailedException again(long now, Details call) {
		Details known = this.failure.details();
		Details details = new Details(known.status(), call.correlationId(), known.service(), known.resource(),
				known.error(), known.validation(), null, null, known.attributes());
		return this.failure.restated(this.failure.getMessage()
				+ "; this was the answer to an earlier call, the identity service is not asked again for another "
				+ (Duration.ofNanos(this.end - now).toSeconds() + 1) + " s", details);
	}

}
