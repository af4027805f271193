package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * The caller is known but not allowed to do this: the server answered 403.
 */
public class AccessDeniedException extends PermissionDeniedDataAccessException implements SequoiaFailure {

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
	public AccessDeniedException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public AccessDeniedException restated(String message, Details details) {
		return new AccessDeniedException(message, details, this);
	}

}
