package io.sequoia.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Retry-After} header in both of its forms (RFC 9110, 10.2.3).
 */
final class RetryAfter {

	private RetryAfter() {
	}

	/**
	 * Read the header.
	 * @param value its value
	 * @param clock what tells how far away a date is
	 * @return the time to wait, zero for a date that has passed, or {@code null} where
	 * the value is of neither form
	 */
	static @Nullable Duration parse(@Nullable String value, Clock clock) {
		if (value == null) {
			return null;
		}
		String text = value.trim();
		if (!text.isEmpty() && text.length() <= 10 && text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return Duration.ofSeconds(Long.parseLong(text));
		}
		try {
			Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration delay = Duration.between(clock.instant(), date);
			return delay.isNegative() ? Duration.ZERO : delay;
		}
		catch (DateTimeException ex) {
			return null; // garbage is as good as no header: the own back-off holds
		}
	}

}
