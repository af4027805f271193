package io.sequoia.core.mapping;

import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.contract.Proves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResourceMapperTests {

	private static final Details DETAILS = Details.of("cafe-1", "metadata", "films");

	private final ResourceMapper mapper = new ResourceMapper(JsonMapper.shared());

	@Test
	@Proves({ "4 envelope", "4 meta" })
	void readsWholeEnvelope() {
		Envelope<Film> envelope = read("""
				{"meta":{"totalCount":2,"continue":"/c","facetCount":{"type":{"movie":7}}},
				 "films":[{"ref":"a:b","title":"One","unknown":{"x":[1]},"runtime":"PT75M","scores":3}],
				 "linked":{"assets":[{"ref":"a:c"}],"none":[]},"extra":[[]]}""");
		assertThat(envelope.meta().next()).isEqualTo("/c");
		assertThat(envelope.meta().totalCount()).hasValue(2);
		assertThat(envelope.meta().facets()).isEqualTo(Map.of("type", Map.of("movie", 7L)));
		assertThat(envelope.resources()).singleElement().satisfies((film) -> {
			assertThat(film.ref()).isEqualTo(Ref.of("a", "b"));
			assertThat(film.runtime()).isEqualTo(Duration.ofMinutes(75));
			assertThat(film.assets()).isEmpty();
		});
		assertThat(envelope.linked()).containsOnlyKeys("assets", "none");
		assertThat(envelope.linked().get("assets").get(0).path("ref").stringValue()).isEqualTo("a:c");
	}

	@Test
	void readsMetaThatFollowsTheResources() {
		assertThat(read("{\"films\":[],\"meta\":{\"next\":\"/n\"}}").meta().next()).isEqualTo("/n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none",
			value = { "{\"continue\":\"/c\",\"next\":\"/n\"} | /c", "{\"next\":\"/n\",\"continue\":\"/c\"} | /c",
					"{\"continue\":null,\"next\":\"/n\"} | /n", "{\"continue\":null} | none", "{} | none",
					"{\"next\":null} | none" })
	@Proves("7 continue before next")
	void followsContinueBeforeNext(String meta, @Nullable String link) {
		assertThat(read("{\"meta\":" + meta + ",\"films\":[]}").meta().next()).isEqualTo(link);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"continue\":\"\"} | meta.continue", "{\"continue\":\" \"} | meta.continue",
					"{\"continue\":7} | meta.continue", "{\"continue\":{}} | meta.continue",
					"{\"continue\":true} | meta.continue", "{\"next\":[]} | meta.next",
					"{\"totalCount\":-1} | meta.totalCount", "{\"totalCount\":\"5\"} | meta.totalCount",
					"{\"totalCount\":1.5} | meta.totalCount", "{\"totalCount\":9223372036854775808} | meta.totalCount",
					"[] | meta is not an object", "7 | meta is not an object" })
	void refusesMetaOfAnotherShape(String meta, String named) {
		assertMalformed("{\"meta\":" + meta + ",\"films\":[]}", named);
	}

	@Test
	void takesNullForAbsent() {
		Envelope<Film> envelope = read("{\"meta\":null,\"films\":[{}],\"linked\":{\"assets\":null,\"offers\":[{}]}}");
		assertThat(envelope.meta()).isEqualTo(PageMeta.NONE);
		assertThat(envelope.resources()).hasSize(1);
		assertThat(envelope.linked()).containsOnlyKeys("offers");
		assertThat(read("{\"films\":[],\"linked\":null}").linked()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "`` | is empty", "null | is not a JSON object",
			"[] | is not a JSON object", "42 | is not a JSON object", "\"films\" | is not a JSON object",
			"<html> | is not the JSON", "{} | has no 'films'", "{\"meta\":{}} | has no 'films'",
			"{\"films\":null} | no list in 'films'", "{\"films\":{}} | no list in 'films'",
			"{\"films\":[null]} | no object at films[0]", "{\"films\":[{},7]} | no object at films[1]",
			"{\"films\":[]} x | is not the JSON", "{\"films\":[]}{\"films\":[]} | has more content after its end",
			"{\"films\":[] | is not the JSON", "{\"films\":[],\"linked\":{\"assets\":{}}} | no list in linked.assets",
			"{\"films\":[],\"linked\":{\"assets\":[{},null]}} | no object at linked.assets[1]",
			"{\"films\":[{},{\"year\":\"x\"}]} | films[1].year", "{\"films\":[{\"ref\":\"nonsense\"}]} | films[0].ref",
			"{\"films\":[{\"categoryRefs\":[\"a:b\",\"c\"]}]} | films[0].categoryRefs[1]",
			"{\"films\":[{\"releasedAt\":\"soon\"}]} | films[0].releasedAt" })
	void refusesOddBodyAndNamesThePlace(String body, String named) {
		assertMalformed(body, named);
	}

	@Test
	void refusesNullForAPrimitiveAndNamesThePlace() {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> this.mapper.read(bytes("{\"films\":[{\"year\":1},{\"year\":null}]}"), "films",
					ResolvableType.forClass(Counted.class), true, DETAILS))
			.withMessageContaining("films[1].year");
	}

	@Test
	void givesAPrimitiveThatIsAbsentItsDefault() {
		ResourceMapper strict = new ResourceMapper(JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.build());
		for (ResourceMapper each : List.of(this.mapper, strict)) {
			assertThat(each
				.<Primitives>read(bytes("{\"films\":[{\"title\":\"One\"}]}"), "films",
						ResolvableType.forClass(Primitives.class), true, DETAILS)
				.resources())
				.containsExactly(new Primitives("One", false, 0, 0, 0, 0, (byte) 0, (short) 0, '\0', null));
		}
		assertThat(this.mapper
			.<Preset>read(bytes("{\"films\":[{}]}"), "films", ResolvableType.forClass(Preset.class), true, DETAILS)
			.resources()).singleElement().satisfies((preset) -> assertThat(preset.year).isEqualTo(1895));
	}

	@Test
	void refusesDepth() {
		assertMalformed("[".repeat(10_000), "not a JSON object");
		assertMalformed("{\"films\":[{\"unknown\":" + "[".repeat(10_000) + "]}]}", "films[0]");
		assertMalformed("{\"extra\":" + "[".repeat(10_000), "nesting depth");
	}

	@Test
	void goesWithoutTheCollectionWhereItMayBeMissing() {
		Envelope<Film> envelope = this.mapper.read(bytes("{\"meta\":{\"totalCount\":5}}"), "films",
				ResolvableType.forClass(Film.class), false, DETAILS);
		assertThat(envelope.resources()).isEmpty();
		assertThat(envelope.meta().totalCount()).hasValue(5);
	}

	@Test
	@Proves("4 timestamps")
	void writesTheFormsOfTheProtocol() {
		assertThat(this.mapper.write(film())).hasToString("{\"ref\":\"a:b\",\"title\":\"One\",\"runtime\":\"PT1H15M\","
				+ "\"releasedAt\":\"2014-12-25T12:00:00.000Z\",\"year\":2014,\"categoryRefs\":[\"a:c\"],"
				+ "\"kind\":\"FEATURE\"}");
	}

	@Test
	@Proves({ "4 timestamps", "P offset dropped" })
	void writesPointsInTimeInUtcWithMilliseconds() {
		OffsetDateTime paris = OffsetDateTime.parse("2014-12-25T12:03+02:00");
		ResourceMapper configured = new ResourceMapper(JsonMapper.builder()
			.defaultDateFormat(new SimpleDateFormat("yyyy"))
			.defaultTimeZone(TimeZone.getTimeZone("America/Lima"))
			.build());
		for (ResourceMapper each : List.of(this.mapper, configured)) {
			assertThat(each.write(new Times(Instant.parse("2014-12-25T10:03:00.1239Z"), paris, paris.toZonedDateTime(),
					Date.from(paris.toInstant()))))
				.hasToString("{\"instant\":\"2014-12-25T10:03:00.123Z\",\"offset\":\"2014-12-25T10:03:00.000Z\","
						+ "\"zoned\":\"2014-12-25T10:03:00.000Z\",\"date\":\"2014-12-25T10:03:00.000Z\"}");
		}
	}

	@Test
	@Proves("P offset dropped")
	void readsPointsInTimeWithTheirOffset() {
		Instant time = Instant.parse("2014-12-25T10:03:00Z");
		for (String text : List.of("2014-12-25T10:03:00.000Z", "2014-12-25T12:03:00+02:00")) {
			Times times = this.mapper
				.<Times>read(bytes(
						"{\"films\":[{\"instant\":\"%1$s\",\"offset\":\"%1$s\",\"zoned\":\"%1$s\",\"date\":\"%1$s\"}]}"
							.formatted(text)),
						"films", ResolvableType.forClass(Times.class), true, DETAILS)
				.resources()
				.get(0);
			assertThat(times.instant()).isEqualTo(time);
			assertThat(times.offset().toInstant()).isEqualTo(time);
			assertThat(times.zoned().toInstant()).isEqualTo(time);
			assertThat(times.date().toInstant()).isEqualTo(time);
		}
	}

	@Test
	void keepsWhatATypeDoesNotNameOnlyWhereItAsksForThat() {
		String body = "{\"films\":[{\"custom\":{\"a\":[1]},\"secret\":\"s\",\"title\":\"One\",\"year\":2014}]}";
		assertThat(read(body, Titled.class)).isEqualTo(new Titled("One"));
		Collecting collecting = read(body, Collecting.class);
		assertThat(collecting.title).isEqualTo("One");
		assertThat(collecting.others).containsOnlyKeys("custom", "year").containsEntry("year", 2014);
	}

	private <T> T read(String body, Class<T> type) {
		return this.mapper.<T>read(bytes(body), "films", ResolvableType.forClass(type), true, DETAILS)
			.resources()
			.get(0);
	}

	@Test
	void staysTheSameWhateverTheApplicationSetsForItsOwnJson() {
		ResourceMapper configured = new ResourceMapper(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.build());
		assertThat(configured.write(film())).isEqualTo(this.mapper.write(film()));
		assertThat(configured.<Film>read(this.mapper.write(film()), ResolvableType.forClass(Film.class), "", DETAILS))
			.isEqualTo(new Film(Ref.of("a", "b"), "One", Duration.ofMinutes(75), film().releasedAt(), 2014,
					film().categoryRefs(), Kind.FEATURE, List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"films\":[{\"assets\":null}]}", "{\"films\":[{}]}" })
	void fillsLinkedWithAnEmptyList(String body) {
		assertThat(read(body).resources().get(0).assets()).isEmpty();
	}

	@Test
	void namesIdAndVersionAsTheProtocolDoes() {
		Named named = new Named();
		named.key = "a:b";
		named.revision = "7";
		assertThat(this.mapper.write(named)).hasToString("{\"ref\":\"a:b\",\"version\":\"7\"}");
		Named read = this.mapper.read(this.mapper.write(named), ResolvableType.forClass(Named.class), "", DETAILS);
		assertThat(read.key).isEqualTo("a:b");
		assertThat(read.revision).isEqualTo("7");
	}

	@Test
	void wrapsResources() {
		assertThat(this.mapper.envelope("films", List.of(this.mapper.serialize(Map.of("name", "x")))))
			.asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"films\":[{\"name\":\"x\"}]}");
	}

	@Test
	void refusesWhatCannotBeWritten() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(new Unserialisable()))
			.withMessageContaining(Unserialisable.class.getName())
			.withMessageContaining("no title yet");
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(List.of()))
			.withMessageContaining("is not a JSON object");
	}

	private void assertMalformed(String body, String named) {
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read(body))
			.withMessageStartingWith("The answer of metadata/films ")
			.withMessageContaining(named)
			.withMessageEndingWith("correlation id cafe-1")
			.satisfies((failure) -> assertThat(failure.details()).isEqualTo(DETAILS));
	}

	private Envelope<Film> read(String body) {
		return this.mapper.read(bytes(body), "films", ResolvableType.forClass(Film.class), true, DETAILS);
	}

	@Test
	void readsAnAnswerThatCameInParts() {
		byte[] whole = "{\"meta\":{},\"films\":[{\"title\":\"Gl\u00fcck \ud83c\udfac\"}]}"
			.getBytes(StandardCharsets.UTF_8);
		for (int first = 0; first <= whole.length; first++) {
			for (int second = first; second <= whole.length; second++) {
				List<byte[]> parts = List.of(Arrays.copyOf(whole, first), Arrays.copyOfRange(whole, first, second),
						Arrays.copyOfRange(whole, second, whole.length));
				assertThat(this.mapper
					.<Map<String, Object>>read(parts, "films", ResolvableType.forClass(Map.class), true, DETAILS)
					.resources()).containsExactly(Map.of("title", "Gl\u00fcck \ud83c\udfac"));
			}
		}
	}

	private static List<byte[]> bytes(String text) {
		return List.of(text.getBytes(StandardCharsets.UTF_8));
	}

	private static Film film() {
		return new Film(Ref.of("a", "b"), "One", Duration.ofMinutes(75), Instant.parse("2014-12-25T12:00:00Z"), 2014,
				List.of(Ref.of("a", "c")), Kind.FEATURE, List.of(Map.of("ref", "a:d")));
	}

	enum Kind {

		FEATURE;

		@Override
		public String toString() {
			return "Feature film";
		}

	}

	record Film(@Nullable Ref ref, @Nullable String title, @Nullable Duration runtime, @Nullable Instant releasedAt,
			@Nullable Integer year, @Nullable List<Ref> categoryRefs, @Nullable Kind kind,
			@Linked("assets") List<Map<String, String>> assets) {
	}

	record Counted(int year) {
	}

	record Primitives(String title, boolean active, int year, long size, double score, float share, byte level,
			short order, char letter, @Nullable Integer boxed) {
	}

	static final class Preset {

		public int year = 1895;

	}

	record Times(Instant instant, OffsetDateTime offset, ZonedDateTime zoned, Date date) {
	}

	record Titled(String title) {
	}

	@JsonIgnoreProperties("secret")
	static final class Collecting {

		public @Nullable String title;

		@JsonAnySetter
		public Map<String, Object> others = new HashMap<>();

	}

	static final class Named {

		@Id
		public @Nullable String key;

		@Version
		public @Nullable String revision;

		public @Nullable String title;

	}

	static final class Unserialisable {

		public String getTitle() {
			throw new IllegalStateException("no title yet");
		}

	}

}
