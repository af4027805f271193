package io.sequoia.core.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/**
 * Reads the platform's timestamps by the position of their characters, as a formatter
 * takes longer for the two timestamps of a resource than Jackson for the rest of it. Any
 * other form is left to Jackson, and a format of the property replaces this deserializer.
 */
final class TimestampDeserializer extends InstantDeserializer<Instant> {

	private static final String FORM = "0000-00-00T00:00:00.000Z";

	private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("(.{11,30}[+-]\\d{2})(\\d{2})?");

	TimestampDeserializer() {
		super(InstantDeserializer.INSTANT, DateTimeFormatter.ISO_INSTANT);
	}

	@Override
	protected Instant _fromString(JsonParser parser, DeserializationContext context, String text) {
		if (!isInForm(text)) {
			return super._fromString(parser, context, withColon(text));
		}
		try {
			return LocalDateTime
				.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
						number(text, 14, 16), number(text, 17, 19), number(text, 20, 23) * 1_000_000)
				.toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			// there is no such day or time, which Jackson reports
			return super._fromString(parser, context, text);
		}
	}

	/** Add a colon to the offset, like Jackson for dates of other types. */
	private static String withColon(String text) {
		Matcher offset = OFFSET_WITHOUT_COLON.matcher(text);
		return offset.matches() ? offset.group(1) + ":" + Objects.requireNonNullElse(offset.group(2), "00") : text;
	}

	private static boolean isInForm(String text) {
		if (text.length() != FORM.length()) {
			return false;
		}
		for (int i = 0; i < FORM.length(); i++) {
			char expected = FORM.charAt(i);
			char found = text.charAt(i);
			if ((expected == '0') ? found < '0' || found > '9' : found != expected) {
				return false;
			}
		}
		return true;
	}

	private static int number(String text, int from, int to) {
		return Integer.parseInt(text, from, to, 10);
	}

}
