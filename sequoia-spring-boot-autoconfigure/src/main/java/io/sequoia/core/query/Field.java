package io.sequoia.core.query;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

import io.sequoia.InvalidCriteriaException;

/**
 * A field to compare, the left side of a condition (PROTOCOL 6). A plain name {@code x}
 * becomes the filter {@code withX}; a name with a dot, such as {@code assets.type},
 * addresses a filter of an included collection and is used as it is.
 * <p>
 * <strong>Operands</strong> are text, numbers (plain decimal notation), booleans,
 * {@code Ref}, enums (their {@code name()}, unless Jackson's {@code @JsonValue} or
 * {@code @JsonProperty} says otherwise), {@code Instant}, {@code OffsetDateTime},
 * {@code ZonedDateTime} and {@code java.util.Date} (UTC, cut to milliseconds),
 * {@code LocalDate}, {@code Duration} (ISO-8601), {@code UUID} and {@code URI}. Anything
 * else, {@code null} and empty text are refused.
 * <p>
 * <strong>Characters with a meaning.</strong> An operand reaches the server as it was
 * given. The protocol has no escape, so the server itself may read some characters as
 * operators:
 * <ul>
 * <li>a leading {@code !} negates, in every operator whose value starts with the operand:
 * {@code equalTo}, {@code oneOrMoreOf} (first operand), {@code startsWith},
 * {@code between} and {@code greaterThanOrEqualTo};</li>
 * <li>{@code *} at the start or the end stands for any text, in {@code equalTo},
 * {@code notEqualTo}, {@code oneOrMoreOf}, {@code startsWith} and {@code endsWith};</li>
 * <li>{@code ||} separates alternatives, in all of these too;</li>
 * <li>{@code /} separates the bounds of a range: in the operators of ranges, and in the
 * others where the filter supports ranges.</li>
 * </ul>
 * Where a value may hold these, compare another field, such as the {@code ref} or an
 * alternative identifier, or look at the answer once more.
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
	 * dots between segments. The key of a map does not belong here but into the operand:
	 * {@code field("alternativeIdentifiers").equalTo("imdb:tt0944947")}
	 * @return the field
	 * @throws InvalidCriteriaException if that cannot be a field name
	 */
	public static Field field(String name) {
		return new Field(Names.require("field name", name));
	}

	/**
	 * Search the texts of a resource: {@code q=text}. Which fields are searched is the
	 * server's matter.
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
		return new Criterion("q", words);
	}

	/**
	 * The field has this value: {@code withX=v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion equalTo(Object value) {
		return criterion(operand("equalTo", value));
	}

	/**
	 * The field does not have this value: {@code withX=!v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion notEqualTo(Object value) {
		return criterion("!" + operand("notEqualTo", value));
	}

	/**
	 * The field has at least one of these values: {@code withX=a||b}.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion oneOrMoreOf(Object... values) {
		return oneOrMoreOf((values != null) ? Arrays.asList(values) : List.of());
	}

	/**
	 * The field has at least one of these values: {@code withX=a||b}.
	 * @param values the operands, at least one
	 * @return the condition
	 */
	public Criterion oneOrMoreOf(Collection<?> values) {
		if (values == null || values.isEmpty()) {
			throw new InvalidCriteriaException("oneOrMoreOf on field '" + this.name
					+ "' needs at least one operand: no resource can have one of no values, so make no call instead");
		}
		StringJoiner alternatives = new StringJoiner("||");
		int index = 0;
		for (Object value : values) {
			alternatives.add(operand("oneOrMoreOf (index " + index++ + ")", value));
		}
		return criterion(alternatives.toString());
	}

	/**
	 * The field's text starts so: {@code withX=v*}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion startsWith(Object value) {
		return criterion(operand("startsWith", value) + "*");
	}

	/**
	 * The field's text ends so: {@code withX=*v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion endsWith(Object value) {
		return criterion("*" + operand("endsWith", value));
	}

	/**
	 * The field has a value: {@code withX=*}.
	 * @return the condition
	 */
	public Criterion exists() {
		return criterion("*");
	}

	/**
	 * The field has no value: {@code withX=!*}.
	 * @return the condition
	 */
	public Criterion notExists() {
		return criterion("!*");
	}

	/**
	 * The field lies between the bounds or on one of them: {@code withX=a/b}.
	 * @param low the lower bound
	 * @param high the upper bound; not below the lower one, where both are numbers,
	 * points in time, dates or durations
	 * @return the condition
	 */
	public Criterion between(Object low, Object high) {
		return criterion(range("between", low, high));
	}

	/**
	 * The field lies outside the bounds: {@code withX=!a/b}.
	 * @param low the lower bound
	 * @param high the upper bound; not below the lower one, where both are numbers,
	 * points in time, dates or durations
	 * @return the condition
	 */
	public Criterion notBetween(Object low, Object high) {
		return criterion("!" + range("notBetween", low, high));
	}

	/**
	 * The field is below the value: {@code withX=!v/}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion lessThan(Object value) {
		return criterion("!" + operand("lessThan", value) + "/");
	}

	/**
	 * The field is the value or below it: {@code withX=/v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion lessThanOrEqualTo(Object value) {
		return criterion("/" + operand("lessThanOrEqualTo", value));
	}

	/**
	 * The field is above the value: {@code withX=!/v}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion greaterThan(Object value) {
		return criterion("!/" + operand("greaterThan", value));
	}

	/**
	 * The field is the value or above it: {@code withX=v/}.
	 * @param value the operand
	 * @return the condition
	 */
	public Criterion greaterThanOrEqualTo(Object value) {
		return criterion(operand("greaterThanOrEqualTo", value) + "/");
	}

	/**
	 * The name of the field.
	 * @return the name, as it was given
	 */
	@Override
	public String toString() {
		return this.name;
	}

	private String range(String operator, Object low, Object high) {
		String from = operand(operator + " (lower bound)", low);
		String to = operand(operator + " (upper bound)", high);
		if (Operand.isAbove(low, high)) {
			throw new InvalidCriteriaException(operator + " on field '" + this.name + "' has the lower bound " + from
					+ " above the upper bound " + to + ": give the lower one first");
		}
		return from + "/" + to;
	}

	private String operand(String operator, Object value) {
		return Operand.text(operator + " on field '" + this.name + "'", value);
	}

	private Criterion criterion(String value) {
		return new Criterion(this.parameter, value);
	}

}
