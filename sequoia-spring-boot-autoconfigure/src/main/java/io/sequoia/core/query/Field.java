package io.sequoia.core.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criterion.Operator;

/**
 * A field to compare, the left side of a condition (docs/protocol.md, section 6). A plain
 * name {@code x} becomes the filter {@code withX}; a name with a dot, such as {@code
 * assets.type}, addresses a filter of an included collection and is used as it is.
 * <p>
 * <strong>Operands</strong> are text, numbers (plain decimal notation), booleans, {@code
 * Ref}, enums (as they are stored: their {@code name()}, unless annotations of Jackson
 * say otherwise), {@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime} and
 * {@code java.util.Date} (UTC, cut to milliseconds), {@code LocalDate}, {@code Duration}
 * (ISO-8601), {@code UUID} and {@code URI}. Anything else, {@code null} and empty text
 * are refused.
 * <p>
 * <strong>Operands are data.</strong> The protocol has no escape, so a text in which a
 * service would find an operator is refused: a text that begins with {@code !}, begins or
 * ends with {@code *}, or contains {@code ||}; for the bound of a range, also one that
 * contains {@code /}. A text with {@code &&} or {@code /} is refused later, when the
 * criteria are used but before the request, if the service's descriptor says that the
 * filter supports the operator ({@code &&} also if the descriptor does not describe the
 * filter). To compare values that contain these characters, use another field, such as
 * the {@code ref} or an alternative identifier. To send operators on purpose, use
 * {@link #expression(Object)}.
 * <p>
 * Immutable and thread-safe. Every method that takes an operand throws
 * {@link InvalidCriteriaException} at once if the operand cannot be used.
 */
public final class Field {

	private final String name;

	private final String parameter;

	private Field(String name) {
		this.name = name;
		this.parameter = (name.indexOf('.') < 0) ? "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1)
				: name;
	}

	/**
	 * Name a field.
	 * @param name the name: ASCII letters, digits and {@code _}, a letter first, with
	 * dots between segments. The key of a map is not part of the name but of the operand:
	 * {@code field("alternativeIdentifiers").equalTo("imdb:tt0944947")}
	 * @return the field
	 * @throws InvalidCriteriaException if that cannot be a field name
	 */
	public static Field field(String name) {
		return new Field(Names.require("field name", name));
	}

	/**
	 * Make an operand that contains operators on purpose and is sent as it is: {@code
	 * field("type").equalTo(expression("movie||episode"))}. Never make one from a user's
	 * input.
	 * @param value the operand, with operators
	 * @return an operand for every method that takes one
	 * @throws InvalidCriteriaException if it is null, empty, or of a type that cannot be
	 * written
	 */
	public static Expression expression(Object value) {
		return new Expression(Operand.text("expression", value));
	}

	/**
	 * Search the texts of a resource: {@code q=text}. The server decides which fields are
	 * searched.
	 * @param text the words to search for
	 * @return the condition
	 * @throws InvalidCriteriaException if the text is null or blank
	 */
	public static Criterion textSearch(String text) {
		String words = Operand.text("textSearch", text);
		if (words.isBlank()) {
			throw new InvalidCriteriaException(
					"The operand of textSearch must not be blank: give a word to search for");
		}
		return new Criterion("q", words, Set.of(), List.of());
	}

	/**
	 * Require that the field has this value: {@code withX=v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion equalTo(Object value) {
		return condition("", operand("equalTo", value), "");
	}

	/**
	 * Require that the field does not have this value: {@code withX=!v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion notEqualTo(Object value) {
		return condition("!", operand("notEqualTo", value), "");
	}

	/**
	 * Require that the field has at least one of these values: {@code withX=a||b}.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion oneOrMoreOf(Object... values) {
		return oneOrMoreOf((values != null) ? Arrays.asList(values) : List.of());
	}

	/**
	 * Require that the field has at least one of these values: {@code withX=a||b}.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion oneOrMoreOf(Collection<?> values) {
		return joined("oneOrMoreOf", "no resource matches an empty list of values, so do not make the call", values,
				"||", Operator.OR);
	}

	/**
	 * Require that the field, a list, has all of these values: {@code withX=a&&b}. The
	 * service supports this if its descriptor has {@code "and": true} for the filter.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion allOf(Object... values) {
		return allOf((values != null) ? Arrays.asList(values) : List.of());
	}

	/**
	 * Require that the field, a list, has all of these values: {@code withX=a&&b}. The
	 * service supports this if its descriptor has {@code "and": true} for the filter.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion allOf(Collection<?> values) {
		return joined("allOf", "leave the condition out", values, "&&", Operator.AND);
	}

	/**
	 * Require that the field's text begins with the value: {@code withX=v*}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion startsWith(Object value) {
		return condition("", operand("startsWith", value), "*", Operator.PREFIX);
	}

	/**
	 * Require that the field's text ends with the value: {@code withX=*v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion endsWith(Object value) {
		return condition("*", operand("endsWith", value), "", Operator.SUFFIX);
	}

	/**
	 * Require that the field has a value: {@code withX=*}.
	 * @return the condition
	 */
	public Criterion exists() {
		return fixed("*");
	}

