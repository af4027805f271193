package io.sequoia.core.mapping;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.SimpleBeanPropertyFilter;
import tools.jackson.databind.ser.std.SimpleFilterProvider;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON of the platform does not depend on an application's settings for its own JSON,
 * but uses its modules, mix-ins and subtypes.
 */
class ApplicationSettingsTests {

	private static final String WRITTEN = "{\"ref\":\"a:b\",\"fullTitle\":\"One\",\"kind\":\"SHORT_FILM\",\"year\":2014,"
			+ "\"price\":9.90,\"at\":\"2014-12-25T12:00:00.000Z\",\"offset\":\"2014-12-25T11:00:00.000Z\","
			+ "\"date\":\"2014-12-25T12:00:00.000Z\",\"day\":\"25 Dec 2014\",\"runtime\":\"PT1H15M\",\"tags\":[\"one\"],"
			+ "\"titles\":{\"pt-BR\":\"Um\"},\"active\":true,\"custom\":{\"a\":1},\"inner\":{\"someValue\":\"x\"}}";

	static final List<String> properties = List.of("property-naming-strategy=SNAKE_CASE",
			"property-naming-strategy=UPPER_CAMEL_CASE", "default-property-inclusion=always",
			"default-property-inclusion=non_default", "date-format=yyyy", "time-zone=America/Lima", "locale=ar",
			"constructor-detector=use_properties_based", "constructor-detector=explicit_only", "visibility.field=any",
			"visibility.all=none", "serialization.wrap-root-value=true",
			"serialization.write-single-elem-arrays-unwrapped=true", "serialization.order-map-entries-by-keys=true",
			"serialization.indent-output=true", "datatype.enum.write-enums-using-index=true",
			"datatype.enum.write-enums-to-lowercase=true", "datatype.enum.write-enums-using-to-string=true",
			"datatype.enum.fail-on-numbers-for-enums=true", "json.write.write-numbers-as-strings=true",
			"json.write.escape-non-ascii=true", "deserialization.fail-on-unknown-properties=true",
			"deserialization.unwrap-root-value=true", "deserialization.fail-on-missing-creator-properties=true",
			"deserialization.use-java-array-for-json-array=true", "deserialization.fail-on-trailing-tokens=true",
			"mapper.use-annotations=false", "mapper.accept-case-insensitive-properties=true",
			"mapper.sort-properties-alphabetically=true", "mapper.default-view-inclusion=false",
			"mapper.infer-property-mutators=false", "mapper.allow-coercion-of-scalars=false",
			"use-jackson2-defaults=true", "find-and-add-modules=false");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

	@ParameterizedTest
	@FieldSource("properties")
	void propertiesOfTheApplicationChangeNothing(String property) {
		this.runner.withPropertyValues("spring.jackson." + property)
			.run((context) -> assertSame(context.getBean(JsonMapper.class)));
	}

	@ParameterizedTest
	@MethodSource
	void buildersOfTheApplicationChangeNothing(Consumer<JsonMapper.Builder> settings) {
		JsonMapper.Builder builder = JsonMapper.builder();
		settings.accept(builder);
		assertSame(builder.build());
	}

