package io.sequoia.call;

import java.util.Objects;

import io.sequoia.Internal;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;

/**
 * The effect of a request, as far as it is known. The constants are in the order of
 * precedence: see {@link #and}.
 */
@Internal
public enum Effect {

	/**
	 * The service has not begun with the request: it was not sent, or was refused with
	 * 429.
	 */
	NOT_BEGUN,

	/**
	 * The service has refused the request, or the call failed for a reason outside of the
	 * service.
	 */
	NOT_APPLIED,

	/**
	 * The call may or may not have been applied: it was sent, and no readable answer
	 * tells the outcome.
	 */
	MAYBE_APPLIED,

	/**
	 * The service has applied the request.
	 */
	APPLIED;

	/** Leads to the result of a request that was processed, unlike other redirects. */
	private static final int SEE_OTHER = 303;

	/**
	 * Determine the effect of a failed attempt.
	 * @param failure the failure
	 * @param call the call. If another service failed, such as the registry or the
	 * identity service, the request itself was not sent
	 * @return the effect, never {@link #APPLIED}
	 */
	public static Effect of(Throwable failure, Call call) {
		if (!(failure instanceof SequoiaFailure known)) {
			return NOT_APPLIED;
		}
		if (failure instanceof RateLimitedException || isOfAnother(known, call) || isUnsent(failure)) {
			return NOT_BEGUN;
		}
		return (failure instanceof ServiceUnavailableException || failure instanceof RequestTimeoutException
				|| failure instanceof MalformedResponseException || failure instanceof OutcomeUnknownException
				|| Objects.equals(known.status(), SEE_OTHER)) ? MAYBE_APPLIED : NOT_APPLIED;
	}

	private static boolean isUnsent(Throwable failure) {
		return failure instanceof ServiceUnavailableException unavailable && unavailable.unsent()
				|| failure instanceof RequestTimeoutException timeout && timeout.unsent();
	}

	private static boolean isOfAnother(SequoiaFailure failure, Call call) {
		String service = failure.service();
		return service != null && !service.equals(call.service());
	}

	/**
	 * Add the effect of a later attempt. Once a request may have been applied, no later
	 * failure proves that it was not; an answer proves that it was.
	 * @param later the effect of the later attempt
	 * @return the effect of both
	 */
	public Effect and(Effect later) {
		return (later.compareTo(this) > 0) ? later : this;
	}

	/**
	 * Tell whether the request may have been applied.
	 * @return {@code true} if it was, or if that is unknown
	 */
	public boolean isPossible() {
		return compareTo(MAYBE_APPLIED) >= 0;
	}

}
