package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * A requested resource does not exist: the server answered 404.
 */
public class ResourceNotFoundException extends DataRetrievalFailureException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	public ResourceNotFoundException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public ResourceNotFoundException restated(String message, Details details) {
		return new ResourceNotFoundException(message, details, this);
	}

}
