package io.sequoia.core.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.Ref;
import io.sequoia.contract.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sequoia.core.query.Field.expression;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The criteria for one condition, and the written form of operands (docs/protocol.md,
 * section 6).
 */
class FieldTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void operatorsAreWrittenAsTheProtocolSays(String row, Criterion criterion, String expected) {
		assertThat(criterion).as(row).hasToString(expected);
	}

	static Stream<Arguments> operatorsAreWrittenAsTheProtocolSays() {
		return Stream.of(arguments("equalTo v", field("x").equalTo("v"), "withX=v"),
				arguments("notEqualTo v", field("x").notEqualTo("v"), "withX=!v"),
				arguments("oneOrMoreOf a,b", field("x").oneOrMoreOf("a", "b"), "withX=a||b"),
				arguments("oneOrMoreOf collection", field("x").oneOrMoreOf(List.of(1, true)), "withX=1||true"),
				arguments("oneOrMoreOf a", field("x").oneOrMoreOf("a"), "withX=a"),
				arguments("allOf a,b", field("x").allOf("a", "b"), "withX=a&&b"),
				arguments("allOf collection", field("x").allOf(List.of("a", Ref.of("b", "c"))), "withX=a&&b:c"),
				arguments("allOf a", field("x").allOf("a"), "withX=a"),
				arguments("expression", field("x").equalTo(expression("movie||episode")), "withX=movie||episode"),
				arguments("negated expression", field("x").notEqualTo(expression("a||b*")), "withX=!a||b*"),
				arguments("expression of a bound", field("x").between(expression("*"), 2), "withX=*/2"),
				arguments("startsWith v", field("x").startsWith("v"), "withX=v*"),
				arguments("endsWith v", field("x").endsWith("v"), "withX=*v"),
				arguments("exists", field("x").exists(), "withX=*"),
				arguments("notExists", field("x").notExists(), "withX=!*"),
				arguments("between a,b", field("x").between("a", "b"), "withX=a/b"),
				arguments("notBetween a,b", field("x").notBetween("a", "b"), "withX=!a/b"),
				arguments("lessThan v", field("x").lessThan("v"), "withX=!v/"),
				arguments("lessThanOrEqualTo v", field("x").lessThanOrEqualTo("v"), "withX=/v"),
				arguments("greaterThan v", field("x").greaterThan("v"), "withX=!/v"),
				arguments("greaterThanOrEqualTo v", field("x").greaterThanOrEqualTo("v"), "withX=v/"),
				arguments("textSearch t", textSearch("t u"), "q=t u"),
				arguments("first letter upper-cased", field("createdAt").exists(), "withCreatedAt=*"),
				arguments("dotted name raw", field("assets.type").equalTo("image"), "assets.type=image"),
				arguments("map key in the operand", field("alternativeIdentifiers").equalTo("imdb:tt0944947"),
						"withAlternativeIdentifiers=imdb:tt0944947"));
	}

	@ParameterizedTest
	@MethodSource
	@Proves("6 operands")
	void operandsAreWrittenAsTheProtocolSays(Object operand, String expected) {
		assertThat(field("x").equalTo(operand)).hasToString("withX=" + expected);
	}

	static Stream<Arguments> operandsAreWrittenAsTheProtocolSays() {
		return Stream.of(arguments(new StringBuilder("text"), "text"), arguments(" ", " "), arguments(42, "42"),
				arguments(Long.MIN_VALUE, "-9223372036854775808"), arguments((byte) -1, "-1"),
				arguments(BigInteger.TEN.pow(30), "1" + "0".repeat(30)), arguments(new AtomicLong(7), "7"),
				arguments(1.5, "1.5"), arguments(3.0, "3"), arguments(1e10, "10000000000"),
				arguments(1.0e-7, "0.0000001"), arguments(-0.0, "0"), arguments(0.1f, "0.1"),
				arguments(new BigDecimal("1E+3"), "1000"), arguments(new BigDecimal("1.50"), "1.50"),
				arguments(true, "true"), arguments(Ref.of("test", "a-b"), "test:a-b"),
				arguments(Instant.parse("2014-12-25T12:00:00Z"), "2014-12-25T12:00:00.000Z"),
				arguments(Instant.parse("2014-12-25T12:00:00.123999Z"), "2014-12-25T12:00:00.123Z"),
				arguments(OffsetDateTime.parse("2014-12-25T14:00:00+02:00"), "2014-12-25T12:00:00.000Z"),
				arguments(ZonedDateTime.parse("2014-12-25T13:00:00+01:00[Europe/Madrid]"), "2014-12-25T12:00:00.000Z"),
				arguments(Date.from(Instant.parse("2014-12-25T12:00:00.007Z")), "2014-12-25T12:00:00.007Z"),
				arguments(new java.sql.Timestamp(0), "1970-01-01T00:00:00.000Z"),
				arguments(new java.sql.Date(0), "1970-01-01T00:00:00.000Z"),
				arguments(LocalDate.of(2014, 12, 5), "2014-12-05"), arguments(Duration.ofMinutes(75), "PT1H15M"),
				arguments(UUID.fromString("001436b2-93b7-43c5-89a3-b95ceb50aa73"),
						"001436b2-93b7-43c5-89a3-b95ceb50aa73"),
				arguments(URI.create("https://example.com/a?b=c"), "https://example.com/a?b=c"),
				arguments(Plain.MOVIE, "MOVIE"), arguments(Plain.SHOW, "tv-show"), arguments(Coded.LIVE, "1"),
				arguments(Fielded.ON, "on"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a&b=c", "1+1", "a,b", "100%", "%2B", "a*b", "a/b", "a!", "a|b", "a&&b", "\uD83D\uDC09",
			"ñ", "a\nb", "\u0000" })
	void valuesAreData(String value) {
		assertThat(field("x").equalTo(value).value()).isEqualTo(value);
	}

	@Test
	void numbersAndDatesDoNotDependOnTheLocale() {
		Locale locale = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			assertThat(field("x").equalTo(1234.5)).hasToString("withX=1234.5");
			assertThat(field("x").equalTo(Instant.EPOCH)).hasToString("withX=1970-01-01T00:00:00.000Z");
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void equalBoundsAreARange() {
		assertThat(field("x").between(1, 1.0)).hasToString("withX=1/1");
		assertThat(field("x").notBetween(Instant.EPOCH, new Date(0)))
			.hasToString("withX=!1970-01-01T00:00:00.000Z/1970-01-01T00:00:00.000Z");
	}

	@Test
	void boundsWithoutACommonOrderAreLeftToTheServer() {
		assertThat(field("x").between("2015", "2014")).hasToString("withX=2015/2014");
		assertThat(field("x").between(2, "1")).hasToString("withX=2/1");
	}

	enum Plain {

		MOVIE, @JsonProperty("tv-show")
		SHOW;

		@Override
		public String toString() {
			return "for people";
		}

	}

	enum Coded {

		LIVE(1);

		private final int code;

		Coded(int code) {
			this.code = code;
		}

		@JsonValue
		int code() {
			return this.code;
		}

	}

	enum Fielded {

		ON;

		@JsonValue
		private final String code = name().toLowerCase(Locale.ROOT);

	}

}