	static Stream<Consumer<JsonMapper.Builder>> buildersOfTheApplicationChangeNothing() {
		return Stream.of((builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE),
				(builder) -> builder.enable(EnumFeature.WRITE_ENUMS_USING_INDEX),
				(builder) -> builder.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
						DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS, DateTimeFeature.WRITE_DATES_WITH_ZONE_ID),
				(builder) -> builder.enable(SerializationFeature.WRAP_ROOT_VALUE)
					.enable(DeserializationFeature.UNWRAP_ROOT_VALUE),
				(builder) -> builder.enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS),
				(builder) -> builder.disable(MapperFeature.USE_ANNOTATIONS),
				(builder) -> builder.constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED),
				(builder) -> builder.defaultDateFormat(new SimpleDateFormat("yyyy"))
					.defaultTimeZone(TimeZone.getTimeZone("America/Lima"))
					.defaultLocale(Locale.forLanguageTag("ar")),
				(builder) -> builder.changeDefaultVisibility((checker) -> checker.withGetterVisibility(Visibility.NONE)
					.withFieldVisibility(Visibility.NONE)),
				(builder) -> builder.changeDefaultPropertyInclusion(
						(inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_DEFAULT)),
				(builder) -> builder.withConfigOverride(Date.class,
						(override) -> override.setFormat(JsonFormat.Value.forPattern("yyyy"))),
				(builder) -> builder.withConfigOverride(String.class,
						(override) -> override.setInclude(JsonInclude.Value.ALL_ALWAYS)),
				(builder) -> builder.activateDefaultTyping(
						BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build()));
	}

	private static void assertSame(JsonMapper application) {
		ResourceMapper mapper = new ResourceMapper(application);
		Wide wide = new Wide(Ref.of("a", "b"), "One", Kind.SHORT_FILM, 2014, new BigDecimal("9.90"),
				Instant.parse("2014-12-25T12:00:00Z"), OffsetDateTime.parse("2014-12-25T12:00:00+01:00"),
				Date.from(Instant.parse("2014-12-25T12:00:00Z")), Date.from(Instant.parse("2014-12-25T00:00:00Z")),
				Duration.ofMinutes(75), List.of("one"), Map.of(Locale.forLanguageTag("pt-BR"), "Um"), true,
				Map.of("a", 1), new Inner("x"), Optional.empty(), null);
		assertThat(mapper.write(wide)).hasToString(WRITTEN);
		assertThat(mapper.json().writeValueAsString(wide)).isEqualTo(WRITTEN);
		assertThat(read(mapper, WRITTEN.replace("{\"ref\"", "{\"unknown\":[1],\"ref\""), Wide.class))
			.isEqualTo(new Wide(wide.ref(), wide.fullTitle(), wide.kind(), wide.year(), wide.price(), wide.at(),
					OffsetDateTime.parse("2014-12-25T11:00:00Z"), wide.date(), wide.day(), wide.runtime(), wide.tags(),
					wide.titles(), wide.active(), wide.custom(), wide.inner(), wide.none(), null));
	}

	@Test
	void modulesOfTheApplicationAreKnown() {
		this.runner.withBean(SimpleModule.class, ApplicationSettingsTests::money)
			.run((context) -> assertReadsMoney(context.getBean(JsonMapper.class)));
		assertReadsMoney(JsonMapper.builder().addModule(money()).build());
	}

	private static void assertReadsMoney(JsonMapper application) {
		ResourceMapper mapper = new ResourceMapper(application);
		Priced priced = new Priced(new Money("EUR", new BigDecimal("9.90")));
		assertThat(mapper.write(priced)).hasToString("{\"price\":\"EUR 9.90\"}");
		assertThat(read(mapper, "{\"price\":\"EUR 9.90\"}", Priced.class)).isEqualTo(priced);
	}

	private static SimpleModule money() {
		return new SimpleModule("money").addSerializer(Money.class, new MoneySerializer())
			.addDeserializer(Money.class, new MoneyDeserializer());
	}

	@Test
	void mixInsOfTheApplicationAreKnown() {
		ResourceMapper mapper = new ResourceMapper(JsonMapper.builder().addMixIn(Inner.class, Renamed.class).build());
		assertThat(mapper.write(new Inner("x"))).hasToString("{\"another\":\"x\"}");
		assertThat(read(mapper, "{\"another\":\"x\"}", Inner.class)).isEqualTo(new Inner("x"));
	}

	@Test
	void subtypesOfTheApplicationAreKnown() {
		ResourceMapper mapper = new ResourceMapper(JsonMapper.builder().registerSubtypes(Circle.class).build());
		assertThat(mapper.write(new Drawing(new Circle(2))))
			.hasToString("{\"shape\":{\"is\":\"circle\",\"radius\":2}}");
		assertThat(read(mapper, "{\"shape\":{\"is\":\"circle\",\"radius\":2}}", Drawing.class))
			.isEqualTo(new Drawing(new Circle(2)));
	}

	@Test
	void filtersOfTheApplicationAreKnown() {
		ResourceMapper mapper = new ResourceMapper(JsonMapper.builder()
			.filterProvider(
					new SimpleFilterProvider().addFilter("own", SimpleBeanPropertyFilter.serializeAllExcept("secret")))
			.build());
		assertThat(mapper.write(new Filtered("x", "y"))).hasToString("{\"title\":\"x\"}");
	}

	@Test
	void theMapperOfTheApplicationStaysAsItIs() {
		JsonMapper application = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.build();
		new ResourceMapper(application).write(new Inner("x"));
		assertThat(application.registeredModules()).isEmpty();
		assertThat(application.writeValueAsString(new Inner("x"))).isEqualTo("{\"some_value\":\"x\"}");
	}

	private static <T> T read(ResourceMapper mapper, String json, Class<T> type) {
		return mapper
			.<T>read(List.of(("{\"films\":[" + json + "]}").getBytes(StandardCharsets.UTF_8)), "films",
					ResolvableType.forClass(type), true, Details.of("cafe-1", "metadata", "films"))
			.resources()
			.get(0);
	}

	enum Kind {

		SHORT_FILM;

		@Override
		public String toString() {
			return "Short film";
		}

	}

	record Wide(Ref ref, String fullTitle, Kind kind, int year, BigDecimal price, Instant at, OffsetDateTime offset,
			Date date, @JsonFormat(pattern = "dd MMM yyyy") Date day, Duration runtime, List<String> tags,
			Map<Locale, String> titles, boolean active, Map<String, Object> custom, Inner inner, Optional<String> none,
			@Nullable String nothing) {
	}

	record Inner(String someValue) {
	}

	record Money(String currency, BigDecimal amount) {
	}

	record Priced(Money price) {
	}

	record Drawing(Shape shape) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
	interface Shape {

	}

	@JsonTypeName("circle")
	record Circle(int radius) implements Shape {
	}

	@JsonFilter("own")
	record Filtered(String title, String secret) {
	}

	interface Renamed {

		@JsonProperty("another")
		String someValue();

	}

	static final class MoneySerializer extends StdSerializer<Money> {

		MoneySerializer() {
			super(Money.class);
		}

		@Override
		public void serialize(Money money, JsonGenerator generator, SerializationContext context) {
			generator.writeString(money.currency() + " " + money.amount());
		}

	}

	static final class MoneyDeserializer extends StdDeserializer<Money> {

		MoneyDeserializer() {
			super(Money.class);
		}

		@Override
		public Money deserialize(JsonParser parser, DeserializationContext context) {
			String[] parts = parser.getString().split(" ");
			return new Money(parts[0], new BigDecimal(parts[1]));
		}

	}

}
