package io.sequoia.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTests {

	private static final String NOW = "Sun, 06 Nov 1994 08:49:37 GMT";

	private static final Duration FOR_EVER = Duration.ofDays(100 * 365);

	private final Clock clock = Clock.fixed(Instant.parse("1994-11-06T08:49:37Z"), ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0 | PT0S", "120 | PT2M", " 7 | PT7S", "0000000000000000007 | PT7S", "999999999 | PT999999999S",
					"Sun, 06 Nov 1994 08:51:37 GMT | PT2M", "Sun, 6 Nov 1994 08:51:37 GMT | PT2M",
					"Sun Nov  6 08:51:37 1994 | PT2M", "Wed Nov 16 08:49:37 1994 | PT240H",
					"Sun, 06 Nov 1994 08:49:36 GMT | PT0S" })
	void readsSecondsAndDates(String value, Duration expected) {
		assertThat(parse(value, null)).isEqualTo(expected);
	}

	@Test
	void readsADateWithAYearOfTwoDigits() {
		assertThat(parse("Sunday, 06-Nov-44 08:51:37 GMT", "Sun, 06 Nov 2044 08:49:37 GMT"))
			.isEqualTo(Duration.ofMinutes(2));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "9999999999", "99999999999999999999", "18446744073709551616", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void takesWhatIsTooLongForACountForALongTime(String value) {
		assertThat(parse(value, null)).isEqualTo(FOR_EVER);
		assertThat(FOR_EVER.toNanos()).isPositive();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Sun, 06 Nov 1994 09:49:37 GMT | Sun, 06 Nov 1994 09:51:37 GMT",
					"Sun, 06 Nov 1994 07:49:37 GMT | Sun, 06 Nov 1994 07:51:37 GMT",
					"Sunday, 06-Nov-44 07:49:37 GMT | Sunday, 06-Nov-44 07:51:37 GMT",
					"Sun Nov  6 09:49:37 1994 | Sun Nov  6 09:51:37 1994" })
	void countsFromTheDateOfTheAnswer(String date, String value) {
		assertThat(parse(value, date)).isEqualTo(Duration.ofMinutes(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "yesterday", "", "Sun, 99 Nov 1994 08:49:37 GMT" })
	void countsFromTheOwnClockWhereTheAnswerHasNoDate(String date) {
		assertThat(parse("Sun, 06 Nov 1994 08:51:37 GMT", date)).isEqualTo(Duration.ofMinutes(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-1", "1.5", "+3", "0x10", "soon", "Sun, 06 Nov 1994", "\u0663",
			"Mon, 06 Nov 1994 08:51:37 GMT", "1, 2" })
	void ignoresGarbage(String value) {
		assertThat(parse(value, NOW)).isNull();
	}

	@Test
	void ignoresAHeaderLongerThanAnyOfItsForms() {
		assertThat(parse("1".repeat(65), null)).isNull();
		assertThat(RetryAfter.parse(new HttpHeaders(), this.clock)).isNull();
	}

	private Duration parse(String value, String date) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, value);
		if (date != null) {
			headers.set(HttpHeaders.DATE, date);
		}
		return RetryAfter.parse(headers, this.clock);
	}

}
