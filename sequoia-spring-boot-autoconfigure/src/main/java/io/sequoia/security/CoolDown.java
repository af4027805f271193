package io.sequoia.security;

import java.time.Duration;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.TokenRefusal;
import org.jspecify.annotations.Nullable;

/**
 * A pause after the identity service has refused the credentials, as a further request
 * would be refused too. Until its end calls fail with the refusal, and nothing is sent.
 *
 * @param failure the refusal
 * @param refused the credentials that were refused; others may be accepted
 * @param end its end, on a monotonic clock
 */
record CoolDown(AuthenticationFailedException failure, ClientCredentials.Settings refused, long end) {

	private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

	/**
	 * Create the cool-down for a failure.
	 * @param failure the failure of a token request
	 * @param credentials the newest credentials of the request
	 * @param now the time
	 * @return the cool-down, or {@code null} if a further request may help
	 */
	static @Nullable CoolDown after(Throwable failure, ClientCredentials.Settings credentials, long now) {
		return (failure instanceof AuthenticationFailedException refused
				&& TokenRefusal.isOfCredentials(refused.details()))
						? new CoolDown(refused, credentials, now + AFTER_REFUSAL.toNanos()) : null;
	}

	boolean isOver(ClientCredentials.Settings credentials, long now) {
		return now - this.end >= 0 || !credentials.equals(this.refused);
	}

	/**
	 * Create the failure of a call during the cool-down.
	 * @param now the time
	 * @param call the details of the call
	 * @return the failure
	 */
	AuthenticationFailedException again(long now, Details call) {
		Details details = this.failure.details().withCorrelationId(call.correlationId());
		return this.failure.restated(this.failure.getMessage()
				+ "; this was the answer to an earlier call, the identity service is not asked again for another "
				+ (Duration.ofNanos(this.end - now).toSeconds() + 1) + " s", details);
	}

}
