package io.sequoia.repository.query;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.query.parser.Part;

/**
 * One condition of a derived query, to be completed with the values of a call.
 */
@FunctionalInterface
interface Condition {

	/**
	 * Add the condition.
	 * @param criteria the criteria so far
	 * @param values the values of the call; those of this condition come next
	 * @return the criteria with the condition, or {@code null} if no resource can meet it
	 */
	@Nullable Criteria addTo(Criteria criteria, Iterator<@Nullable Object> values);

	/**
	 * Create the condition of a part of a method's name.
	 * @param part the part
	 * @param field its field
	 * @param use the method and the property, for messages
	 * @return the condition
	 * @throws InvalidCriteriaException if the protocol cannot express it
	 */
	static Condition of(Part part, Field field, String use) {
		return switch (part.getType()) {
			case SIMPLE_PROPERTY -> value(use, field::equalTo);
			case NEGATING_SIMPLE_PROPERTY -> value(use, field::notEqualTo);
			case IN -> oneOf(List.of(part), field, use);
			case NOT_IN -> (criteria, values) -> {
				Criteria negated = criteria;
				for (Object value : Operands.elements(use, values.next())) {
					negated = negated.and(Operands.condition(use, () -> field.notEqualTo(value)));
				}
				return negated;
			};
			case BETWEEN -> bounds(use, field::between);
			case LESS_THAN, BEFORE -> value(use, field::lessThan);
			case LESS_THAN_EQUAL -> value(use, field::lessThanOrEqualTo);
			case GREATER_THAN, AFTER -> value(use, field::greaterThan);
			case GREATER_THAN_EQUAL -> value(use, field::greaterThanOrEqualTo);
			case STARTING_WITH -> value(use, field::startsWith);
			case ENDING_WITH -> value(use, field::endsWith);
			case LIKE -> (criteria, values) -> criteria.and(like(values.next(), field, use));
			case IS_NULL -> fixed(field::notExists);
			case IS_NOT_NULL, EXISTS -> fixed(field::exists);
			case TRUE -> fixed(() -> field.equalTo(true));
			case FALSE -> fixed(() -> field.equalTo(false));
			case CONTAINING -> ofElements(part, use, field::equalTo);
			case NOT_CONTAINING -> ofElements(part, use, field::notEqualTo);
			case NOT_LIKE -> throw refused(use, "the protocol negates values, not patterns", null);
			case IS_EMPTY, IS_NOT_EMPTY ->
				throw refused(use, "the protocol can ask for missing or present values, but not for empty ones",
						"IsNull or IsNotNull");
			case REGEX ->
				throw refused(use, "the protocol has no regular expressions", "StartingWith, EndingWith or Like");
			case NEAR, WITHIN -> throw refused(use, "the protocol has no geographic queries", null);
		};
	}

	/**
	 * Create the condition that a field has one of the values of several parts.
	 */
	static Condition oneOf(List<Part> parts, Field field, String use) {
		return (criteria, values) -> {
			List<Object> alternatives = parts.stream()
				.flatMap((part) -> (part.getType() == Part.Type.IN) ? Operands.elements(use, values.next()).stream()
						: Stream.of(Operands.given(use, values.next())))
				.toList();
			return alternatives.isEmpty() ? null
					: criteria.and(Operands.condition(use, () -> field.oneOrMoreOf(alternatives)));
		};
	}

	static InvalidCriteriaException refused(String use, String reason, @Nullable String way) {
		return new InvalidCriteriaException(
				use + " cannot be expressed: " + reason + ((way != null) ? "; write " + way : ""));
	}

	private static Condition fixed(Supplier<Criterion> criterion) {
		return (criteria, values) -> criteria.and(criterion.get());
	}

	private static Condition value(String use, Function<Object, Criterion> criterion) {
		return (criteria, values) -> {
			Object value = Operands.given(use, values.next());
			return criteria.and(Operands.condition(use, () -> criterion.apply(value)));
		};
	}

	private static Condition bounds(String use, BiFunction<Object, Object, Criterion> criterion) {
		return (criteria, values) -> {
			Object low = Operands.given(use, values.next());
			Object high = Operands.given(use, values.next());
			return criteria.and(Operands.condition(use, () -> criterion.apply(low, high)));
		};
	}

	/**
	 * Create a condition on the elements of a list, as a filter on a list compares its
	 * elements.
	 */
	private static Condition ofElements(Part part, String use, Function<Object, Criterion> criterion) {
		if (!part.getProperty().isCollection()) {
			throw refused(use, "the protocol compares the start or the end of a text, not its middle",
					"StartingWith or EndingWith, or search all texts by @Query(\"q=:text\")");
		}
		return value(use, criterion);
	}

	private static Criterion like(@Nullable Object value, Field field, String use) {
		String pattern = (value != null) ? value.toString() : "";
		boolean start = pattern.endsWith("*");
		boolean end = pattern.startsWith("*");
		if (start == end) {
			throw new InvalidCriteriaException("The value for " + use + " is '" + Printable.of(pattern)
					+ "': Like takes a text with one '*', at its start or its end");
		}
		return Operands.condition(use, () -> start ? field.startsWith(pattern.substring(0, pattern.length() - 1))
				: field.endsWith(pattern.substring(1)));
	}

}
