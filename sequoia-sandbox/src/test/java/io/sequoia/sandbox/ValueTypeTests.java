package io.sequoia.sandbox;

import java.time.Instant;
import java.time.OffsetDateTime;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Timestamps in the usual form, which have a reader of their own, mean the same as in all
 * others.
 */
class ValueTypeTests {

	@ParameterizedTest
	@ValueSource(strings = { "2024-02-29T23:59:59Z", "2024-02-29T23:59:59.001Z", "1999-12-31T00:00:00.990Z",
			"0000-01-01T00:00:00Z", "2024-01-01T10:00:00.1234567Z", "2024-01-01T10:00:00+02:00", "2024-01-01T10:00Z",
			"2024-01-01T10:00:00z" })
	void readsTimestamps(String text) {
		assertThat((Object) ValueType.TIMESTAMP.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
	}

	@ParameterizedTest
	@CsvSource({ "2024, 2024-01-01T00:00:00Z", "2024-03, 2024-03-01T00:00:00Z", "2024-03-05, 2024-03-05T00:00:00Z" })
	void readsTheStartOfAYearMonthOrDay(String text, Instant start) {
		assertThat((Object) ValueType.TIMESTAMP.parse(text)).isEqualTo(start);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2023-02-29T00:00:00Z", "2024-01-01T24:00:00Z", "2024-13-01T00:00:00Z",
			"2024-01-01T25:00:00Z", "2024-01-01T10:00:60Z", "2024-01-01 10:00:00Z", "2024-01-01T10:00:00.12aZ",
			"+024-01-01T10:00:00Z", "2024-01-01T10:0 :00Z", "2024-01-01T10:00:00,000Z?", "2024-01-01T10:00:00", "" })
	void refusesWhatIsNone(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueType.TIMESTAMP.parse(text));
	}

}
