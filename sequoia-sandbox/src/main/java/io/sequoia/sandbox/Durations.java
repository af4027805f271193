package io.sequoia.sandbox;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the form of the protocol ({@code P1Y2M}, {@code PT75M}) and in that of a
 * shell ({@code 20ms}, {@code 60m}, {@code 3600}).
 */
final class Durations {

	private static final int DAYS_OF_YEAR = 365;

	private static final int DAYS_OF_MONTH = 30;

	private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?");

	private Durations() {
	}

	static Duration parse(String text) {
		int time = text.indexOf('T');
		String date = (time < 0) ? text : text.substring(0, time);
		if (date.endsWith("P")) {
			return Duration.parse(text);
		}
		Period period = Period.parse(date);
		long days = period.getYears() * (long) DAYS_OF_YEAR + period.getMonths() * (long) DAYS_OF_MONTH
				+ period.getDays();
		Duration clock = (time < 0) ? Duration.ZERO : Duration.parse("P" + text.substring(time));
		return Duration.ofDays(days).plus(text.startsWith("-") ? clock.negated() : clock);
	}

	/**
	 * Read a duration in the form of a shell; a plain number is in seconds.
	 * @throws IllegalArgumentException if it is not a duration
	 */
	static Duration parseShort(String text) {
		Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
		if (matcher.matches()) {
			long number = Long.parseLong(matcher.group(1));
			String unit = matcher.group(2);
			return switch ((unit != null) ? unit : "s") {
				case "ms" -> Duration.ofMillis(number);
				case "m" -> Duration.ofMinutes(number);
				case "h" -> Duration.ofHours(number);
				case "d" -> Duration.ofDays(number);
				default -> Duration.ofSeconds(number);
			};
		}
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a duration", ex);
		}
	}

}
