package io.sequoia.sandbox;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The data and switches of the console.
 */
class ConsoleDataIntegrationTests {

	private static final String API = "/console/api/";

	private static final String CONTENTS = "/metadata/data/contents?owner=testmock";

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.builder().furtherOwners("empty").start();
		http = new Http(sandbox);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@BeforeEach
	void reset() {
		http = new Http(sandbox);
		http.token();
		sandbox.reset();
	}

	private static Http.Reply get(String path) {
		return http.send(http.anonymous(API + path).GET());
	}

	private static Http.Reply post(String path, String body) {
		return http.send(http.anonymous(API + path)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	@Test
	void theOverviewShowsWhatThereIsWithoutSecrets() {
		Http.Reply reply = get("overview");
		JsonNode all = reply.json();
		assertThat(all.path("registry").asString()).isEqualTo(sandbox.servicesUrl());
		assertThat(all.path("services")).hasSize(3);
		assertThat(all.path("services").get(1).path("location").asString())
			.isEqualTo(sandbox.registryUrl() + "/metadata");
		assertThat(all.path("owners").get(0).path("resources").path("metadata/contents").asInt()).isEqualTo(330);
		assertThat(all.path("owners").get(1).path("resources").isEmpty()).isTrue();
		assertThat(all.path("client").toString()).isEqualTo("{\"id\":\"sandbox-client\",\"secret\":\"***\"}");
		assertThat(all.path("users").get(0).asString()).isEqualTo("testmock\\sandbox-user");
		assertThat(all.path("tokens").path("latest").get(0).path("state").asString()).isEqualTo("valid");
		assertThat(reply.text()).doesNotContain(http.token(), sandbox.clientSecret(), "sandbox-password");
	}

	@Test
	void theLogGoesOnFromACursor() {
		http.get(CONTENTS + "&perPage=1");
		JsonNode first = get("requests").json();
		assertThat(first.path("requests")).hasSize(1);
		JsonNode entry = first.path("requests").get(0);
		assertThat(entry.path("operation").asString()).isEqualTo("BROWSE");
		assertThat(entry.path("status").asInt()).isEqualTo(200);
		assertThat(entry.path("millis").isIntegralNumber()).isTrue();
		long next = first.path("next").asLong();
		assertThat(get("requests?after=" + next).json().path("requests").isEmpty()).isTrue();
		http.send(http.request("/nothing").header("X-Correlation-ID", "id-7").GET());
		JsonNode second = get("requests?after=" + next).json();
		assertThat(second.path("requests")).hasSize(1);
		assertThat(second.path("requests").get(0).path("correlationId").asString()).isEqualTo("id-7");
		sandbox.requests().clear();
		JsonNode cleared = get("requests?after=" + next).json();
		assertThat(cleared.path("first").asLong()).isEqualTo(next + 2);
		assertThat(cleared.path("requests").isEmpty()).isTrue();
		http.get(CONTENTS + "&perPage=1");
		assertThat(get("requests?after=" + cleared.path("next").asLong()).json().path("requests")).hasSize(1);
	}

	@Test
	void aPartOfTheLogIsBounded() {
		RequestLog log = new RequestLog();
		for (int i = 0; i < 450; i++) {
			log.add(new LoggedRequest(Instant.EPOCH, Operation.OTHER, "GET", null, null, "/" + i, Map.of(), "/" + i,
					Map.of(), 404));
		}
		ConsoleLog console = new ConsoleLog(log);
		List<Long> numbers = new ArrayList<>();
		long after = 0;
		for (int i = 0; i < 4; i++) {
			Answer answer = console
				.answer(Request.of("GET", "/console/api/requests?after=" + after, Map.of(), new RequestBody()));
			JsonNode body = Json.MAPPER.readTree(answer.body());
			assertThat(body.path("requests").size()).isLessThanOrEqualTo(ConsoleLog.MAX);
			body.path("requests").forEach((entry) -> numbers.add(entry.path("number").asLong()));
			after = body.path("next").asLong();
		}
		assertThat(numbers).hasSize(450).doesNotHaveDuplicates().isSorted();
		assertThat(get("requests?after=x").status()).isEqualTo(400);
	}

	@Test
	void theLogMasksSecrets() {
		http.send(http.request(CONTENTS + "&perPage=1&access_token=hidden-1&_client%53ecret=hidden-5")
			.header("Cookie", "session=hidden-2")
			.header("X-Api-Key", "hidden-3")
			.header("X-Auth-Token", "hidden-4")
			.header("X-Other", "shown")
			.GET());
		http.send(http.anonymous(CONTENTS).header("Authorization", "hidden-6").GET());
		Http.Reply log = get("requests");
		assertThat(log.text()).doesNotContain("hidden", http.token())
			.contains("Bearer ***", "access_token=***", "\"cookie\":\"***\"", "\"x-other\":\"shown\"");
		assertThat(sandbox.requests().all().toString()).doesNotContain("hidden-6");
	}

	@Test
	void aFaultThatIsSwitchedOnHitsTheNextRequests() {
		JsonNode pending = post("faults",
				"{\"operation\":\"BROWSE\",\"times\":\"2\",\"kind\":\"status\",\"status\":429,\"retryAfter\":\"3\",\"delay\":1}")
			.json();
		assertThat(pending.path("operations").toString())
			.contains("{\"operation\":\"BROWSE\",\"pending\":[{\"fault\":\"status 429 after 1 ms\",\"times\":2}]}");
		Http.Reply hit = http.get(CONTENTS);
		assertThat(hit.status()).isEqualTo(429);
		assertThat(hit.header("Retry-After")).isEqualTo("3");
		assertThat(get("faults").json().toString()).contains("\"times\":1");
		assertThat(http.get(CONTENTS).status()).isEqualTo(429);
		assertThat(http.get(CONTENTS).status()).isEqualTo(200);
	}

	@Test
	void connectionsAreCutAndDelayedByItToo() {
		post("faults", "{\"operation\":\"STORE\",\"kind\":\"reset\",\"times\":2,\"afterApplying\":true}");
		post("faults", "{\"operation\":\"READ\",\"kind\":\"truncated\"}");
		post("faults", "{\"operation\":\"READ\",\"kind\":\"delay\",\"delay\":20}");
		assertThat(get("faults").text()).contains("the connection is reset, the request is applied",
				"half of the body, the request is applied", "the correct answer after 20 ms");
		String body = "{\"contents\":[{\"type\":\"movie\",\"name\":\"cut\"}]}";
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> http.exchange(http.request(CONTENTS).POST(HttpRequest.BodyPublishers.ofString(body))));
		HttpRequest.Builder read = http.request("/metadata/data/contents/testmock:cut?owner=testmock").GET();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> http.exchange(read));
		assertThat(http.send(read).names()).containsExactly("cut");
	}

