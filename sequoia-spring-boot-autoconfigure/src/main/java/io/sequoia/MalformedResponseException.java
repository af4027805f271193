package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * An answer could not be read: not JSON, not of the shape that the protocol promises, or
 * larger than {@code sequoia.http.max-response-size}.
 */
public class MalformedResponseException extends DataRetrievalFailureException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	public MalformedResponseException(String message, Details details, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public MalformedResponseException restated(String message, Details details) {
		return new MalformedResponseException(message, details, this);
	}

}
