package io.sequoia.retry;

import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.call.Effect;

/**
 * Decides what a failed attempt means for its call, before time and budget are looked at.
 * The table is in {@code docs/retry.md}.
 */
enum Verdict {

	/** Another attempt is made. */
	RETRY,

	/** The call ends in the failure. */
	FAIL,

	/** The call ends, and it is unknown whether it was applied. */
	UNKNOWN,

	/** The call ends in the failure, though more attempts might have helped. */
	EXHAUSTED;

	/**
	 * Decide on a failure.
	 * @param failure the failure. A note that a shared call gave up marks one of what the
	 * call depends on: others have repeated that as often as helps, and only a time that
	 * the server asks for is left to wait
	 * @param call the call
	 * @param effect what its attempts have brought about, this one included
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

	/** Tell whether a caller learns from the failure that the call may be applied. */
	private static boolean tellsByItself(Throwable failure) {
		return failure instanceof OutcomeUnknownException
				|| failure instanceof MalformedResponseException && !Failures.isUnread(failure);
	}

}
