package io.sequoia;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Criteria that the protocol cannot carry: a bad field name, an empty operand, a
 * combination that excludes itself. It is thrown before any request.
 */
public class InvalidCriteriaException extends InvalidDataAccessApiUsageException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message the fault in the criteria, and the remedy
	 */
	public InvalidCriteriaException(String message) {
		super(message);
	}

	@Override
	public Details details() {
		return Details.NONE;
	}

	@Override
	public InvalidCriteriaException restated(String message, Details details) {
		InvalidCriteriaException restated = new InvalidCriteriaException(message);
		restated.initCause(this);
		return restated;
	}

}
