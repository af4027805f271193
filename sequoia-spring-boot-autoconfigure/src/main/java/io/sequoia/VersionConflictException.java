package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Somebody else has changed a resource since it was read: the server answered 412 or 409
 * (docs/protocol.md, section 4). Read it again and apply the change to the new version.
 */
public class VersionConflictException extends OptimisticLockingFailureException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	public VersionConflictException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public VersionConflictException restated(String message, Details details) {
		return new VersionConflictException(message, details, this);
	}

}
