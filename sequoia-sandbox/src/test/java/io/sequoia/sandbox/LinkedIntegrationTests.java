package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Included resources, docs/protocol.md, sections 6 to 8.
 */
class LinkedIntegrationTests {

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		this.http = new Http(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private void contents(int count, Map<String, Object> fields) {
		this.sandbox.putAll("metadata", "contents", IntStream.range(0, count).mapToObj((i) -> {
			Map<String, Object> content = new HashMap<>(fields);
			content.put("name", "c%02d".formatted(i));
			content.put("type", "movie");
			return content;
		}).toList());
	}

	private void assets(int content, int count) {
		this.sandbox.putAll("metadata", "assets",
				IntStream.range(0, count)
					.mapToObj((i) -> Map.of("name", "a%02d-%04d".formatted(content, i), "type",
							(i % 2 == 0) ? "image" : "video", "url", "https://x.example/" + i, "contentRef",
							"testmock:c%02d".formatted(content)))
					.toList());
	}

	private static List<String> linked(Http.Reply reply, String relationship) {
		return StreamSupport.stream(reply.json().path("linked").path(relationship).spliterator(), false)
			.map((resource) -> resource.path("ref").asString().replace("testmock:", ""))
			.toList();
	}

	private static List<JsonNode> entries(Http.Reply reply, String relationship) {
		List<JsonNode> entries = new ArrayList<>();
		reply.meta().path("linked").path(relationship).forEach(entries::add);
		return entries;
	}

	@Test
	void includesResourcesThatPointAtTheParent() {
		contents(2, Map.of());
		assets(0, 2);
		assets(1, 1);
		Http.Reply reply = this.http.contents("include", "assets");
		assertThat(linked(reply, "assets")).containsExactly("a00-0000", "a00-0001", "a01-0000");
		assertThat(reply.json().path("linked").path("assets").get(0).propertyNames())
			.contains("ref", "url", "contentRef")
			.doesNotContain("createdAt", "version");
		assertThat(entries(reply, "assets")).singleElement()
			.satisfies((entry) -> assertThat(entry.path("request").asString()).startsWith("/data/assets?")
				.contains("withContentRef=testmock%3Ac00%7C%7Ctestmock%3Ac01"));
	}

	@Test
	void includesResourcesThatTheParentPointsAt() {
		this.sandbox.put("metadata", "categories", Map.of("name", "x", "title", "X"));
		this.sandbox.put("metadata", "categories", Map.of("name", "y", "title", "Y"));
		contents(2, Map.of("categoryRefs", List.of("testmock:y", "testmock:x")));
		Http.Reply reply = this.http.contents("include", "categories");
		assertThat(linked(reply, "categories")).as("each once").containsExactly("x", "y");
		String request = entries(reply, "categories").get(0).path("request").asString();
		assertThat(request).startsWith("/data/categories/testmock:y,testmock:x?");
		assertThat(this.http.follow(request).texts("categories", "ref")).containsExactly("testmock:x", "testmock:y");
	}

	@Test
	void tellsByA404EntryThatNoneOfTheRefsIsThere() {
		contents(1, Map.of("categoryRefs", List.of("testmock:gone")));
		JsonNode entry = entries(this.http.contents("include", "categories"), "categories").get(0);
		assertThat(entry.path("statusCode").asInt()).isEqualTo(404);
		assertThat(entry.path("error").asString()).isEqualTo("Not Found");
		assertThat(entry.propertyNames()).containsExactlyInAnyOrder("statusCode", "error", "request");
	}

	@Test
	void includesWhatAnotherRelationshipLeadsTo() {
		contents(2, Map.of());
		assets(0, 2);
		assets(1, 1);
		this.sandbox.put("metadata", "people",
				Map.of("name", "p", "relatedMaterialRefs", List.of("testmock:c00", "testmock:c01")));
		Http.Reply reply = this.http.get("/metadata/data/people?owner=testmock&include=relatedMaterials.assets");
		assertThat(linked(reply, "relatedMaterials.assets")).hasSize(3);
		assertThat(reply.json().path("linked").has("relatedMaterials")).isFalse();
	}

	@Test
	void asksForTheLinkedOfTenParentsAtATime() {
		contents(25, Map.of());
		IntStream.range(0, 25).forEach((i) -> assets(i, 1));
		Http.Reply reply = this.http.contents("include", "assets", "continue", "true");
		assertThat(entries(reply, "assets")).hasSize(3);
		assertThat(linked(reply, "assets")).hasSize(25);
	}

	@Test
	void asksForTenRefsAtATimeOfWhichSomeMayAllBeGone() {
		this.sandbox.put("metadata", "categories", Map.of("name", "x23"));
		contents(1, Map.of("categoryRefs", IntStream.range(0, 41).mapToObj((i) -> "testmock:x" + i).toList()));
		Http.Reply reply = this.http.contents("include", "categories");
		assertThat(linked(reply, "categories")).containsExactly("x23");
		assertThat(entries(reply, "categories")).extracting((entry) -> entry.path("statusCode").asInt(200))
			.containsExactly(404, 404, 200, 404, 404);
		assertThat(entries(reply, "categories").get(2).propertyNames()).containsExactly("request");
	}

	@Test
	void linksOfLinkedResourcesCountAndDoNotNameTheOwner() {
		contents(1, Map.of());
		assets(0, 101);
		JsonNode entry = entries(this.http.contents("include", "assets"), "assets").get(0);
		assertThat(entry.propertyNames()).containsExactlyInAnyOrder("totalCount", "page", "perPage", "first", "next",
				"last", "request");
		assertThat(entry.path("totalCount").asInt()).isEqualTo(101);
		assertThat(entry.path("request").asString()).contains("count=true").doesNotContain("owner");
		JsonNode continued = entries(this.http.contents("include", "assets", "continue", "true"), "assets").get(0);
		assertThat(continued.propertyNames()).containsExactlyInAnyOrder("perPage", "continue", "request");
		assertThat(continued.path("continue").asString()).contains("count=true").doesNotContain("owner");
	}

	@Test
	void continuesLinkedPagesOnChainsOfTheirOwn() {
		contents(12, Map.of());
		assets(0, 650);
		assets(11, 520);
		Http.Reply reply = this.http.contents("include", "assets", "continue", "true", "assets.fields", "ref,name");
		List<JsonNode> entries = entries(reply, "assets");
		assertThat(entries).as("five pages of each").hasSize(10);
		List<String> names = new ArrayList<>(linked(reply, "assets"));
		assertThat(names).hasSize(1000);
		List<String> open = openLinks(entries);
		assertThat(open).hasSize(2);
		for (String link : open) {
			assertThat(link).startsWith("/data/assets?continue=").contains("fields=ref%2Cname");
			names.addAll(this.http.names(this.http.follow(link), "assets", "continue"));
		}
		assertThat(names).hasSize(1170).doesNotHaveDuplicates();
	}

	/** Return the continue links that no request has used. */
	private static List<String> openLinks(List<JsonNode> entries) {
		String requests = entries.stream().map((entry) -> entry.path("request").asString()).toList().toString();
		return entries.stream()
			.map((entry) -> entry.path("continue").asString(""))
			.filter((link) -> !link.isEmpty())
			.filter((link) -> !requests.contains(link.substring(link.indexOf("continue="), link.indexOf('&'))))
			.toList();
	}

	@Test
	void bringsAllPagesWherePagesAreNumbered() {
		contents(1, Map.of());
		assets(0, 730);
		Http.Reply reply = this.http.contents("include", "assets");
		assertThat(linked(reply, "assets")).hasSize(730).doesNotHaveDuplicates();
		List<JsonNode> entries = entries(reply, "assets");
		assertThat(entries).hasSize(8);
		assertThat(entries.get(0).path("next").asString()).contains("&page=2&");
		assertThat(entries.get(7).has("next")).isFalse();
	}

	@Test
	void endsTheRequestsWithTheFilterOfTheRelationship() {
		contents(1, Map.of());
		assets(0, 120);
		Http.Reply reply = this.http.contents("include", "assets", "continue", "true", "lang", "es");
		assertThat(entries(reply, "assets")).hasSize(2)
			.allSatisfy(
					(entry) -> assertThat(entry.path("request").asString()).endsWith("&withContentRef=testmock%3Ac00"));
	}

	@Test
	void continuesThePagesOfAnOwnPageSize() {
		contents(1, Map.of());
		assets(0, 17);
		Http.Reply reply = this.http.contents("include", "assets", "continue", "true", "assets.perPage", "3",
				"assets.sort", "-name");
		assertThat(linked(reply, "assets")).hasSize(15).startsWith("a00-0016", "a00-0015").endsWith("a00-0002");
		List<String> open = openLinks(entries(reply, "assets"));
		assertThat(open).hasSize(1);
		assertThat(this.http.names(this.http.follow(open.get(0)), "assets", "continue")).containsExactly("a00-0001",
				"a00-0000");
	}

	@Test
	void filtersIncludedResourcesByDottedParameters() {
		contents(1, Map.of());
		assets(0, 4);
		assertThat(linked(this.http.contents("include", "assets", "assets.type", "video"), "assets"))
			.containsExactly("a00-0001", "a00-0003");
		assertThat(linked(this.http.contents("include", "assets", "assets.withtype", "!video"), "assets"))
			.containsExactly("a00-0000", "a00-0002");
	}

	@ParameterizedTest
	@ValueSource(strings = { "withColour", "sort", "fields" })
	void tellsByAnEntryWhatIncludedResourcesDoNotHave(String parameter) {
		contents(1, Map.of());
		assets(0, 1);
		Http.Reply reply = this.http.contents("include", "assets", "assets." + parameter, "colour");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.names()).containsExactly("c00");
		assertThat(linked(reply, "assets")).isEmpty();
		assertThat(entries(reply, "assets")).singleElement().satisfies((entry) -> {
			assertThat(entry.path("statusCode").asInt()).isEqualTo(400);
			assertThat(entry.path("message").asString()).contains("olour");
			assertThat(entry.path("validation").path("keys").get(0).asString()).isEqualTo(parameter);
			assertThat(entry.path("request").asString()).startsWith("/data/assets?").contains(parameter + "=colour");
		});
	}

