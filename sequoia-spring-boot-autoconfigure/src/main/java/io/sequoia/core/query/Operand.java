package io.sequoia.core.query;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceMapper;
import org.jspecify.annotations.Nullable;

/**
 * Writes the operands of conditions in the form of the protocol (docs/protocol.md,
 * sections 4 and 6).
 */
final class Operand {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	// the plain form of a number with the scale 10^9 would fill the heap
	private static final int MAX_SCALE = 1000;

	private static final int MAX_YEAR = 9999;

	private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

	private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

	private Operand() {
	}

	/**
	 * Write an operand.
	 * @param use the operator and the field, for messages
	 * @param value the operand
	 * @return its text, not encoded
	 * @throws InvalidCriteriaException if it is null, empty, of a type that has no form
	 * on the wire, or cannot be carried by UTF-8
	 */
	static String text(String use, @Nullable Object value) {
		if (value == null) {
			throw refused(use, "must not be null: give a value, or ask by exists() or notExists()");
		}
		String text = plainText(use, ResourceMapper.plain().operand(value));
		if (text.isEmpty()) {
			throw refused(use, "must not be empty: give a value, or ask by exists() or notExists()");
		}
		return requireEncodable(use, text);
	}

	/**
	 * Write an operand that is data. A text in which a service would find an operator is
	 * refused, since the protocol has no escape.
	 * @param use the operator and the field, for messages
	 * @param value the operand
	 * @return its text, not encoded; an {@link Expression} as it is
	 * @throws InvalidCriteriaException if it cannot be written, or the service would find
	 * an operator in it
	 */
	static Object data(String use, @Nullable Object value) {
		if (value instanceof Expression) {
			return value;
		}
		String text = text(use, value);
		if (text.startsWith("!") || text.startsWith("*") || text.endsWith("*") || text.contains("||")) {
			throw refused(use,
					"is '" + Printable.of(text) + "', which the service would read as an operator ('!' at the"
							+ " start, '*' at the start or end, '||'), and the protocol has no escape: compare"
							+ " another field, or use Field.expression(..) if an operator is meant");
		}
		return text;
	}

	/**
	 * Write an operand that is data and the bound of a range.
	 */
	static Object bound(String use, @Nullable Object value) {
		Object bound = data(use, value);
		if (bound instanceof String text && text.contains("/")) {
			throw refused(use, "is '" + Printable.of(text)
					+ "', which the service would read as a range ('/'), and the protocol has no escape");
		}
		return bound;
	}

	/**
	 * Check that a text can be encoded in UTF-8.
	 * @param use the operator and the field, for messages
	 * @param text the text
	 * @return the text
	 * @throws InvalidCriteriaException if it contains half of a surrogate pair
	 */
	static String requireEncodable(String use, String text) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw refused(use,
					"is '" + Printable.of(text)
							+ "', which contains half of a surrogate pair, so it cannot be written in UTF-8: check"
							+ " where the text was cut");
		}
		return text;
	}

	/**
	 * Tell whether one operand is above another; {@code false} if the two have no common
	 * order.
	 */
	static boolean isAbove(Object low, Object high) {
		if (low instanceof Number from && high instanceof Number to) {
			return decimal(from).compareTo(decimal(to)) > 0;
		}
		if (low instanceof LocalDate from && high instanceof LocalDate to) {
			return from.isAfter(to);
		}
		if (low instanceof Duration from && high instanceof Duration to) {
			return from.compareTo(to) > 0;
		}
		Instant from = instant(low);
		Instant to = instant(high);
		return from != null && to != null && from.isAfter(to);
	}

	private static String plainText(String use, Object value) {
		if (value instanceof CharSequence || value instanceof Expression || value instanceof Boolean
				|| value instanceof Ref || value instanceof UUID || value instanceof URI || value instanceof Duration) {
			return value.toString();
		}
		if (value instanceof Number number) {
			return number(use, number);
		}
		if (value instanceof LocalDate date) {
			if (date.getYear() < 0 || date.getYear() > MAX_YEAR) {
				throw outOfYears(use, date);
			}
			return date.toString();
		}
		Instant instant = instant(value);
		if (instant != null) {
			if (instant.isBefore(FIRST) || !instant.isBefore(AFTER_LAST)) {
				throw outOfYears(use, instant);
			}
			return TIMESTAMP.format(instant);
		}
		throw refused(use,
				"has the type " + value.getClass().getTypeName()
						+ ", which cannot be sent: use text, a number, a boolean, an enum, Ref, Instant,"
						+ " OffsetDateTime, ZonedDateTime, Date, LocalDate, Duration, UUID or URI");
	}

	private static String number(String use, Number number) {
		BigDecimal decimal;
		try {
			decimal = decimal(number);
		}
		catch (NumberFormatException ex) {
			throw refused(use, "is " + Printable.of(number.toString()) + " (" + number.getClass().getTypeName()
					+ "), which has no decimal notation: give a finite number");
		}
		if (Math.abs((long) decimal.scale()) > MAX_SCALE) {
			throw refused(use, "is " + Printable.of(number.toString()) + ", which has more than " + MAX_SCALE
					+ " digits before or after the point when it is written out");
		}
		boolean binary = number instanceof Double || number instanceof Float;
		return (binary ? decimal.stripTrailingZeros() : decimal).toPlainString();
	}

	private static BigDecimal decimal(Number number) {
		return (number instanceof BigDecimal decimal) ? decimal : new BigDecimal(number.toString());
	}

	private static @Nullable Instant instant(Object value) {
		if (value instanceof Instant instant) {
			return instant;
		}
		if (value instanceof OffsetDateTime time) {
			return time.toInstant();
		}
		if (value instanceof ZonedDateTime time) {
			return time.toInstant();
		}
		// java.sql.Date throws on toInstant()
		return (value instanceof Date date) ? Instant.ofEpochMilli(date.getTime()) : null;
	}

	private static InvalidCriteriaException outOfYears(String use, Object date) {
		return refused(use, "is " + date + ", but dates can only have the years 0000 to " + MAX_YEAR);
	}

	private static InvalidCriteriaException refused(String use, String reason) {
		return new InvalidCriteriaException("The operand of " + use + " " + reason);
	}

}
