package io.sequoia.rig;

import io.sequoia.OutcomeUnknownException;

/**
 * The result of a call with a fault.
 */
enum Seen {

	/** Success at the first attempt. */
	OK("ok"),

	/** The result that there was nothing to delete. */
	FALSE("false"),

	/** Success after a retry. */
	RETRIED("R"),

	/** Failure after all retries. */
	EXHAUSTED("RF"),

	/** Failure at once. */
	FAILED("F"),

	/** Failure at once, as it is unknown whether the call was applied. */
	UNKNOWN("U"),

	/** Not tried. */
	NOTHING("–");

	private final String sign;

	Seen(String sign) {
		this.sign = sign;
	}

	static Seen of(Trial trial) {
		int failed = trial.failedAttempts();
		if (trial.failure() == null) {
			return (failed > 0) ? RETRIED : Boolean.FALSE.equals(trial.answer()) ? FALSE : OK;
		}
		if (trial.failure() instanceof OutcomeUnknownException) {
			return UNKNOWN;
		}
		return (failed > 1) ? EXHAUSTED : FAILED;
	}

	static Seen ofSign(String sign) {
		for (Seen seen : values()) {
			if (seen.sign.equals(sign)) {
				return seen;
			}
		}
		throw new IllegalArgumentException(sign);
	}

	@Override
	public String toString() {
		return this.sign;
	}

}
