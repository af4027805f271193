package io.sequoia.repository.query;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/**
 * The values of a query's parameters: data, never operators. The protocol has no escape
 * (PROTOCOL 6), so a text that a service would read as more than a text is refused.
 */
final class Operands {

	private Operands() {
	}

	/**
	 * Check a value.
	 * @param use the method and what the value is for, for messages
	 * @param value the value
	 * @return the value
	 * @throws InvalidCriteriaException if the service would read an operator in it, or it
	 * is null
	 */
	static Object data(String use, @Nullable Object value) {
		if (value == null) {
			throw new InvalidCriteriaException("The value for " + use
					+ " must not be null: to ask for missing values, declare a method with IsNull");
		}
		if (value instanceof CharSequence || value instanceof URI) {
			String text = value.toString();
			if (text.startsWith("!") || text.startsWith("*") || text.endsWith("*") || text.contains("||")) {
				throw new InvalidCriteriaException("The value for " + use + " is '" + Printable.of(text)
						+ "', in which the service would read an operator ('!' in front, '*' at an end, '||'),"
						+ " and the protocol has no escape: compare another property");
			}
		}
		return value;
	}

	/**
	 * Check a bound of a range.
	 */
	static Object bound(String use, @Nullable Object value) {
		Object bound = data(use, value);
		if (bound instanceof CharSequence text && text.toString().contains("/")) {
			throw new InvalidCriteriaException("The value for " + use + " is '" + Printable.of(text.toString())
					+ "', in which the service would read a range ('/'), and the protocol has no escape");
		}
		return bound;
	}

	/**
	 * The elements of a collection or array, each of them checked.
	 */
	static List<Object> elements(String use, @Nullable Object values) {
		Assert.notNull(values, () -> "The values for " + use + " must not be null");
		Collection<?> all = (values instanceof Collection<?> collection) ? collection
				: Arrays.asList(ObjectUtils.toObjectArray(values));
		return all.stream().map((value) -> data(use, value)).toList();
	}

	static boolean isMany(@Nullable Object value) {
		return value instanceof Collection || ObjectUtils.isArray(value);
	}

	/**
	 * How a value is written on the wire, by the rules of criteria.
	 */
	static String text(Object value) {
		return Criteria.where(Field.field("value").equalTo(value))
			.toQueryParameters()
			.getOrDefault("withValue", List.of())
			.get(0);
	}

}
