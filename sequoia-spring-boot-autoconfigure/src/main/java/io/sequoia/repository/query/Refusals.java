package io.sequoia.repository.query;

import java.util.LinkedHashSet;
import java.util.Set;

import io.sequoia.InvalidCriteriaException;

/**
 * Collects the reasons why a method cannot be answered, so that they are reported
 * together.
 */
final class Refusals {

	private final Set<String> reasons = new LinkedHashSet<>();

	/**
	 * Check a rule, and continue if it is broken.
	 * @param rule throws if it is broken
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
	 * Refuse the method if a rule was broken.
	 * @throws InvalidCriteriaException with all reasons
	 */
	void throwIfAny() {
		if (!this.reasons.isEmpty()) {
			throw new InvalidCriteriaException(String.join("; and ", this.reasons));
		}
	}

}