	@Test
	void refusesToIntersectByWhatIncludedResourcesDoNotHave() {
		Http.Reply reply = this.http.contents("include", "offers<intersect>", "offers.withColour", "red");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("offers.withColour");
	}

	@Test
	void intersectsWithIncludedResources() {
		contents(4, Map.of());
		for (int i = 0; i < 3; i++) {
			this.sandbox.put("metadata", "offers", Map.of("name", "o" + i, "type", (i == 1) ? "linear" : "ondemand",
					"scopeContentRefs", List.of("testmock:c0" + i)));
		}
		assertThat(this.http.contents("include", "offers<intersect>").names()).containsExactly("c00", "c01", "c02");
		Http.Reply linear = this.http.contents("include", "offers<intersect>", "offers.withType", "linear",
				"offers.continue", "true", "count", "true");
		assertThat(linear.names()).containsExactly("c01");
		assertThat(linked(linear, "offers")).containsExactly("o1");
		assertThat(linear.meta().path("totalCount").asInt()).isEqualTo(1);
	}

	@Test
	void intersectsWithWhatTheParentPointsAt() {
		this.sandbox.put("metadata", "categories", Map.of("name", "x", "scheme", "genre"));
		this.sandbox.put("metadata", "contents",
				Map.of("name", "a", "type", "movie", "categoryRefs", List.of("testmock:x")));
		this.sandbox.put("metadata", "contents", Map.of("name", "b", "type", "movie"));
		assertThat(this.http.contents("include", "categories<intersect>", "categories.scheme", "genre").names())
			.containsExactly("a");
		assertThat(this.http.contents("include", "categories<intersect>", "categories.scheme", "mood").names())
			.isEmpty();
	}

