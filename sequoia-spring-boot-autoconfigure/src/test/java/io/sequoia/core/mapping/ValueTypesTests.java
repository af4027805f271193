package io.sequoia.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.ResolvableType;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of every type that Jackson supports are read and written like those of a plain
 * mapper, at any place; only points in time have the form of the protocol.
 */
class ValueTypesTests {

	private static final String POINT = "\"2014-12-25T12:00:00.120Z\"";

	private static final Details DETAILS = Details.of("cafe-1", "metadata", "films");

	private final JsonMapper plain = JsonMapper.builder()
		.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
		.build();

	private final ResourceMapper mapper = new ResourceMapper(this.plain);

	private final TypeFactory types = this.plain.getTypeFactory();

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void valuesAreThoseOfAPlainMapperWhereverTheyStand(Class<?> type, String json) {
		for (Place place : places(type, json)) {
			Object expected = this.plain.readValue(place.json(), place.type());
			Object read = this.mapper.json().readValue(place.json(), place.type());
			assertThat(this.plain.writeValueAsString(read)).as("read from %s", place)
				.isEqualTo(this.plain.writeValueAsString(expected));
			assertThat(this.mapper.json().writeValueAsString(read)).as("written as %s", place).isEqualTo(place.json());
		}
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("valuesAreThoseOfAPlainMapperWhereverTheyStand")
	void propertiesOfAResourceAreSentAsTheyWereReceived(Class<?> type, String json) {
		String resource = "{\"array\":[[%1$s]],\"more\":{\"a\":[%1$s]},\"value\":%1$s,\"values\":[%1$s]}"
			.formatted(json);
		ResolvableType holder = ResolvableType.forClassWithGenerics(Holder.class, type);
		Holder<?> read = this.mapper
			.<Holder<?>>read(List.of(("{\"films\":[" + resource + "]}").getBytes(StandardCharsets.UTF_8)), "films",
					holder, true, DETAILS)
			.resources()
			.get(0);
		assertThat(this.mapper.write(read)).hasToString(resource);
		assertThat(this.mapper.write(this.mapper.read(this.mapper.write(read), holder, "", DETAILS)))
			.hasToString(resource);
	}

	static Stream<Arguments> valuesAreThoseOfAPlainMapperWhereverTheyStand() {
		return Stream.of(Arguments.of(BigDecimal.class, "9.90"), Arguments.of(BigDecimal.class, "1E+400"),
				Arguments.of(BigDecimal.class, "1E-20"),
				Arguments.of(BigDecimal.class, "123456789012345678901234567890.10"),
				Arguments.of(BigInteger.class, "123456789012345678901234567890"), Arguments.of(Integer.class, "-5"),
				Arguments.of(Long.class, "9223372036854775807"), Arguments.of(Double.class, "0.1"),
				Arguments.of(Double.class, "1.0E-300"), Arguments.of(Float.class, "0.1"),
				Arguments.of(Float.class, "3.4028235E38"), Arguments.of(Short.class, "7"),
				Arguments.of(Byte.class, "-7"), Arguments.of(Character.class, "\"x\""),
				Arguments.of(Boolean.class, "true"), Arguments.of(String.class, "\"9.90\""),
				Arguments.of(Number.class, "9.90"), Arguments.of(Number.class, "7"),
				Arguments.of(UUID.class, "\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\""),
				Arguments.of(URI.class, "\"https://example.com/a?b=c\""),
				Arguments.of(URL.class, "\"https://example.com/a?b=c\""), Arguments.of(Currency.class, "\"EUR\""),
				Arguments.of(OptionalInt.class, "3"), Arguments.of(OptionalLong.class, "3"),
				Arguments.of(OptionalDouble.class, "3.5"), Arguments.of(AtomicLong.class, "4"),
				Arguments.of(AtomicInteger.class, "4"), Arguments.of(AtomicBoolean.class, "true"),
				Arguments.of(TimeZone.class, "\"Europe/Paris\""), Arguments.of(InetAddress.class, "\"127.0.0.1\""),
				Arguments.of(Locale.class, "\"pt-BR\""), Arguments.of(Locale.class, "\"zh-Hant-TW\""),
				Arguments.of(Pattern.class, "\"a+\""), Arguments.of(Path.class, "\"file:///tmp/x\""),
				Arguments.of(Charset.class, "\"UTF-8\""), Arguments.of(byte[].class, "\"AQI=\""),
				Arguments.of(int[].class, "[1,2]"), Arguments.of(double[].class, "[0.1,2.0]"),
				Arguments.of(Class.class, "\"java.lang.String\""), Arguments.of(Instant.class, POINT),
				Arguments.of(OffsetDateTime.class, POINT), Arguments.of(ZonedDateTime.class, POINT),
				Arguments.of(Date.class, POINT), Arguments.of(Calendar.class, POINT),
				Arguments.of(java.sql.Timestamp.class, POINT),
				Arguments.of(java.sql.Date.class, "\"2014-12-25T00:00:00.000Z\""),
				Arguments.of(java.sql.Time.class, "\"12:00:00\""),
				Arguments.of(LocalDateTime.class, "\"2014-12-25T12:00:00\""),
				Arguments.of(LocalDate.class, "\"2014-12-25\""), Arguments.of(LocalTime.class, "\"12:00:00\""),
				Arguments.of(OffsetTime.class, "\"12:00+01:00\""), Arguments.of(Duration.class, "\"PT1H15M\""),
				Arguments.of(Period.class, "\"P1Y2M\""), Arguments.of(Year.class, "2014"),
				Arguments.of(YearMonth.class, "\"2014-12\""), Arguments.of(MonthDay.class, "\"--12-25\""),
				Arguments.of(DayOfWeek.class, "\"MONDAY\""), Arguments.of(ZoneId.class, "\"Europe/Paris\""),
				Arguments.of(ZoneOffset.class, "\"+01:00\""), Arguments.of(Ref.class, "\"a:b\""),
				Arguments.of(JsonNode.class, "{\"a\":[9.90,1E+400,null,{\"b\":\"c\"}]}"),
				Arguments.of(ObjectNode.class, "{\"a\":9.90}"), Arguments.of(Object.class, "{\"a\":[9.90,1E+400,7]}"),
				Arguments.of(Object.class, "9.90"), Arguments.of(Money.class, "\"EUR 9.90\""),
				Arguments.of(Title.class, "\"One\""), Arguments.of(MimeType.class, "\"text/html;q=0.8\""), Arguments
					.of(Nested.class, "{\"price\":9.90,\"at\":\"2014-12-25T12:00:00.000Z\",\"self\":{\"price\":1}}"));
	}

	private List<Place> places(Class<?> type, String json) {
		JavaType value = this.types.constructType(type);
		List<Place> places = new ArrayList<>(List.of(new Place(value, json),
				new Place(this.types.constructCollectionType(List.class, value), "[" + json + "," + json + "]"),
				new Place(this.types.constructMapType(Map.class, this.types.constructType(String.class), value),
						"{\"a\":" + json + "}"),
				new Place(this.types.constructArrayType(value), "[" + json + "]"),
				new Place(this.types.constructParametricType(AtomicReference.class, value), json)));
		places.add(new Place(this.types.constructParametricType(Optional.class, value), json));
		return places;
	}

	private record Place(JavaType type, String json) {
	}

	static final class Holder<T> {

		public @Nullable T value;

		public @Nullable List<T> values;

		public @Nullable Map<String, List<? extends T>> more;

		public T @Nullable [][] array;

	}

	record Money(String currency, BigDecimal amount) {

		@JsonCreator
		static Money of(String text) {
			return new Money(text.substring(0, 3), new BigDecimal(text.substring(4)));
		}

		@JsonValue
		String text() {
			return this.currency + " " + this.amount;
		}

	}

	record Title(@JsonValue String text) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Title {
		}

	}

	record Nested(@Nullable BigDecimal price, @Nullable Instant at, @Nullable Nested self) {
	}

}