	@Test
	void faultsAreRemovedAndTokensRevoked() {
		sandbox.faults().next(3, Operation.BROWSE, Fault.status(503));
		assertThat(post("faults/clear", "{}").status()).isEqualTo(200);
		assertThat(sandbox.faults().pending()).isZero();
		assertThat(http.get(CONTENTS).status()).isEqualTo(200);
		post("tokens/revoke", "{}");
		assertThat(http.get(CONTENTS).status()).isEqualTo(401);
	}

	@Test
	void theLatencyOfAllAnswersIsChangedUntilTheSandboxIsReset() {
		assertThat(post("latency", "{\"millis\":\"30\"}").json().path("latency").asInt()).isEqualTo(30);
		http.get(CONTENTS + "&perPage=1");
		assertThat(get("requests").json().path("requests").get(0).path("millis").asInt()).isGreaterThanOrEqualTo(30);
		assertThat(post("latency", "{\"millis\":-1}").status()).isEqualTo(400);
		sandbox.reset();
		assertThat(get("faults").json().path("latency").asInt()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"operation\":\"NONE\",\"kind\":\"reset\"}", "{\"operation\":\"BROWSE\",\"kind\":\"x\"}",
			"{\"operation\":\"BROWSE\",\"kind\":\"reset\",\"times\":0}",
			"{\"operation\":\"BROWSE\",\"kind\":\"reset\",\"times\":1001}",
			"{\"operation\":\"BROWSE\",\"kind\":\"status\",\"status\":600}",
			"{\"operation\":\"BROWSE\",\"kind\":\"delay\",\"delay\":-1}",
			"{\"operation\":\"BROWSE\",\"kind\":\"status\",\"retryAfter\":\"1\\r\\nX: y\"}", "[]", "x", "" })
	void aSwitchThatDoesNotFitIsRefused(String body) {
		assertThat(post("faults", body).status()).isEqualTo(400);
		assertThat(sandbox.faults().pending()).isZero();
	}

	@Test
	void theCatalogueIsBrowsedWithoutAToken() {
		JsonNode page = get("data/metadata/contents?owner=testmock&q=dragons&withType=movie&count=true&perPage=1")
			.json();
		assertThat(page.path("meta").path("totalCount").asInt()).isOne();
		String ref = page.path("contents").get(0).path("ref").asString();
		JsonNode one = get("data/metadata/contents/" + ref + "?owner=testmock&include=assets,categories").json();
		assertThat(one.path("linked").path("assets").isEmpty()).isFalse();
		assertThat(one.path("linked").path("categories").isEmpty()).isFalse();
		assertThat(get("data/metadata/contents?owner=empty").json().path("contents").isEmpty()).isTrue();
		assertThat(get("data/metadata/contents?owner=nobody").status()).isEqualTo(400);
		assertThat(get("data/metadata/nothing?owner=testmock").status()).isEqualTo(404);
		assertThat(get("data/nothing/contents?owner=testmock").status()).isEqualTo(404);
	}

