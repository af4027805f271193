package io.sequoia;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.QueryTimeoutException;

/**
 * An attempt took longer than {@code sequoia.http.response-timeout}, or the call longer
 * than {@code sequoia.retry.max-time} or its own time-out.
 */
public class RequestTimeoutException extends QueryTimeoutException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	private final boolean unsent;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param unsent whether it is certain that no request was sent
	 * @param cause the cause, if any
	 */
	public RequestTimeoutException(String message, Details details, boolean unsent, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
		this.unsent = unsent;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public RequestTimeoutException restated(String message, Details details) {
		return new RequestTimeoutException(message, details, this.unsent, this);
	}

	/**
	 * Tell whether it is certain that the service did not receive the request, for
	 * example because no connection could be made.
	 * @return {@code true} if nothing was sent, {@code false} if the request may have
	 * arrived
	 */
	public boolean unsent() {
		return this.unsent;
	}

}
