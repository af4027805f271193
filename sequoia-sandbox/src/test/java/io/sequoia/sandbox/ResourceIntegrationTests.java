package io.sequoia.sandbox;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The operations of docs/protocol.md, section 4.
 */
class ResourceIntegrationTests {

	private static final String CONTENTS = "/metadata/data/contents";

	private static final String OWNER = "?owner=testmock";

	private SequoiaSandbox sandbox;

	private Http http;

	private final MutableClock clock = new MutableClock("2026-01-01T10:00:00.000Z");

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().emptyCatalogue().furtherOwners("other").clock(this.clock).start();
		this.http = new Http(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private JsonNode store(String resources) {
		Http.Reply reply = this.http.post(CONTENTS + OWNER, "{\"contents\":[" + resources + "]}");
		assertThat(reply.status()).as(reply.text()).isEqualTo(200);
		return reply.json().path("contents").get(0);
	}

	@Test
	void storesAndReadsOne() {
		JsonNode stored = store("{\"owner\":\"testmock\",\"name\":\"a\",\"title\":\"A\",\"type\":\"movie\"}");
		assertThat(stored.path("ref").asString()).isEqualTo("testmock:a");
		assertThat(stored.path("version").asString()).matches("[a-f0-9]{40}");
		assertThat(stored.path("createdAt").asString()).isEqualTo("2026-01-01T10:00:00.000Z");
		assertThat(stored.path("createdBy").asString()).isEqualTo("root:sandbox-client");
		assertThat(stored.path("active").asBoolean()).isTrue();
		Http.Reply read = this.http.get(CONTENTS + "/testmock:a" + OWNER);
		assertThat(read.json().path("contents").get(0)).isEqualTo(stored);
	}

	@Test
	void readsThoseOfManyThatAreThere() {
		store("{\"type\":\"movie\",\"name\":\"a\"},{\"type\":\"movie\",\"name\":\"b\"},{\"type\":\"movie\",\"name\":\"c\"}");
		assertThat(this.http.get(CONTENTS + "/testmock:c,testmock:x,testmock:a" + OWNER).names()).containsExactly("a",
				"c");
		assertThat(this.http.get(CONTENTS + "/testmock%3Ac%2Ctestmock%3Aa" + OWNER).names()).containsExactly("a", "c");
	}

	@Test
	void answers404WhereNoneIsFound() {
		Http.Reply reply = this.http.get(CONTENTS + "/testmock:x,testmock:y" + OWNER);
		assertThat(reply.status()).isEqualTo(404);
		assertThat(reply.json().path("statusCode").asInt()).isEqualTo(404);
		assertThat(reply.json().path("error").asString()).isEqualTo("Not Found");
		assertThat(reply.json().path("message").asString()).contains("testmock:x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a:b:c", ":b", "a:", "a:b.c", "%2e%2e:b" })
	void refusesWhatIsNoRef(String ref) {
		Http.Reply reply = this.http.get(CONTENTS + "/" + ref + OWNER);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("ref");
	}

	@Test
	void storingTheSameAgainChangesNothing() {
		JsonNode first = store(
				"{\"type\":\"movie\",\"name\":\"a\",\"title\":\"A\",\"tags\":[\"x\"],\"custom\":{\"p\":1,\"q\":2}}");
		this.clock.advanceSeconds(60);
		JsonNode again = store(
				"{\"type\":\"movie\",\"custom\":{\"q\":2,\"p\":1},\"tags\":[\"x\"],\"title\":\"A\",\"name\":\"a\"}");
		assertThat(again).isEqualTo(first);
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(1);
	}

	@Test
	void storingTheSameAgainChangesNothingInListsOfObjects() {
		JsonNode first = store("{\"type\":\"movie\",\"name\":\"a\",\"notes\":[{\"p\":1,\"q\":[{\"r\":1,\"s\":2}]}]}");
		JsonNode again = store("{\"type\":\"movie\",\"name\":\"a\",\"notes\":[{\"q\":[{\"s\":2,\"r\":1}],\"p\":1}]}");
		assertThat(again.path("version")).isEqualTo(first.path("version"));
		JsonNode other = store("{\"type\":\"movie\",\"name\":\"a\",\"notes\":[{\"p\":1,\"q\":[{\"r\":2,\"s\":1}]}]}");
		assertThat(other.path("version")).isNotEqualTo(first.path("version"));
	}

	@Test
	void storingReplacesTheWholeResource() {
		JsonNode first = store("{\"type\":\"movie\",\"name\":\"a\",\"title\":\"A\",\"tags\":[\"x\"]}");
		this.clock.advanceSeconds(60);
		JsonNode second = store("{\"type\":\"movie\",\"name\":\"a\",\"title\":\"B\"}");
		assertThat(second.has("tags")).isFalse();
		assertThat(second.path("version")).isNotEqualTo(first.path("version"));
		assertThat(second.path("createdAt")).isEqualTo(first.path("createdAt"));
		assertThat(second.path("updatedAt").asString()).isEqualTo("2026-01-01T10:01:00.000Z");
	}

	@Test
	void makesANameWhereNoneIsGivenSoThatRepeatingDuplicates() {
		String name = store("{\"type\":\"movie\",\"title\":\"A\"}").path("name").asString();
		assertThat(store("{\"type\":\"movie\",\"title\":\"A\"}").path("name").asString()).isNotEqualTo(name)
			.isNotEmpty();
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(2);
	}

	@Test
	void storesTimesAndAuthorsThatATestGivesInTheFormOfThePlatform() {
		Map<String, Object> stored = this.sandbox.put("metadata", "contents",
				Map.of("name", "a", "type", "movie", "createdAt", Instant.parse("2020-01-01T10:00:00.123456789Z"),
						"updatedAt", OffsetDateTime.parse("2020-01-02T10:00:00+02:00"), "updatedBy", "testmock:me"));
		assertThat(stored).containsEntry("createdAt", "2020-01-01T10:00:00.123Z")
			.containsEntry("updatedAt", "2020-01-02T08:00:00.000Z")
			.containsEntry("updatedBy", "testmock:me");
		for (String field : List.of("createdAt", "createdBy", "deletedAt")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.sandbox.put("metadata", "contents",
						Map.of("name", "a", "type", "movie", field, "yesterday")))
				.withMessageContaining("contents[0]." + field);
		}
	}

