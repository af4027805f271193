package io.sequoia.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of fields, under the names that descriptors give them: what a JSON value of
 * the type looks like, and how two of them compare.
 */
enum ValueType {

	STRING("string", ".+", Kind.TEXT, false), TEXT("text", ".+", Kind.TEXT, false),
	NAME("name", "[a-zA-Z0-9_-]+", Kind.TEXT, true), REF("ref", "[a-zA-Z0-9_-]+:[a-zA-Z0-9_-]+", Kind.TEXT, true),
	VERSION("version", "[a-f0-9]{40}", Kind.TEXT, true), LANGUAGE("language", "[a-z]{2}(-[A-Z]{2})?", Kind.TEXT, true),
	BOOLEAN("boolean", "true|false", Kind.BOOLEAN, false), NUMBER("nonNegativeInteger", "\\d+", Kind.NUMBER, true),
	YEAR("year", "\\d{4}", Kind.NUMBER, true),
	TIMESTAMP("timestamp", "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})", Kind.TIMESTAMP,
			true),
	DURATION("duration", "-?P(?=[T\\d])(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?",
			Kind.DURATION, true),
	MAP("map", null, Kind.TEXT, false), STRING_MAP("stringMap", null, Kind.TEXT, false),
	SCORES("scores", null, Kind.NUMBER, true), MONEY("money", null, Kind.NUMBER, true),
	OBJECT("object", null, Kind.TEXT, false);

	private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
		.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final String title;

	private final @Nullable Pattern pattern;

	private final Kind kind;

	private final boolean range;

	ValueType(String title, @Nullable String pattern, Kind kind, boolean range) {
		this.title = title;
		this.pattern = (pattern != null) ? Pattern.compile(pattern, Pattern.DOTALL) : null;
		this.kind = kind;
		this.range = range;
	}

	static ValueType of(String title) {
		for (ValueType type : values()) {
			if (type.title.equals(title)) {
				return type;
			}
		}
		throw new IllegalArgumentException("There is no type '" + title + "'");
	}

	/** Write an instant as the platform does: UTC with milliseconds. */
	static String timestamp(Instant instant) {
		return MILLISECONDS.format(instant);
	}

	String title() {
		return this.title;
	}

	@Nullable String pattern() {
		return (this.pattern != null) ? this.pattern.pattern() : null;
	}

	/** A slash in a criterion of this type separates the ends of a range. */
	boolean range() {
		return this.range;
	}

	boolean map() {
		return this.pattern == null;
	}

	boolean text() {
		return this.kind == Kind.TEXT;
	}

	/**
	 * Tell whether one JSON value (of an array: each) may stand in a field of this type.
	 */
	boolean accepts(JsonNode value) {
		if (map()) {
			return value.isObject()
					&& ((this != SCORES && this != MONEY) || value.valueStream().allMatch(JsonNode::isNumber));
		}
		boolean shape = switch (this.kind) {
			case BOOLEAN -> value.isBoolean();
			case NUMBER -> value.isIntegralNumber();
			case TEXT, TIMESTAMP, DURATION -> value.isString();
		};
		return shape && matches(value.asString()) && comparable(value) != null;
	}

	/** Turn the text of a criterion into a value to compare with. */
	Comparable<?> parse(String text) {
		try {
			return switch (this.kind) {
				case TEXT -> text;
				case NUMBER -> new BigDecimal(text);
				case BOOLEAN -> bool(text);
				case TIMESTAMP -> instant(text);
				case DURATION -> Durations.parse(text);
			};
		}
		catch (NumberFormatException | DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + text + "' is no " + this.title, ex);
		}
	}

	/** The comparable form of a JSON value, or null if it has none of this type. */
	@Nullable Comparable<?> comparable(JsonNode value) {
		if (value.isContainer() || value.isNull()) {
			return null;
		}
		try {
			return (this.kind == Kind.NUMBER && value.isNumber()) ? value.decimalValue() : parse(value.asString());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean matches(String text) {
		return this.pattern == null || this.pattern.matcher(text).matches();
	}

	private static Boolean bool(String text) {
		if (!text.equals("true") && !text.equals("false")) {
			throw new IllegalArgumentException("'" + text + "' is neither true nor false");
		}
		return Boolean.valueOf(text);
	}

	/** A shortened timestamp is the start of its year, month or day. */
	private static Instant instant(String text) {
		return switch (text.length()) {
			case 4 -> Year.parse(text).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
			case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
			case 10 -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
			default -> OffsetDateTime.parse(text).toInstant();
		};
	}

	private enum Kind {

		TEXT, NUMBER, BOOLEAN, TIMESTAMP, DURATION

	}

}
