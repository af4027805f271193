package io.sequoia.core.mapping;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.jackson.ObjectValueDeserializer;
import org.springframework.core.ResolvableType;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Transient;
import org.springframework.data.domain.Persistable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The annotations of Jackson and of Spring Data on a type apply to reading and to
 * writing.
 */
class AnnotatedTypesTests {

	private static final Details DETAILS = Details.of("cafe-1", "metadata", "films");

	private final ResourceMapper mapper = new ResourceMapper(JsonMapper.shared());

	@Test
	void markedGettersAreReadAndNotSent() {
		Audited audited = read("{\"title\":\"a\",\"createdBy\":\"me\",\"hits\":3}", Audited.class);
		assertThat(audited.author).isEqualTo("me");
		assertThat(audited.hits).isEqualTo(3);
		assertThat(this.mapper.write(audited)).hasToString("{\"title\":\"a\"}");
	}

	@ParameterizedTest
	@MethodSource
	void formatsHoldBothWays(Class<?> type, String json) {
		assertThat(this.mapper.write(read(json, type))).hasToString(json);
	}

	static Stream<Arguments> formatsHoldBothWays() {
		return Stream.of(Arguments.of(Formatted.class,
				"{\"instant\":\"25.12.2014 12:03\",\"date\":\"2014/12/25\",\"offset\":\"2014-12-25 11:03 +0000\","
						+ "\"zoned\":\"2014-12-25T11:03 UTC\",\"calendar\":\"2014\"}"),
				Arguments.of(Numeric.class, "{\"instant\":1419508980.123000000,\"date\":1419508980123}"),
				Arguments.of(Zoned.class, "{\"date\":\"2014-12-25T13:03:00.000+01:00\"}"),
				Arguments.of(Textual.class, "{\"instant\":\"2014-12-25T12:03:00.000Z\"}"),
				Arguments.of(Listed.class, "{\"days\":[\"25.12.2014\"],\"named\":{\"a\":\"25.12.2014\"}}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2014-12-25T13:03:00+0100", "2014-12-25T13:03:00.000+0100", "2014-12-25T13:03:00+01",
			"2014-12-25T13:03:00+01:00", "2014-12-25T12:03:00Z", "2014-12-25T10:33:00.0-0130",
			"2014-12-25T12:03:00.000Z" })
	void offsetsOfEveryFormAreUnderstood(String text) {
		Points points = read(
				"{\"instant\":\"%1$s\",\"date\":\"%1$s\",\"offset\":\"%1$s\",\"zoned\":\"%1$s\"}".formatted(text),
				Points.class);
		assertThat(this.mapper.write(points))
			.hasToString(("{\"instant\":\"%1$s\",\"date\":\"%1$s\",\"offset\":\"%1$s\"," + "\"zoned\":\"%1$s\"}")
				.formatted("2014-12-25T12:03:00.000Z"));
	}

	@Test
	void localesHaveOneFormAsValuesAndKeys() {
		String json = "{\"locale\":\"pt-BR\",\"titles\":{\"pt-BR\":\"Um\",\"zh-Hant-TW\":\"One\",\"de\":\"Eins\"}}";
		assertThat(this.mapper.write(read(json, Localised.class))).hasToString(json);
	}

	@ParameterizedTest
	@EnumSource
	void enumsNamedByAStrategyAreAskedForAsTheyAreStored(Strategy value) {
		assertAskedForAsStored(value);
	}

	@ParameterizedTest
	@EnumSource
	void enumsWithAValueAreAskedForAsTheyAreStored(Valued value) {
		assertAskedForAsStored(value);
	}

	@ParameterizedTest
	@EnumSource
	void enumsWithANumberAreAskedForAsTheyAreStored(Numbered value) {
		assertAskedForAsStored(value);
	}

	@ParameterizedTest
	@EnumSource
	void enumsWithNamesAreAskedForAsTheyAreStored(Renamed value) {
		assertAskedForAsStored(value);
	}

	@ParameterizedTest
	@EnumSource
	void plainEnumsAreAskedForAsTheyAreStored(Plain value) {
		assertAskedForAsStored(value);
	}

	private void assertAskedForAsStored(Enum<?> value) {
		JsonNode stored = this.mapper.write(Map.of("value", value)).path("value");
		assertThat(Field.field("kind").equalTo(value)).hasToString("withKind=" + stored.asString());
		assertThat(this.mapper.operand(value)).hasToString(stored.asString());
		assertThat(this.<Object>read("{\"kind\":%1$s,\"kinds\":{\"%2$s\":1}}".formatted(stored, stored.asString()),
				ResolvableType.forClassWithGenerics(Kinded.class, value.getDeclaringClass())))
			.isEqualTo(new Kinded<>(value, Map.of(value, 1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"SOON\"", "\"\"", "17" })
	void anEnumWithADefaultReadsUnknownValuesAsThat(String value) {
		assertThat(this.<Object>read("{\"kind\":" + value + ",\"kinds\":{\"LATER\":1}}",
				ResolvableType.forClassWithGenerics(Kinded.class, Defaulted.class)))
			.isEqualTo(new Kinded<>(Defaulted.OTHER, Map.of(Defaulted.OTHER, 1)));
	}

	@Test
	void mixInsOfEnumsAreAskedForAsTheyAreStored() {
		ResourceMapper own = new ResourceMapper(JsonMapper.builder().addMixIn(Plain.class, LowerCase.class).build());
		assertThat(own.write(Map.of("value", Plain.FILM_ONE))).hasToString("{\"value\":\"filmOne\"}");
		assertThat(own.operand(Plain.FILM_ONE)).isEqualTo("filmOne");
	}

	@Test
	void whatIsNotTheResourcesOwnIsNotSent() {
		Kept kept = new Kept();
		kept.ref = Ref.of("a", "b");
		kept.title = "One";
		kept.cached = "cached";
		kept.views = 5L;
		assertThat(this.mapper.write(kept)).hasToString("{\"ref\":\"a:b\",\"title\":\"One\"}");
		Kept read = read("{\"ref\":\"a:b\",\"title\":\"One\",\"cached\":\"x\",\"views\":5,\"new\":true,\"id\":\"c:d\"}",
				Kept.class);
		assertThat(read.views).isEqualTo(5);
		assertThat(read.cached).isNull();
		assertThat(read.ref).isEqualTo(Ref.of("a", "b"));
		assertThat(this.mapper.write(new KeptRecord("One", "cached", 5L))).hasToString("{\"title\":\"One\"}");
		assertThat(read("{\"title\":\"One\",\"cached\":\"x\",\"views\":5}", KeptRecord.class))
			.isEqualTo(new KeptRecord("One", null, 5L));
	}

	@Test
	void theIdOfAPersistableIsItsRef() {
		Identified identified = new Identified();
		identified.id = Ref.of("a", "b");
		assertThat(this.mapper.write(identified)).hasToString("{\"ref\":\"a:b\"}");
		assertThat(read("{\"ref\":\"a:b\"}", Identified.class).getId()).isEqualTo(Ref.of("a", "b"));
	}

	@Test
	void emptyOptionalsAreNotSent() {
		assertThat(this.mapper.write(new Optionals(Optional.empty(), OptionalInt.empty(), OptionalLong.empty(),
				OptionalDouble.empty(), "x")))
			.hasToString("{\"title\":\"x\"}");
		String json = "{\"text\":\"a\",\"number\":0,\"size\":0,\"share\":0.0,\"title\":\"x\"}";
		assertThat(this.mapper.write(read(json, Optionals.class))).hasToString(json);
		assertThat(read("{}", Optionals.class)).isEqualTo(new Optionals(Optional.empty(), OptionalInt.empty(),
				OptionalLong.empty(), OptionalDouble.empty(), null));
	}

	@ParameterizedTest
	@ValueSource(classes = { ByTree.class, ByValue.class, ByObject.class, ByTreeOfProperty.class })
	void ownDeserializersHaveTheMapperBehindTheParser(Class<?> type) {
		String json = "{\"price\":{\"currency\":\"EUR\",\"amount\":9.90}}";
		assertThat(read(json, type)).hasToString(type.getSimpleName() + "[price=EUR 9.90]");
		JsonNode node = this.mapper.json().readTree(json);
		assertThat(this.mapper.<Object>read(node, ResolvableType.forClass(type), "", DETAILS))
			.hasToString(type.getSimpleName() + "[price=EUR 9.90]");
	}

	@ParameterizedTest
	@MethodSource
	void whateverDecodingThrowsNamesThePlace(Class<?> type, String json, String place) {
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read(json, type))
			.withMessageStartingWith("The answer of metadata/films does not fit at " + place + " (")
			.satisfies((failure) -> assertThat(failure.details()).isEqualTo(DETAILS));
		JsonNode node = this.mapper.json().readTree(json);
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> this.mapper.read(node, ResolvableType.forClass(type), "films[0]", DETAILS))
			.withMessageStartingWith("The answer of metadata/films does not fit at " + place + " (");
	}

	static Stream<Arguments> whateverDecodingThrowsNamesThePlace() {
		return Stream.of(Arguments.of(Throwing.class, "{\"inner\":[{\"positive\":-1}]}", "films[0].inner[0]"),
				Arguments.of(Thrower.class, "{}", "films[0]"), Arguments.of(Recursive.class, "{}", "films[0]"),
				Arguments.of(WithThrower.class, "{\"a\":[{\"b\":{}}]}", "films[0].a[0].b"),
				Arguments.of(BySetter.class, "{\"title\":\"x\"}", "films[0].title"),
				Arguments.of(Keyed.class, "{\"values\":{\"nonsense\":1}}", "films[0].values"),
				Arguments.of(ByFactory.class, "{\"value\":\"x\"}", "films[0].value"));
	}

	private <T> T read(String json, Class<T> type) {
		return read(json, ResolvableType.forClass(type));
	}

	private <T> T read(String json, ResolvableType type) {
		return this.mapper
			.<T>read(List.of(("{\"films\":[" + json + "]}").getBytes(StandardCharsets.UTF_8)), "films", type, true,
					DETAILS)
			.resources()
			.get(0);
	}

	record Formatted(@JsonFormat(pattern = "dd.MM.yyyy HH:mm", timezone = "UTC") Instant instant,
			@JsonFormat(pattern = "yyyy/MM/dd") Date date,
			@JsonFormat(pattern = "yyyy-MM-dd HH:mm xx") OffsetDateTime offset,
			@JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm VV") ZonedDateTime zoned,
			@JsonFormat(pattern = "yyyy") Calendar calendar) {
	}

	record Numeric(@JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant instant,
			@JsonFormat(shape = JsonFormat.Shape.NUMBER) Date date) {
	}

	record Zoned(@JsonFormat(timezone = "Europe/Paris") Date date) {
	}

	record Textual(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant instant) {
	}

	record Listed(@JsonFormat(pattern = "dd.MM.yyyy") List<Date> days,
			@JsonFormat(pattern = "dd.MM.yyyy") Map<String, Date> named) {
	}

	record Points(Instant instant, Date date, OffsetDateTime offset, ZonedDateTime zoned) {
	}

	record Localised(Locale locale, Map<Locale, String> titles) {
	}

	record Kinded<E>(E kind, Map<E, Integer> kinds) {
	}

	@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
	enum Strategy {

		FEATURE_FILM, @JsonProperty("short")
		SHORT_FILM

	}

	enum Valued {

		FEATURE_FILM, SHORT_FILM;

		@JsonValue
		String value() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	enum Numbered {

		FEATURE_FILM, SHORT_FILM;

		@JsonValue
		int value() {
			return ordinal() + 10;
		}

	}

	enum Renamed {

		@JsonProperty("feature")
		FEATURE_FILM,

		SHORT_FILM {
			@Override
			public String toString() {
				return "Short";
			}
		}

	}

	enum Defaulted {

		FILM, @JsonEnumDefaultValue
		OTHER

	}

	enum Plain {

		FILM_ONE;

		@Override
		public String toString() {
			return "Film one";
		}

	}

	@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
	enum LowerCase {

	}

	static final class Kept implements Persistable<Ref> {

		public @Nullable Ref ref;

		public @Nullable String title;

		@Transient
		public @Nullable String cached;

		@ReadOnlyProperty
		public @Nullable Long views;

		@Override
		public @Nullable Ref getId() {
			return this.ref;
		}

		@Override
		public boolean isNew() {
			return true;
		}

	}

	record KeptRecord(String title, @Transient @Nullable String cached, @ReadOnlyProperty Long views) {
	}

	static final class Identified implements Persistable<Ref> {

		@Id
		@Nullable Ref id;

		@Override
		public @Nullable Ref getId() {
			return this.id;
		}

		@Override
		public boolean isNew() {
			return this.id == null;
		}

	}

	record Optionals(Optional<String> text, OptionalInt number, OptionalLong size, OptionalDouble share,
			@Nullable String title) {
	}

	record Price(String currency, String amount) {

		@Override
		public String toString() {
			return this.currency + " " + this.amount;
		}

	}

	record ByTree(@JsonDeserialize(using = TreeDeserializer.class) Price price) {
	}

	record ByValue(@JsonDeserialize(using = ValueDeserializerOfPrice.class) Price price) {
	}

	record ByObject(@JsonDeserialize(using = PriceDeserializer.class) Price price) {
	}

	@JsonDeserialize(using = WholeDeserializer.class)
	record ByTreeOfProperty(Price price) {
	}

	static final class TreeDeserializer extends StdDeserializer<Price> {

		TreeDeserializer() {
			super(Price.class);
		}

		@Override
		public Price deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode tree = parser.readValueAsTree();
			return new Price(tree.path("currency").asString(), tree.path("amount").asString());
		}

	}

	static final class ValueDeserializerOfPrice extends StdDeserializer<Price> {

		ValueDeserializerOfPrice() {
			super(Price.class);
		}

		@Override
		public Price deserialize(JsonParser parser, DeserializationContext context) {
			Map<?, ?> values = parser.readValueAs(Map.class);
			return new Price(String.valueOf(values.get("currency")), String.valueOf(values.get("amount")));
		}

	}

	static final class PriceDeserializer extends ObjectValueDeserializer<Price> {

		@Override
		protected Price deserializeObject(JsonParser parser, DeserializationContext context, JsonNode tree) {
			return new Price(tree.path("currency").asString(), tree.path("amount").asString());
		}

	}

	static final class WholeDeserializer extends StdDeserializer<ByTreeOfProperty> {

		WholeDeserializer() {
			super(ByTreeOfProperty.class);
		}

		@Override
		public ByTreeOfProperty deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode tree = context.readTree(parser);
			return new ByTreeOfProperty(context.readTreeAsValue(tree.path("price"), Price.class));
		}

	}