	@Test
	void keepsFieldsThatTheDescriptorDoesNotKnow() {
		assertThat(
				store("{\"type\":\"movie\",\"name\":\"a\",\"shelfMark\":{\"row\":[1,2]}}").path("shelfMark").toString())
			.isEqualTo("{\"row\":[1,2]}");
	}

	@Test
	void ignoresReadOnlyFieldsAndNulls() {
		JsonNode stored = store(
				"{\"ref\":\"testmock:a\",\"name\":\"a\",\"type\":\"movie\",\"version\":\"x\",\"createdAt\":\"2000-01-01T00:00:00.000Z\",\"title\":null}");
		assertThat(stored.path("createdAt").asString()).startsWith("2026");
		assertThat(stored.path("version").asString()).hasSize(40);
		assertThat(stored.has("title")).isFalse();
	}

	@Test
	void storesTheValueThatAnAlternativeStandsFor() {
		this.http.post("/metadata/data/assets" + OWNER,
				"{\"assets\":[{\"name\":\"a\",\"type\":\"image\",\"fileFormat\":\"jpeg\"}]}");
		assertThat(this.sandbox.resources("metadata", "assets").get(0)).containsEntry("fileFormat", "jpg")
			.containsEntry("fullMediaType", "image/jpeg");
	}

