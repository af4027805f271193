package io.sequoia.repository.query;

import java.util.LinkedHashSet;
import java.util.Set;

import io.sequoia.InvalidCriteriaException;

/**
 * Collects the reasons why a method cannot be answered, so that all of them are told at
 * once.
 */
final class Refusals {

	private final Set<String> reasons = new LinkedHashSet<>();

	/**
	 * Go on after a refusal.
	 * @param rule what may refuse
	 */
	void check(Runnable rule) {
		try {
			rule.run();
		}
		catch (InvalidCriteriaException ex) {
			this.reasons.add(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Refuse the method if there is any reason to.
	 * @throws InvalidCriteriaException with all reasons
	 */
	void throwIfAny() {
		if (!this.reasons.isEmpty()) {
			throw new InvalidCriteriaException(String.join("; and ", this.reasons));
		}
	}

}
