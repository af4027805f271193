package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * No valid token: the identity service refused the credentials, or a service refused a
 * new token (401 after the request was replayed once).
 */
public class AuthenticationFailedException extends PermissionDeniedDataAccessException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	// the parent accepts null as the cause, although its signature does not say so
	@SuppressWarnings("NullAway")
	public AuthenticationFailedException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public AuthenticationFailedException restated(String message, Details details) {
		return new AuthenticationFailedException(message, details, this);
	}

}
