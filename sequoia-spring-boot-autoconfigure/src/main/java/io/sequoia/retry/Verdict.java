package io.sequoia.retry;

import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.call.Effect;

/**
 * The decision on a failed attempt, before time and budget are considered. The table is
 * in {@code docs/retry.md}.
 */
enum Verdict {

	/** Another attempt is made. */
	RETRY,

	/** The call fails with this failure. */
	FAIL,

	/** The call ends, and it is unknown whether it was applied. */
	UNKNOWN,

	/** The call fails with this failure, although further attempts might have helped. */
	EXHAUSTED;

	/**
	 * Decide on a failure.
	 * @param failure the failure. A note that a shared call gave up marks the failure of
	 * a shared request, which has been repeated already; only a time that the server asks
	 * for remains to wait
	 * @param call the call
	 * @param effect the effect of its attempts, this one included
	 * @param allowed whether the condition allows a further attempt
	 * @return the verdict
	 */
	static Verdict of(Throwable failure, RetryCall<?> call, Effect effect, boolean allowed) {
		boolean gaveUp = GaveUpNote.isOn(failure);
		if (!gaveUp && !call.repeatable() && effect != Effect.NOT_BEGUN) {
			return (effect == Effect.MAYBE_APPLIED && !tellsByItself(failure)) ? UNKNOWN : FAIL;
		}
		if (allowed && (!gaveUp || !Failures.retryAfter(failure).isZero())) {
			return RETRY;
		}
		if (Failures.isTransient(failure, call.settings().statusCodes())) {
			return EXHAUSTED;
		}
		return (Failures.isUnread(failure) && call.isUnknown(effect)) ? UNKNOWN : FAIL;
	}

	/**
	 * Tell whether the failure itself tells its caller that the call may have been
	 * applied.
	 */
	private static boolean tellsByItself(Throwable failure) {
		return failure instanceof OutcomeUnknownException
				|| failure instanceof MalformedResponseException && !Failures.isUnread(failure);
	}

}
