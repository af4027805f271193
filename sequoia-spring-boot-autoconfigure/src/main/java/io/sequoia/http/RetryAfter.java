package io.sequoia.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The {@code Retry-After} header in all of its forms (RFC 9110, 10.2.3): seconds, and the
 * three kinds of dates.
 */
final class RetryAfter {

	/**
	 * The longest wait: longer than any call, and short enough to be expressed in
	 * nanoseconds.
	 */
	private static final Duration LONGEST = Duration.ofDays(100 * 365);

	private static final int MAX_LENGTH = 64;

	private static final int MAX_DIGITS = 9;

	private RetryAfter() {
	}

	/**
	 * Read the header.
	 * @param headers the headers of the answer. A date is compared with the answer's own
	 * {@code Date}, since the server's clock may be wrong
	 * @param clock the clock to use if the answer has no date
	 * @return the time to wait, a hundred years at most; zero for a date that has passed;
	 * {@code null} if there is no header, or if its form is not known
	 */
	static @Nullable Duration parse(HttpHeaders headers, Clock clock) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null || value.isBlank() || value.length() > MAX_LENGTH) {
			return null;
		}
		String text = value.trim();
		if (text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			String digits = text.replaceFirst("^0+(?=.)", "");
			return (digits.length() > MAX_DIGITS) ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
		}
		Instant date = date(text);
		if (date == null) {
			// a malformed header is ignored, and the client's own back-off is used
			return null;
		}
		Instant answered = date(headers.getFirst(HttpHeaders.DATE));
		Duration delay = Duration.between((answered != null) ? answered : clock.instant(), date);
		return delay.isNegative() ? Duration.ZERO : (delay.compareTo(LONGEST) > 0) ? LONGEST : delay;
	}

	private static @Nullable Instant date(@Nullable String text) {
		if (text == null) {
			return null;
		}
		HttpHeaders parser = new HttpHeaders();
		// a day of one digit is padded with a space in one of the forms
		parser.set(HttpHeaders.DATE, text.trim().replace("  ", " 0"));
		try {
			ZonedDateTime date = parser.getFirstZonedDateTime(HttpHeaders.DATE);
			return (date != null) ? date.toInstant() : null;
		}
		catch (IllegalArgumentException ex) {
			return null; // ignored, as if there were no date
		}
	}

}
