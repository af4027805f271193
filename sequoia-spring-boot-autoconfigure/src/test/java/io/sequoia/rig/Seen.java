package io.sequoia.rig;

import io.sequoia.OutcomeUnknownException;

/**
 * What a call made of a fault.
 */
enum Seen {

	/** It went well at the first attempt. */
	OK("ok"),

	/** It told that there was nothing to delete. */
	FALSE("false"),

	/** It was tried again, and went well. */
	RETRIED("R"),

	/** It was tried as often as the limits allow, and failed. */
	EXHAUSTED("RF"),

	/** It failed at once. */
	FAILED("F"),

	/** It told at once that nobody knows whether it was applied. */
	UNKNOWN("U"),

	/** It was not tried. */
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
