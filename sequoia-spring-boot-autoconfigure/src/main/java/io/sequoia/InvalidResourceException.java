package io.sequoia;

import java.io.Serializable;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The server refused a request as invalid (400, 422, and statuses that have no exception
 * of their own), or resources failed the validation before anything was sent.
 * {@link #validation()} names the offending values in both cases, {@link #violations()}
 * tells what the validation found.
 */
public class InvalidResourceException extends DataIntegrityViolationException implements SequoiaFailure {

	private static final long serialVersionUID = 1L;

	private final Details details;

	// an immutable copy, which the JDK makes serializable
	@SuppressWarnings("serial")
	private final List<Violation> violations;

	/**
	 * Create the exception of a request that the server refused.
	 * @param message the failure, the resource or service that it concerns, and the
	 * remedy
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	public InvalidResourceException(String message, Details details, @Nullable Throwable cause) {
		this(message, details, List.of(), cause);
	}

	/**
	 * Create the exception.
	 * @param message the violations
	 * @param details the details of the call
	 * @param violations the violations that the validation found before sending
	 * @param cause the cause, if any
	 */
	public InvalidResourceException(String message, Details details, List<Violation> violations,
			@Nullable Throwable cause) {
		super(details.describe(message), cause);
		this.details = details;
		this.violations = List.copyOf(violations);
	}

	/**
	 * Return the violations that the validation found before sending.
	 * @return everything that is wrong with any of the resources, in the order of their
	 * index; empty if the server refused the request
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	@Override
	public Details details() {
		return this.details;
	}

	@Override
	public InvalidResourceException restated(String message, Details details) {
		return new InvalidResourceException(message, details, this.violations, this);
	}

	/**
	 * A violation of the rules on a resource.
	 *
	 * @param index the position of the resource among the given ones, from 0
	 * @param ref its reference, or {@code null} if it has no name yet
	 * @param path the path of the property, such as {@code title} or {@code
	 * tracks[0].codec}; empty for the resource as a whole
	 * @param message the rule, such as {@code is required}
	 */
	public record Violation(int index, @Nullable Ref ref, String path, String message) implements Serializable {

		/**
		 * Return the violation without the resource that has it.
		 * @return for example {@code type is required}
		 */
		public String statement() {
			return this.path.isEmpty() ? this.message : this.path + " " + this.message;
		}

		/**
		 * Return the violation and the resource that has it.
		 * @return for example {@code [2] testmock:film: type is required}
		 */
		@Override
		public String toString() {
			return "[" + this.index + "] " + ((this.ref != null) ? this.ref + ": " : "") + statement();
		}

	}

}
