package io.sequoia;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * A service or resource could not be located: the registry has no such service, could not
 * be reached, or named a location that is not allowed.
 */
public class DiscoveryException extends DataAccessResourceFailureException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	public DiscoveryException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	/**
	 * Return the time that the registry asked to wait.
	 */
	@Override
	public @Nullable Duration retryAfter() {
		return (getCause() instanceof SequoiaFailure cause) ? cause.retryAfter() : null;
	}

	@Override
	public DiscoveryException restated(String message, Details details) {
		return new DiscoveryException(message, details, this);
	}

}
