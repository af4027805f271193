package io.sequoia;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * A write may or may not have been applied, and it must not be repeated. Read the
 * resources to find out their state.
 */
public class OutcomeUnknownException extends TransientDataAccessResourceException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	// an immutable copy, which the JDK makes serializable
	@SuppressWarnings("serial")
	private final List<Ref> refs;

	/**
	 * Create the exception.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param refs the references whose state is unknown
	 * @param cause the cause, if any
	 */
	// the parent accepts null as the cause, although its signature does not say so
	@SuppressWarnings("NullAway")
	public OutcomeUnknownException(String message, Details details, List<Ref> refs, @Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
		this.refs = List.copyOf(refs);
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public OutcomeUnknownException restated(String message, Details details) {
		return new OutcomeUnknownException(message, details, this.refs, this);
	}

	/**
	 * The references whose state is unknown.
	 * @return the references; empty where the server makes the names
	 */
	public List<Ref> refs() {
		return this.refs;
	}

}