	record Positive(int positive) {

		Positive {
			if (positive < 0) {
				throw new IllegalStateException("not positive");
			}
		}

	}

	record Throwing(List<Positive> inner) {
	}

	@JsonDeserialize(using = ThrowingDeserializer.class)
	record Thrower() {
	}

	record WithThrower(List<Map<String, Thrower>> a) {
	}

	@JsonDeserialize(using = EndlessDeserializer.class)
	record Recursive() {
	}

	static final class ThrowingDeserializer extends StdDeserializer<Thrower> {

		ThrowingDeserializer() {
			super(Thrower.class);
		}

		@Override
		public Thrower deserialize(JsonParser parser, DeserializationContext context) {
			throw new UnsupportedOperationException("not today");
		}

	}

	static final class EndlessDeserializer extends StdDeserializer<Recursive> {

		EndlessDeserializer() {
			super(Recursive.class);
		}

		@Override
		public Recursive deserialize(JsonParser parser, DeserializationContext context) {
			return deserialize(parser, context);
		}

	}

	static final class BySetter {

		public void setTitle(String title) {
			throw new IllegalArgumentException(title);
		}

	}

	record Keyed(Map<Ref, Integer> values) {
	}

	record ByFactory(Made value) {
	}

	record Made(String text) {

		@JsonCreator
		static Made of(String text) {
			throw new IllegalArgumentException(text);
		}

	}

	static class Audited {

		public String title = "";

		private @Nullable String author;

		private int hits;

		@CreatedBy
		public @Nullable String getAuthor() {
			return this.author;
		}

		public void setAuthor(String author) {
			this.author = author;
		}

		@ReadOnlyProperty
		public int getHits() {
			return this.hits;
		}

		public void setHits(int hits) {
			this.hits = hits;
		}

	}

}
