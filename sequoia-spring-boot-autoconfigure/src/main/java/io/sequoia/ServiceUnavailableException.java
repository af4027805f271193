package io.sequoia;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * A service, the identity service included, answered 5xx or could not be reached, and no
 * attempt was left.
 */
public class ServiceUnavailableException extends TransientDataAccessResourceException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	private final boolean unsent;

	private final @Nullable Duration retryAfter;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param unsent whether it is certain that no request was sent
	 * @param cause the cause, if any
	 */
	public ServiceUnavailableException(String message, Details details, boolean unsent, @Nullable Throwable cause) {
		this(message, details, unsent, null, cause);
	}

	/**
	 * Create the exception for a server that names a time to come back.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param unsent whether it is certain that no request was sent
	 * @param retryAfter the time that the server asked to wait, if it named one
	 * @param cause the cause, if any
	 */
	// the parent accepts null as the cause, although its signature does not say so
	@SuppressWarnings("NullAway")
	public ServiceUnavailableException(String message, Details details, boolean unsent, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
		this.unsent = unsent;
		this.retryAfter = retryAfter;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public ServiceUnavailableException restated(String message, Details details) {
		return new ServiceUnavailableException(message, details, this.unsent, this.retryAfter, this);
	}

	@Override
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
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
