package io.sequoia.repository.query;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/**
 * The values of a query's parameters. Criteria ensure that they are data, never
 * operators; this class adds the name of the method to each refusal.
 */
final class Operands {

	private static final Field ANY = Field.field("any");

	private Operands() {
	}

	/**
	 * Check that a value is not missing.
	 * @param use the method and the purpose of the value, for messages
	 * @param value the value
	 * @return the value
	 * @throws InvalidCriteriaException if it is null
	 */
	static Object given(String use, @Nullable Object value) {
		if (value == null) {
			throw new InvalidCriteriaException("The value for " + use
					+ " must not be null: to ask for missing values, declare a method with IsNull");
		}
		return value;
	}

	/**
	 * Make a condition of values.
	 * @param use the method and the purpose of the values, for messages
	 * @param condition makes it
	 * @return the condition
	 * @throws InvalidCriteriaException if a value cannot be an operand, naming the method
	 */
	static Criterion condition(String use, Supplier<Criterion> condition) {
		try {
			return condition.get();
		}
		catch (InvalidCriteriaException ex) {
			throw new InvalidCriteriaException("The value for " + use + " cannot be used: " + ex.getMessage());
		}
	}

	/**
	 * Return the elements of a collection or array, none of which may be missing.
	 */
	static List<Object> elements(String use, @Nullable Object values) {
		Assert.notNull(values, () -> "The values for " + use + " must not be null");
		return all(values).stream().map((value) -> given(use, value)).toList();
	}

	/**
	 * Return the elements of a collection or array.
	 */
	static Collection<?> all(@Nullable Object values) {
		return (values instanceof Collection<?> collection) ? collection
				: Arrays.asList(ObjectUtils.toObjectArray(values));
	}

	static boolean isMany(@Nullable Object value) {
		return value instanceof Collection || ObjectUtils.isArray(value);
	}

	/**
	 * Write a value that is data in the form of the protocol.
	 * @param use the method and the purpose of the value, for messages
	 * @param value the value
	 * @param bound whether it is the bound of a range
	 */
	static String data(String use, @Nullable Object value, boolean bound) {
		Object given = given(use, value);
		return condition(use, () -> bound ? ANY.lessThan(given) : ANY.equalTo(given)).operands().get(0);
	}

	/**
	 * Write a value in which the service looks for no operators.
	 */
	static String text(String use, @Nullable Object value) {
		Object given = given(use, value);
		return condition(use, () -> ANY.equalTo(Field.expression(given))).value();
	}

}
