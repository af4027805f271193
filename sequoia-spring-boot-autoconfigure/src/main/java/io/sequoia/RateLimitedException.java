package io.sequoia;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The server asks for fewer calls: it answered 429, and no attempt was left or in time.
 */
public class RateLimitedException extends TransientDataAccessResourceException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	private final @Nullable Duration retryAfter;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param retryAfter the time that the server asked to wait, if it named one
	 * @param cause the cause, if any
	 */
	// the parent accepts null as the cause, although its signature does not say so
	@SuppressWarnings("NullAway")
	public RateLimitedException(String message, Details details, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
		this.retryAfter = retryAfter;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public RateLimitedException restated(String message, Details details) {
		return new RateLimitedException(message, details, this.retryAfter, this);
	}

	@Override
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
