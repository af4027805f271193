package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The server refused a request as invalid (400 or 422), or a resource failed the local
 * validation. {@link #validation()} holds the server's findings.
 */
public class InvalidResourceException extends DataIntegrityViolationException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message what happened, to what, and what to do
	 * @param details what is known about the call
	 * @param cause the cause, if any
	 */
	public InvalidResourceException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public InvalidResourceException restated(String message, Details details) {
		return new InvalidResourceException(message, details, this);
	}

}
