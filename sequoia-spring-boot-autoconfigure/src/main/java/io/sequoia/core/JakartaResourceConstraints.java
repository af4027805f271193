package io.sequoia.core;

import java.util.function.BiConsumer;

import io.sequoia.Internal;
import jakarta.validation.Validator;

/**
 * Checks resources by the Jakarta constraints on their types, in the default group. This
 * is the only class of the package that needs Jakarta Validation. Thread-safe.
 */
@Internal
public final class JakartaResourceConstraints implements ResourceConstraints {

	private final Validator validator;

	/**
	 * Check by a validator.
	 * @param validator the validator
	 */
	public JakartaResourceConstraints(Validator validator) {
		this.validator = validator;
	}

	@Override
	public void check(Object resource, BiConsumer<String, String> violation) {
		this.validator.validate(resource)
			.forEach((found) -> violation.accept(found.getPropertyPath().toString(), found.getMessage()));
	}

}