	@Test
	void markupInAResourceIsDeliveredAsJsonOnly() {
		String markup = "<script>alert(1)</script>";
		sandbox.put("metadata", "contents", Map.of("name", "markup", "type", "movie", "title", markup));
		Http.Reply reply = http.send(http.anonymous(API + "data/metadata/contents/testmock:markup?owner=testmock")
			.header("Accept", "text/html")
			.GET());
		assertThat(reply.header("Content-Type")).startsWith("application/json");
		assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(reply.texts("contents", "title")).containsExactly(markup);
		assertThat(http.send(http.anonymous("/").header("Accept", "text/html").GET()).text()).doesNotContain("alert");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					contents; withType; equalTo; movie; movie; where(field("type").equalTo("movie"))
					contents; withType; notEqualTo; movie; !movie; where(field("type").notEqualTo("movie"))
					contents; withType; oneOrMoreOf; movie,show; movie||show; where(field("type").oneOrMoreOf("movie", "show"))
					contents; withTags; allOf; a,b; a&&b; where(field("tags").allOf("a", "b"))
					contents; withParentRef; exists; ; *; where(field("parentRef").exists())
					contents; withParentRef; notExists; ; !*; where(field("parentRef").notExists())
					contents; withTitle; startsWith; Here; Here*; where(field("title").startsWith("Here"))
					contents; withTitle; endsWith; 50%d; *50%d; where(field("title").endsWith("50%d"))
					contents; withTitle; equalTo; a"b\\c; a"b\\c; where(field("title").equalTo("a\\"b\\\\c"))
					contents; withCreatedAt; between; 2014,2015; 2014/2015; where(field("createdAt").between("2014", "2015"))
					contents; withCreatedAt; notBetween; 2014,2015; !2014/2015; where(field("createdAt").notBetween("2014", "2015"))
					contents; withCreatedAt; lessThan; 2014; !2014/; where(field("createdAt").lessThan("2014"))
					contents; withCreatedAt; lessThanOrEqualTo; 2014; /2014; where(field("createdAt").lessThanOrEqualTo("2014"))
					contents; withCreatedAt; greaterThan; 2014; !/2014; where(field("createdAt").greaterThan("2014"))
					contents; withCreatedAt; greaterThanOrEqualTo; 2014; 2014/; where(field("createdAt").greaterThanOrEqualTo("2014"))
					contents; withActive; equalTo; true; true; where(field("active").equalTo(true))
					contents; withOrder; equalTo; 3; 3; where(field("order").equalTo(3))
					assets; withtype; equalTo; image; image; Criteria.all().param("withtype", "image")
					""")
	void aCriterionIsShownAsRequestAndCode(String resource, String filter, String operator, String values, String value,
			String code) {
		StringBuilder query = new StringBuilder(
				"service=metadata&resource=" + resource + "&owner=testmock&filter=" + filter + "&operator=" + operator);
		for (String each : (values != null) ? values.split(",") : new String[0]) {
			query.append(Http.query("value", each));
		}
		JsonNode example = get("criterion?" + query).json();
		assertThat(example.path("value").asString()).isEqualTo(value);
		assertThat(example.path("code").asString()).isEqualTo(code);
		assertThat(example.path("further").asString()).isEqualTo(
				code.startsWith("where(") ? ".and" + code.substring(5) : code.substring("Criteria.all()".length()));
		String request = example.path("request").asString();
		assertThat(request).startsWith("GET /metadata/data/" + resource + "?owner=testmock&" + filter + "=");
		assertThat(http.get(request.substring(4)).status()).isEqualTo(200);
		assertThat(sandbox.requests().of(Operation.BROWSE).get(0).parameter(filter)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "filter=withType&operator=equalTo", "filter=withType&operator=equalTo&value=a&value=b",
			"filter=withType&operator=equalTo&value=", "filter=withType&operator=equalTo&value=a%7C%7Cb",
			"filter=withType&operator=equalTo&value=!a", "filter=withType&operator=startsWith&value=a",
			"filter=withType&operator=between&value=1&value=2", "filter=withCreatedAt&operator=lessThan&value=1%2F2",
			"filter=withCreatedAt&operator=lessThan&value=never", "filter=withNothing", "filter=withType&operator=x" })
	void aCriterionThatDoesNotFitIsRefused(String query) {
		assertThat(get("criterion?service=metadata&resource=contents&owner=testmock&" + query).status()).isEqualTo(400);
	}

	@Test
	void onlyTheOperatorsOfAFilterAreOffered() {
		assertThat(
				get("criterion?service=metadata&resource=contents&filter=withType").json().path("operators").toString())
			.isEqualTo("[\"equalTo\",\"notEqualTo\",\"oneOrMoreOf\",\"allOf\",\"exists\",\"notExists\"]");
		assertThat(get("criterion?service=metadata&resource=contents&filter=withCreatedAt").text()).contains("between")
			.doesNotContain("startsWith");
	}

}
