package io.sequoia.sandbox;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of fields, with their names in descriptors: the form of their JSON values,
 * and the comparison of two values.
 */
enum ValueType {

	STRING("string", ".+", Kind.TEXT), TEXT("text", ".+", Kind.TEXT), NAME("name", "[a-zA-Z0-9_-]+", Kind.TEXT),
	REF("ref", "[a-zA-Z0-9_-]+:[a-zA-Z0-9_-]+", Kind.TEXT), VERSION("version", "[a-f0-9]{40}", Kind.TEXT),
	HEX("hex", "[a-f0-9]+", Kind.TEXT), LANGUAGE("language", null, Kind.TEXT),
	BOOLEAN("boolean", "(?:true|false)", Kind.BOOLEAN), INTEGER("nonNegativeInteger", "\\d+", Kind.NUMBER),
	DECIMAL("nonNegativeNumber", "\\d+(?:\\.\\d+)?", Kind.NUMBER), YEAR("year", "(?:\\d{4})", Kind.NUMBER),
	TIMESTAMP("timestamp", null, Kind.TIMESTAMP),
	DURATION("duration", "-?P(?=[T\\d])(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?",
			Kind.DURATION),
	MAP("map", null, Kind.TEXT), STRING_MAP("stringMap", null, Kind.TEXT), RATINGS("ratings", null, Kind.TEXT),
	LOCALISED("localised", null, Kind.TEXT), SCORES("scores", null, Kind.NUMBER), MONEY("money", null, Kind.NUMBER),
	OBJECT("object", null, Kind.TEXT);

	private static final Set<ValueType> MAPS = EnumSet.of(MAP, STRING_MAP, RATINGS, LOCALISED, SCORES, MONEY);

	private static final Pattern POINT_IN_TIME = Pattern
		.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})");

	private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final String title;

	private final @Nullable Pattern pattern;

	private final Kind kind;

	ValueType(String title, @Nullable String pattern, Kind kind) {
		this.title = title;
		this.pattern = (pattern != null) ? Pattern.compile(pattern, Pattern.DOTALL) : null;
		this.kind = kind;
	}

	static ValueType of(String title) {
		for (ValueType type : values()) {
			if (type.title.equals(title)) {
				return type;
			}
		}
		throw new IllegalArgumentException("There is no type '" + title + "'");
	}

	/** Write an instant in the platform's form: UTC with milliseconds. */
	static String timestamp(Instant instant) {
		return MILLISECONDS.format(instant);
	}

	String title() {
		return this.title;
	}

	@Nullable String pattern() {
		return (this.pattern != null) ? this.pattern.pattern() : null;
	}

	boolean map() {
		return MAPS.contains(this);
	}

	boolean text() {
		return this.kind == Kind.TEXT;
	}

	/** Tell whether any text can be a value, or a part of one. */
	boolean freeText() {
		return this == STRING || this == TEXT || this == STRING_MAP;
	}

	/**
	 * Tell whether a JSON value, or each element of an array, is valid for a field of
	 * this type.
	 */
	boolean accepts(JsonNode value) {
		return switch (this) {
			case MAP, OBJECT -> value.isObject();
			case SCORES, MONEY -> value.isObject() && value.valueStream().allMatch(JsonNode::isNumber);
			case STRING_MAP, RATINGS, LOCALISED -> value.isObject() && value.valueStream().allMatch(JsonNode::isString);
			case BOOLEAN -> value.isBoolean();
			case INTEGER -> value.isIntegralNumber() && matches(value.asString());
			case DECIMAL -> value.isNumber() && value.decimalValue().signum() >= 0;
			case YEAR -> (value.isIntegralNumber() || value.isString()) && matches(value.asString());
			case TIMESTAMP ->
				value.isString() && POINT_IN_TIME.matcher(value.asString()).matches() && comparable(value) != null;
			default -> value.isString() && matches(value.asString()) && comparable(value) != null;
		};
	}

	/** Convert the text of a criterion to a value to compare with. */
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
			throw new IllegalArgumentException("'" + text + "' is not of the type " + this.title, ex);
		}
	}

	/**
	 * Return the comparable form of a JSON value, or null if it has none of this type.
	 */
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

	/** Read an instant. A shortened timestamp is the start of its year, month or day. */
	private static Instant instant(String text) {
		return switch (text.length()) {
			case 4 -> Year.parse(text).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
			case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
			case 10 -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
			default -> {
				Instant usual = usual(text);
				yield (usual != null) ? usual : OffsetDateTime.parse(text).toInstant();
			}
		};
	}

	/**
	 * Read the form in which nearly all timestamps are stored, UTC with or without
	 * milliseconds, or return null. The parser of all forms would take most of the time
	 * of a request that compares each resource of a large collection.
	 */
	private static @Nullable Instant usual(String text) {
		int end = text.length() - 1;
		boolean form = (end == 19 || (end == 23 && text.charAt(19) == '.')) && text.charAt(end) == 'Z'
				&& text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(10) == 'T' && text.charAt(13) == ':'
				&& text.charAt(16) == ':';
		int[] parts = { 0, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, Math.min(20, end), end };
		int[] numbers = new int[parts.length / 2];
		for (int i = 0; form && i < numbers.length; i++) {
			numbers[i] = number(text, parts[2 * i], parts[2 * i + 1]);
			form = numbers[i] >= 0;
		}
		try {
			return form ? LocalDateTime
				.of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6] * 1_000_000)
				.toInstant(ZoneOffset.UTC) : null;
		}
		catch (DateTimeException ex) {
			return null; // no day or time, such as 24:00
		}
	}

	private static int number(String text, int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			number = 10 * number + digit;
		}
		return number;
	}

	private enum Kind {

		TEXT, NUMBER, BOOLEAN, TIMESTAMP, DURATION

	}

}