	@Test
	void gathersTheContentsOfAnOffer() {
		this.http.post("/metadata/data/offers" + OWNER, """
				{"offers":[{"name":"a","type":"linear","descriptiveContentRef":"testmock:x",
				"scopeContentRefs":["testmock:y","testmock:x"],"contentRefs":["testmock:z"]}]}""");
		assertThat(this.sandbox.resources("metadata", "offers").get(0)).containsEntry("contentRefs",
				List.of("testmock:x", "testmock:y"));
	}

	@Test
	void takesNoMoreCustomFieldsThanAHundred() {
		String custom = IntStream.range(0, 101)
			.mapToObj((i) -> "\"k" + i + "\":1")
			.collect(Collectors.joining(",", "{", "}"));
		Http.Reply reply = this.http.post(CONTENTS + OWNER,
				"{\"contents\":[{\"name\":\"a\",\"type\":\"movie\",\"custom\":" + custom + "}]}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("contents[0].custom");
	}

	@Test
	void storesTimestampsInUtcWithMilliseconds() {
		assertThat(store("{\"type\":\"movie\",\"name\":\"a\",\"firstAiredAt\":\"2014-12-25T12:03:00+02:00\"}")
			.path("firstAiredAt")
			.asString()).isEqualTo("2014-12-25T10:03:00.000Z");
	}

	@Test
	void keepsTheYearOfATimestamp() {
		assertThat(store("{\"type\":\"movie\",\"name\":\"a\",\"firstAiredAt\":\"0000-12-25T12:03:00Z\"}")
			.path("firstAiredAt")
			.asString()).isEqualTo("0000-12-25T12:03:00.000Z");
	}

	@Test
	void storesNumbersOfAnyExponent() {
		Http.Reply reply = this.http.post("/metadata/data/assets" + OWNER,
				"{\"assets\":[{\"name\":\"a\",\"type\":\"video\",\"mediaInfo\":{\"frameRate\":1e999999999}}]}");
		assertThat(reply.status()).as(reply.text()).isEqualTo(200);
	}

	@Test
	void answersWhereAHandlerFailsWithAnError() {
		Http.Reply reply = this.http.post(CONTENTS + OWNER,
				"{\"contents\":[{\"name\":\"a\",\"type\":\"movie\",\"scores\":{\"a" + ".a".repeat(20_000) + "\":1}}]}");
		assertThat(reply.status()).as(reply.text()).isEqualTo(500);
		assertThat(reply.json().path("message").asString()).contains("StackOverflowError");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					contents | {"type":"movie","name":"a b"}                         | contents[0].name
					contents | {"type":"movie","name":"a","ref":"testmock:b"}        | contents[0].ref
					contents | {"type":"movie","name":"a","owner":"other"}           | contents[0].owner
					contents | {"name":"a","type":"opera"}            | contents[0].type
					contents | {"type":"movie","name":"a","order":-1}                | contents[0].order
					contents | {"type":"movie","name":"a","order":"1"}               | contents[0].order
					contents | {"type":"movie","name":"a","active":"true"}           | contents[0].active
					contents | {"type":"movie","name":"a","firstAiredAt":"yesterday"}   | contents[0].firstAiredAt
					contents | {"type":"movie","name":"a","duration":"75 minutes"}   | contents[0].duration
					contents | {"type":"movie","name":"a","tags":"x"}                | contents[0].tags
					contents | {"type":"movie","name":"a","tags":[1]}                | contents[0].tags
					contents | {"type":"movie","name":"a","title":["x"]}             | contents[0].title
					contents | {"type":"movie","name":"a","parentRef":"x"}           | contents[0].parentRef
					contents | {"type":"movie","name":"a","categoryRefs":["x:y","x"]}| contents[0].categoryRefs
					contents | {"type":"movie","name":"a","custom":{"a b":1}}        | contents[0].custom.a b
					contents | {"type":"movie","name":"a","scores":{"a":"x"}}        | contents[0].scores
					contents | {"type":"movie","name":"a"},{"type":"movie","name":"b","order":"x"}  | contents[1].order
					contents | 7                                      | contents[0]
					contents | {"name":"a"}                           | contents[0].type
					contents | {"name":"a","type":"series"}           | contents[0].type
					contents | {"name":"a","type":"movie","ratings":{"FSK":"12"}}  | contents[0].ratings.FSK
					contents | {"name":"a","type":"movie","ratings":{"BBFC":"13"}} | contents[0].ratings.BBFC
					contents | {"name":"a","type":"movie","releaseYear":"soon"}    | contents[0].releaseYear
					contents | {"name":"a","type":"movie","localisedTitle":"x"}    | contents[0].localisedTitle
					contents | {"name":"a","type":"movie","localisedTitle":{"xx":"x"}} | contents[0].localisedTitle.xx
					contents | {"name":"a","type":"movie","alternativeIdentifiers":{"a":1}} | contents[0].alternativeIdentifiers
					assets   | {"name":"a"}                           | assets[0].type
					assets   | {"name":"a","type":"image","fileFormat":"doc"}      | assets[0].fileFormat
					assets   | {"name":"a","type":"audio","languages":["en","xx"]} | assets[0].languages
					assets   | {"name":"a","type":"video","checksum":"XYZ"}        | assets[0].checksum
					assets   | {"name":"a","type":"video","mediaInfo":{"bitrate":-1}} | assets[0].mediaInfo.bitrate
					assets   | {"name":"a","type":"video","mediaInfo":{"frameRate":-0.1}} | assets[0].mediaInfo.frameRate
					assets   | {"name":"a","type":"video","mediaInfo":{"videoTracks":[{"codec":"H.262"},{"codec":"x"}]}} | assets[0].mediaInfo.videoTracks.codec
					offers   | {"name":"a","type":"linear","price":{"SEK":9}}      | offers[0].price.SEK
					awards   | {"name":"a","level":"third"}           | awards[0].level
					segments | {"name":"a","type":"chapter"}          | segments[0].contentRef
					offers   | {"name":"a","type":"gift"}             | offers[0].type
					""")
	void refusesWhatBreaksTheDescriptorNamingTheField(String kind, String resources, String key) {
		Http.Reply reply = this.http.post("/metadata/data/" + kind + OWNER, "{\"" + kind + "\":[" + resources + "]}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("validation").path("source").asString()).isEqualTo("payload");
		assertThat(reply.validationKeys()).containsExactly(key);
		assertThat(this.sandbox.resources("metadata", kind)).as("nothing of the batch is stored").isEmpty();
	}

	@Test
	void namesEveryFieldThatIsWrong() {
		Http.Reply reply = this.http.post("/metadata/data/credits" + OWNER, "{\"credits\":[{\"name\":\"a\"}]}");
		assertThat(reply.validationKeys()).containsExactlyInAnyOrder("credits[0].personRef", "credits[0].roleRef",
				"credits[0].contentRef");
		assertThat(reply.json().path("message").asString()).contains("credits[0].roleRef is required");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "[", "{}", "[]", "7", "{\"contents\":{}}", "{\"contents\":[]}", "{\"contents\":[{}]} x",
					"{\"contents\":[{\"name\":\"a\",\"type\":\"movie\",\"custom\":{\"x\":1e99999999999}}]}" })
	void refusesABodyOfTheWrongShape(String body) {
		Http.Reply reply = this.http.post(CONTENTS + OWNER, body);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("validation").path("source").asString()).isEqualTo("payload");
	}

	@Test
	void takesAHundredAtOnceAndNoMore() {
		assertThat(this.http.post(CONTENTS + OWNER, batch(100)).status()).isEqualTo(200);
		Http.Reply reply = this.http.post(CONTENTS + OWNER, batch(101));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("message").asString()).contains("100").contains("101");
	}

	private static String batch(int size) {
		return IntStream.range(0, size)
			.mapToObj((i) -> "{\"type\":\"movie\",\"name\":\"n" + i + "\"}")
			.collect(Collectors.joining(",", "{\"contents\":[", "]}"));
	}

	@Test
	void updatesTheVersionThatIsGiven() {
		String version = store("{\"type\":\"movie\",\"name\":\"a\",\"title\":\"A\"}").path("version").asString();
		Http.Reply reply = this.http.put(CONTENTS + "/testmock:a" + OWNER, version,
				"{\"contents\":[{\"type\":\"movie\",\"ref\":\"testmock:a\",\"owner\":\"testmock\",\"name\":\"a\",\"title\":\"B\"}]}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("contents").get(0).path("title").asString()).isEqualTo("B");
		assertThat(reply.json().path("contents").get(0).path("version").asString()).isNotEqualTo(version);
	}

	@Test
	void answers412ToAnotherVersion() {
		store("{\"type\":\"movie\",\"name\":\"a\",\"title\":\"A\"}");
		Http.Reply reply = this.http.put(CONTENTS + "/testmock:a" + OWNER, "0".repeat(40),
				"{\"contents\":[{\"type\":\"movie\",\"name\":\"a\",\"title\":\"B\"}]}");
		assertThat(reply.status()).isEqualTo(412);
		assertThat(reply.text()).isEqualTo("{\"statusCode\":412,\"error\":\"Precondition Failed\","
				+ "\"message\":\"document cannot be changed - versions do not match\"}");
		assertThat(this.sandbox.resources("metadata", "contents").get(0)).containsEntry("title", "A");
	}

	@Test
	void answers412WhereTheResourceIsGone() {
		assertThat(this.http
			.put(CONTENTS + "/testmock:a" + OWNER, "0".repeat(40),
					"{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}")
			.status()).isEqualTo(412);
	}

	@Test
	void refusesAVersionWithoutQuotes() {
		store("{\"type\":\"movie\",\"name\":\"a\"}");
		Http.Reply reply = this.http.send(this.http.request(CONTENTS + "/testmock:a" + OWNER)
			.header("If-Match", "abc")
			.PUT(HttpRequest.BodyPublishers.ofString("{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}")));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("if-match");
	}

	@Test
	void putsWithoutAVersionAsAStoreOfOne() {
		Http.Reply reply = this.http.send(this.http.request(CONTENTS + "/testmock:a" + OWNER)
			.PUT(HttpRequest.BodyPublishers
				.ofString("{\"contents\":[{\"type\":\"movie\",\"name\":\"a\",\"title\":\"A\"}]}")));
		assertThat(reply.status()).isEqualTo(200);
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(1);
	}

	@Test
	void refusesToUpdateAnotherResourceThanThePathNames() {
		String version = store("{\"type\":\"movie\",\"name\":\"a\"},{\"type\":\"movie\",\"name\":\"b\"}")
			.path("version")
			.asString();
		Http.Reply reply = this.http.put(CONTENTS + "/testmock:a" + OWNER, version,
				"{\"contents\":[{\"type\":\"movie\",\"name\":\"b\"}]}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("contents[0].ref");
	}

	@Test
	void ofTwoUpdatesOfOneVersionOnlyOneSucceeds() throws Exception {
		String version = store("{\"type\":\"movie\",\"name\":\"a\",\"order\":0}").path("version").asString();
		this.http.token();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Integer>> updates = new ArrayList<>();
			for (int i = 1; i <= 24; i++) {
				String body = "{\"contents\":[{\"type\":\"movie\",\"name\":\"a\",\"order\":" + i + "}]}";
				updates.add(() -> this.http.put(CONTENTS + "/testmock:a" + OWNER, version, body).status());
			}
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> status : executor.invokeAll(updates)) {
				statuses.add(status.get());
			}
			assertThat(statuses).containsOnlyOnce(200).contains(412).hasSize(24);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void deletesThoseThatAreThereAndAnswers404WhereNoneIs() {
		store("{\"type\":\"movie\",\"name\":\"a\"},{\"type\":\"movie\",\"name\":\"b\"},{\"type\":\"movie\",\"name\":\"c\"}");
		assertThat(this.http.delete(CONTENTS + "/testmock:a,testmock:x,testmock:b" + OWNER).status()).isEqualTo(204);
		assertThat(this.sandbox.resources("metadata", "contents")).extracting((it) -> it.get("name"))
			.containsExactly("c");
		assertThat(this.http.delete(CONTENTS + "/testmock:a" + OWNER).status()).isEqualTo(404);
	}

	@Test
	void ownersNeverMix() {
		store("{\"type\":\"movie\",\"name\":\"a\",\"title\":\"mine\"}");
		this.sandbox.put("metadata", "contents",
				Map.of("owner", "other", "name", "a", "title", "theirs", "type", "clip"));
		assertThat(this.http.get(CONTENTS + "?owner=other").texts("contents", "title")).containsExactly("theirs");
		assertThat(this.http.get(CONTENTS + OWNER).texts("contents", "title")).containsExactly("mine");
		assertThat(this.http.get(CONTENTS + "/other:a" + OWNER).status()).isEqualTo(404);
		assertThat(this.http.delete(CONTENTS + "/other:a" + OWNER).status()).isEqualTo(404);
		assertThat(this.sandbox.resources("other", "metadata", "contents")).hasSize(1);
	}

	@Test
	void everyCallNeedsAKnownOwner() {
		Http.Reply missing = this.http.get(CONTENTS);
		assertThat(missing.status()).isEqualTo(400);
		assertThat(missing.validationKeys()).containsExactly("owner");
		assertThat(this.http.get(CONTENTS + "?owner=nobody").status()).isEqualTo(403);
		assertThat(this.http.post(CONTENTS + "?owner=nobody", "{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}")
			.status()).isEqualTo(403);
		assertThat(this.http.delete(CONTENTS + "/testmock:a").status()).isEqualTo(400);
	}

	@Test
	void servesResourcesUnderTheirHyphenatedName() {
		assertThat(this.http
			.post("/metadata/data/offer-templates" + OWNER, "{\"offerTemplates\":[{\"name\":\"a\",\"title\":\"A\"}]}")
			.status()).isEqualTo(200);
		assertThat(this.http.get("/metadata/data/offer-templates" + OWNER).texts("offerTemplates", "title"))
			.containsExactly("A");
		assertThat(this.http.get("/metadata/data/offerTemplates" + OWNER).status()).isEqualTo(404);
		assertThat(this.http.post("/metadata/data/offer-templates" + OWNER, "{\"offer-templates\":[{\"name\":\"a\"}]}")
			.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "true", "[]", "{}", "[\"a\"]" })
	void refusesANameOrAnOwnerThatIsNoText(String json) {
		for (String field : List.of("name", "owner")) {
			Http.Reply reply = this.http.post(CONTENTS + OWNER,
					"{\"contents\":[{\"type\":\"movie\",\"" + field + "\":" + json + "}]}");
			assertThat(reply.status()).isEqualTo(400);
			assertThat(reply.validationKeys()).contains("contents[0]." + field);
		}
	}

	@Test
	void answers405ToOtherMethods() {
		Http.Reply reply = this.http.send(this.http.request(CONTENTS + "/testmock:a" + OWNER)
			.method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
		assertThat(reply.status()).isEqualTo(405);
		assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE");
		assertThat(this.http.delete(CONTENTS + OWNER).status()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metadata/data/films?owner=testmock", "/nothing/data/contents?owner=testmock",
			"/metadata/contents?owner=testmock", "/metadata/data?owner=testmock", "/metadata", "/services" })
	void answers404ToWhatIsNotThere(String path) {
		Http.Reply reply = this.http.get(path);
		assertThat(reply.status()).isEqualTo(404);
		assertThat(reply.json().path("statusCode").asInt()).isEqualTo(404);
	}

}