	@Test
	void refusesToIntersectAndCountFacetsAtOnce() {
		Http.Reply reply = this.http.contents("include", "offers<intersect>", "count", "type");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.validationKeys()).containsExactly("count");
	}

	@Test
	void refusesARelationshipToWhatTheServiceDoesNotHave() {
		Http.Reply reply = this.http.get("/metadata/data/credits?owner=testmock&include=character");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("message").asString()).contains("'characters', which the service does not have");
		assertThat(this.http.get("/metadata/data/credits?owner=testmock&include=person%3Cintersect%3E").status())
			.isEqualTo(400);
	}

	@Test
	void linksThroughFieldsThatDefaultAnswersDoNotShow() {
		contents(1, Map.of());
		this.sandbox.put("metadata", "offers",
				Map.of("name", "o", "type", "linear", "scopeContentRefs", List.of("testmock:c00")));
		Http.Reply reply = this.http.contents("include", "offers,scopeOffers");
		assertThat(reply.json().path("linked").path("offers").toString())
			.isEqualTo("[{\"ref\":\"testmock:o\",\"type\":\"linear\"}]");
		assertThat(reply.json().path("linked").path("scopeOffers")).hasSize(1);
	}

	@Test
	void includesOnReadsToo() {
		contents(1, Map.of());
		assets(0, 1);
		Http.Reply reply = this.http.get("/metadata/data/contents/testmock:c00?owner=testmock&include=assets");
		assertThat(linked(reply, "assets")).containsExactly("a00-0000");
	}

}
