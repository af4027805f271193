package io.sequoia.rig;

import io.sequoia.OutcomeUnknownException;

/**
 * The result of a call with a fault.
 */
enum Seen {

	/** Success at the first attempt. */
	OK("ok"),

	/** The result that there was nothing to delete. */
	ABSENT("absent"),

	/** Success after a retry. */
	RETRIED("retried"),

	/** Failure after all retries. */
	EXHAUSTED("exhausted"),

	/** Failure at once. */
	FAILED("failed"),

	/** Failure at once, as it is unknown whether the call was applied. */
	UNKNOWN("unknown"),

	/** Not tried. */
	NOTHING("–");

	private final String word;

	Seen(String word) {
		this.word = word;
	}

	static Seen of(Trial trial) {
		int failed = trial.failedAttempts();
		if (trial.failure() == null) {
			return (failed > 0) ? RETRIED : Boolean.FALSE.equals(trial.answer()) ? ABSENT : OK;
		}
		if (trial.failure() instanceof OutcomeUnknownException) {
			return UNKNOWN;
		}
		return (failed > 1) ? EXHAUSTED : FAILED;
	}

	@Override
	public String toString() {
		return this.word;
	}

}