	/**
	 * Require that the field has no value: {@code withX=!*}.
	 * @return the condition
	 */
	public Criterion notExists() {
		return fixed("!*");
	}

	/**
	 * Require that the field lies between the bounds or on one of them: {@code
	 * withX=a/b}.
	 * @param low the lower bound
	 * @param high the upper bound; not below the lower one if both are numbers, points in
	 * time, dates or durations
	 * @return the condition
	 */
	public Criterion between(Object low, Object high) {
		return range("between", "", low, high);
	}

	/**
	 * Require that the field lies outside the bounds: {@code withX=!a/b}.
	 * @param low the lower bound
	 * @param high the upper bound; not below the lower one if both are numbers, points in
	 * time, dates or durations
	 * @return the condition
	 */
	public Criterion notBetween(Object low, Object high) {
		return range("notBetween", "!", low, high);
	}

	/**
	 * Require that the field is below the value: {@code withX=!v/}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion lessThan(Object value) {
		return condition("!", bound("lessThan", value), "/", Operator.RANGE);
	}

	/**
	 * Require that the field is the value or below it: {@code withX=/v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion lessThanOrEqualTo(Object value) {
		return condition("/", bound("lessThanOrEqualTo", value), "", Operator.RANGE);
	}

	/**
	 * Require that the field is above the value: {@code withX=!/v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion greaterThan(Object value) {
		return condition("!/", bound("greaterThan", value), "", Operator.RANGE);
	}

	/**
	 * Require that the field is the value or above it: {@code withX=v/}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion greaterThanOrEqualTo(Object value) {
		return condition("", bound("greaterThanOrEqualTo", value), "/", Operator.RANGE);
	}

	/**
	 * Return the name of the field.
	 * @return the name as it was given
	 */
	@Override
	public String toString() {
		return this.name;
	}

	private Criterion joined(String operator, String otherwise, Collection<?> values, String separator,
			Operator meaning) {
		if (values == null || values.isEmpty()) {
			throw new InvalidCriteriaException(
					operator + " on field '" + this.name + "' needs at least one operand: " + otherwise);
		}
		List<Object> operands = new ArrayList<>(values.size());
		for (Object value : values) {
			operands.add(operand(operator + " (index " + operands.size() + ")", value));
		}
		String value = String.join(separator, operands.stream().map(Object::toString).toList());
		return criterion(value, operands, (values.size() > 1) ? Set.of(meaning) : Set.of());
	}

	private Criterion range(String operator, String before, Object low, Object high) {
		Object from = bound(operator + " (lower bound)", low);
		Object to = bound(operator + " (upper bound)", high);
		if (Operand.isAbove(low, high)) {
			throw new InvalidCriteriaException(operator + " on field '" + this.name + "' has the lower bound " + from
					+ " above the upper bound " + to + ": give the lower one first");
		}
		return criterion(before + from + "/" + to, List.of(from, to), Set.of(Operator.RANGE));
	}

	private Criterion condition(String before, Object operand, String after, Operator... meaning) {
		return criterion(before + operand + after, List.of(operand), Set.of(meaning));
	}

	private Criterion fixed(String value) {
		return new Criterion(this.parameter, value, Set.of(), List.of());
	}

	private Object operand(String operator, Object value) {
		return Operand.data(operator + " on field '" + this.name + "'", value);
	}

	private Object bound(String operator, Object value) {
		return Operand.bound(operator + " on field '" + this.name + "'", value);
	}

	/**
	 * Make a condition. The operators within an expression count as operators; its text
	 * does not count as data.
	 */
	private Criterion criterion(String value, List<Object> operands, Set<Operator> meaning) {
		Set<Operator> operators = EnumSet.noneOf(Operator.class);
		operators.addAll(meaning);
		operands.stream()
			.flatMap((operand) -> (operand instanceof Expression) ? Operator.in(operand.toString()).stream()
					: Stream.of())
			.forEach(operators::add);
		List<String> data = operands.stream()
			.flatMap((operand) -> (operand instanceof String text) ? Stream.of(text) : Stream.of())
			.toList();
		return new Criterion(this.parameter, value, operators, data);
	}

}
