package io.sequoia.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every row of docs/protocol.md, section 6.
 */
class CriteriaIntegrationTests {

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.builder()
			.emptyCatalogue()
			.clock(Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC))
			.start();
		http = new Http(sandbox);
		put("alpha", "title", "Alpha & the = sign", "type", "movie", "order", 1, "firstAiredAt",
				"2014-03-01T10:00:00.000Z", "tags", List.of("red", "blue"), "duration", "PT75M", "active", true,
				"custom", Map.of("colour", "green", "shelf", 7), "alternativeIdentifiers", Map.of("isan", "X-1"),
				"scores", Map.of("imdb", 8.5), "localisedTitle", Map.of("es", "Alfa"), "parentRef", "testmock:beta",
				"availabilityStartAt", "2026-01-01T00:00:00.000Z", "createdAt", "2014-03-01T10:00:00.000Z");
		put("beta", "title", "Beta+50% of A/B, or C", "type", "show", "order", 2, "firstAiredAt",
				"2015-03-01T12:00:00+02:00", "tags", List.of("blue"), "duration", "PT2H", "active", false, "custom",
				Map.of("colour", "red"), "alternativeIdentifiers", Map.of("isan", "X-2"), "scores", Map.of("imdb", 6),
				"availabilityEndAt", "2026-05-31T00:00:00.000Z", "longSynopsis", "Dragons over the Harbour",
				"createdAt", "2015-03-01T10:00:00.000Z");
		put("gamma", "title", "Gamma", "type", "episode", "order", 10, "firstAiredAt", "2016-01-01T00:00:00.000Z",
				"availabilityStartAt", "2027-01-01T00:00:00.000Z", "createdAt", "2016-01-01T00:00:00.000Z");
		put("delta", "title", "alpha in lower case", "type", "other");
	}

	private static void put(String name, Object... fields) {
		Map<String, Object> values = new LinkedHashMap<>(Map.of("name", name));
		for (int i = 0; i < fields.length; i += 2) {
			values.put((String) fields[i], fields[i + 1]);
		}
		sandbox.put("metadata", "contents", values);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			withType      ; movie               ; alpha
			withType      ; !movie              ; beta delta gamma
			withType      ; movie||episode      ; alpha gamma
			withType      ; !movie||episode     ; beta delta
			withTitle     ; Alpha*              ; alpha
			withTitle     ; *case               ; delta
			withTitle     ; !Alpha*             ; beta delta gamma
			withTitle     ; *sig*               ; alpha
			withTitle     ; Alpha*||*case       ; alpha delta
			withTitle     ; Alpha & the = sign  ; alpha
			withTitle     ; Beta+50% of A/B, or C; beta
			withOrder     ; *                   ; alpha beta gamma
			withOrder     ; !*                  ; delta
			withOrder     ; 2                   ; beta
			withOrder     ; 1||10               ; alpha gamma
			withCreatedAt ; 2014/2015           ; alpha
			withCreatedAt ; 2015-03-01T10:00:00.000Z; beta
			withCreatedAt ; 2015-03-01T11:00:00+01:00; beta
			withCreatedAt ; 2014-03-01T10:00:00.000Z/2015-03-01T10:00:00.000Z; alpha beta
			withCreatedAt ; !2014/2015          ; beta delta gamma
			withCreatedAt ; !2015/              ; alpha
			withCreatedAt ; /2015-03-01T10:00:00.000Z; alpha beta
			withCreatedAt ; !/2015-03           ; beta delta gamma
			withCreatedAt ; 2016-01-01/         ; delta gamma
			withCreatedAt ; /2015||2016/        ; alpha delta gamma
			withAvailabilityStartAt ; 2026/2027 ; alpha gamma
			withAvailabilityStartAt ; !2026/2026-06; gamma
			withAvailabilityStartAt ; !2027/    ; alpha
			withAvailabilityStartAt ; !/2026    ; gamma
			withActive    ; false               ; beta
			withActive    ; true                ; alpha delta gamma
			active        ; true                ; alpha delta gamma
			available     ; true                ; alpha delta
			available     ; false               ; beta gamma
			withParentRef ; testmock:beta       ; alpha
			withRef       ; testmock:alpha||testmock:beta; alpha beta
			withName      ; alpha               ; alpha
			withTags      ; red                 ; alpha
			withTags      ; blue                ; alpha beta
			withTags      ; !red                ; beta delta gamma
			withTags      ; red&&blue           ; alpha
			withTags      ; !red&&blue          ; beta delta gamma
			withTags      ; red&&green          ;
			withTags      ; red&&blue||blue     ; alpha beta
			withTags      ; green&&blue||red    ; alpha
			withAlternativeIdentifiers ; X-2    ; beta
			withAlternativeIdentifiers ; isan:X-1; alpha
			withAlternativeIdentifiers.isan ; X-*; alpha beta
			alternativeIdentifiers.isan ; X-2   ; beta
			scores.imdb   ; 8/                  ; alpha
			withScore.imdb; /6.0                ; beta
			withVersion   ; *                   ; alpha beta delta gamma
			q             ; alpha               ; alpha delta
			q             ; harbour DRAGON      ; beta
			q             ; nothing like it     ;
			""")
	void evaluatesFilter(String parameter, String value, String expected) {
		List<String> names = (expected != null) ? List.of(expected.split(" ")) : List.of();
		Http.Reply reply = http.contents(parameter, value);
		assertThat(reply.status()).as(reply.text()).isEqualTo(200);
		assertThat(reply.names()).isEqualTo(names);
	}

	@Test
	void repeatedParametersMustAllHold() {
		assertThat(http.contents("withTags", "red", "withTags", "blue").names()).containsExactly("alpha");
		assertThat(http.contents("withCreatedAt", "2015/", "withCreatedAt", "/2016").names()).containsExactly("beta",
				"gamma");
	}

	@Test
	void returnsOnlyTheFieldsAskedFor() {
		JsonAssert alpha = new JsonAssert(http.contents("withName", "alpha", "fields", "ref,title,custom.colour"));
		assertThat(alpha.text()).isEqualTo(
				"{\"ref\":\"testmock:alpha\",\"title\":\"Alpha & the = sign\",\"custom\":{\"colour\":\"green\"}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			name                ; alpha beta delta gamma
			-name               ; gamma delta beta alpha
			order               ; delta alpha beta gamma
			-order              ; gamma beta alpha delta
			parentRef,-firstAiredAt ; gamma beta delta alpha
			-parentRef,name     ; alpha beta delta gamma
			-firstAiredAt       ; gamma beta alpha delta
			availabilityStartAt,name ; beta delta alpha gamma
			availabilityEndAt,name ; beta alpha delta gamma
			-availabilityEndAt,name ; alpha delta gamma beta
			-scores.imdb        ; alpha beta delta gamma
			""")
	void sortsByEachKey(String sort, String expected) {
		assertThat(http.contents("sort", sort).names()).containsExactly(expected.split(" "));
	}

	@Test
	void countsMatchesWithoutAndWithResources() {
		Http.Reply counted = http.contents("count", "true", "perPage", "1", "withTags", "blue");
		assertThat(counted.meta().path("totalCount").asInt()).isEqualTo(2);
		assertThat(counted.names()).hasSize(1);
		Http.Reply only = http.contents("count", "true", "resources", "false");
		assertThat(only.meta().path("totalCount").asInt()).isEqualTo(4);
		assertThat(only.json().path("contents").isArray()).isTrue();
		assertThat(only.names()).isEmpty();
	}

	@Test
	void doesNotCountUnasked() {
		assertThat(http.contents().meta().has("totalCount")).isFalse();
		assertThat(http.contents("count", "false").meta().has("totalCount")).isFalse();
	}

	@Test
	void countsByFacets() {
		Http.Reply reply = http.contents("count", "type,tags");
		assertThat(reply.meta().path("facetCount").toString())
			.isEqualTo("{\"type\":{\"episode\":1,\"movie\":1,\"other\":1,\"show\":1},\"tags\":{\"blue\":2,\"red\":1}}");
		assertThat(http.contents("count", "active", "withTags", "blue").meta().path("facetCount").path("active"))
			.hasToString("{\"false\":1,\"true\":1}");
	}

	@Test
	void answersInTheLanguageAskedForWhereThereIsOne() {
		assertThat(http.contents("lang", "es").texts("contents", "title")).startsWith("Alfa", "Beta+50% of A/B, or C");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			withColour        ; red        ; withColour
			withColour.deep   ; red        ; withColour.deep
			nowhere.type      ; red        ; nowhere.type
			assets.type       ; image      ; assets.type
			fields            ; ref,colour ; fields
			sort              ; colour     ; sort
			sort              ; -custom    ; sort
			include           ; friends    ; include
			count             ; colour     ; count
			withOrder         ; two        ; withOrder
			withActive        ; yes        ; withActive
			active            ; yes        ; active
			available         ; yes        ; available
			withCreatedAt     ; tomorrow   ; withCreatedAt
			withCreatedAt     ; /          ; withCreatedAt
			withReleaseYear   ; 2014       ; withReleaseYear
			withtitle         ; x          ; withtitle
			custom.colour     ; green      ; custom.colour
			withReapAt        ; *          ; withReapAt
			sort              ; type       ; sort
			sort              ; custom.colour ; sort
			withTags          ; red&&      ; withTags
			withType          ; movie||    ; withType
			perPage           ; 0          ; perPage
			perPage           ; 101        ; perPage
			perPage           ; many       ; perPage
			page              ; 0          ; page
			continue          ; 00abc      ; continue
			""")
	void refusesWhatItCannotEvaluateNamingTheParameter(String parameter, String value, String key) {
		Http.Reply reply = http.contents(parameter, value);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("error").asString()).isEqualTo("Bad Request");
		assertThat(reply.json().path("validation").path("source").asString()).isEqualTo("query");
		assertThat(reply.validationKeys()).containsExactly(key);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			withOrder    ; 1/2          ; it takes no ranges
			withOrder    ; !2/          ; it takes no ranges
			withActive   ; true/        ; it takes no ranges
			withParentRef; testmock:a/testmock:b; it takes no ranges
			withName     ; a/b          ; it takes no ranges
			withType     ; movie/show   ; it takes no ranges
			withTitle    ; !/M          ; it takes no ranges
			withTitle    ; A/           ; it takes no ranges
			withType     ; mov*         ; it takes no '*' beside text
			withTags     ; *e           ; it takes no '*' beside text
			withParentRef; testmock:*   ; it takes no '*' beside text
			withName     ; a||b*        ; it takes no '*' beside text
			withReleaseYear; 2014/2015  ; there is no filter 'withReleaseYear' of contents
			""")
	void refusesOperatorsThatTheFilterDoesNotTakeSayingWhichItTakes(String parameter, String value, String reason) {
		Http.Reply reply = http.contents(parameter, value);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly(parameter);
		assertThat(reply.json().path("message").asString()).contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "_pretty", "_", "raw" })
	void ignoresParametersThatAreNoCriteria(String parameter) {
		assertThat(http.contents(parameter, "true").names()).hasSize(4);
	}

	private record JsonAssert(Http.Reply reply) {

		String text() {
			return this.reply.json().path("contents").get(0).toString();
		}

	}

}
