package io.sequoia.retry;

import org.springframework.dao.EmptyResultDataAccessException;

/**
 * Stands for an answer that the caller does not accept yet, for policies and listeners.
 * It never reaches the caller, and has no stack trace as it is not an error.
 */
final class UnacceptedAnswerException extends EmptyResultDataAccessException {

	private static final long serialVersionUID = 1L;

	UnacceptedAnswerException(RetryCall<?> call) {
		super(call + " answered without the resources that were requested", 1);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
