package io.sequoia.sandbox;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The registry and the descriptors, docs/protocol.md, sections 1 and 3.
 */
class DiscoveryIntegrationTests {

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.start();
		http = new Http(sandbox);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	private static Http.Reply anonymous(String path) {
		return http.send(http.anonymous(path).GET());
	}

	private static JsonNode contents() {
		return http.get("/metadata/descriptor/raw?owner=testmock").json().path("resourcefuls").path("contents");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/services/testmock", "/services/testmock/", "/services/root" })
	void listsTheServicesWithoutAToken(String path) {
		Http.Reply reply = anonymous(path);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.texts("services", "name")).containsExactly("identity", "metadata", "workflow");
		assertThat(reply.texts("services", "location")).containsExactly(sandbox.registryUrl() + "/identity",
				sandbox.registryUrl() + "/metadata", sandbox.registryUrl() + "/workflow");
		assertThat(reply.texts("services", "owner")).containsOnly("root");
		assertThat(reply.texts("services", "title")).doesNotContain("");
	}

	@Test
	void tellsOneService() {
		assertThat(anonymous("/services/testmock/metadata").texts("services", "location"))
			.containsExactly(sandbox.registryUrl() + "/metadata");
		assertThat(anonymous("/services/testmock/nothing").status()).isEqualTo(404);
		assertThat(anonymous("/services/nobody").status()).isEqualTo(404);
	}

	@Test
	void tellsLocationsUnderTheHostThatTheClientUsed() {
		Http.Reply reply = new Http(sandbox).send(
				HttpRequest.newBuilder(URI.create("http://localhost:" + sandbox.port() + "/services/testmock/metadata"))
					.GET());
		assertThat(reply.texts("services", "location"))
			.containsExactly("http://localhost:" + sandbox.port() + "/metadata");
	}

	@Test
	void saysWhereItsUrlsAre() {
		assertThat(sandbox.registryUrl()).isEqualTo("http://127.0.0.1:" + sandbox.port());
		assertThat(sandbox.servicesUrl()).isEqualTo(sandbox.registryUrl() + "/services/testmock");
		assertThat(anonymous("/").json().path("registry").asString()).isEqualTo(sandbox.servicesUrl());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metadata/descriptor/raw?owner=testmock", "/metadata/descriptor/raw/?owner=testmock",
			"/metadata/descriptor/raw?_pretty=true", "/metadata/descriptor/raw/" })
	void describesAService(String path) {
		JsonNode descriptor = http.get(path).json();
		assertThat(descriptor.path("name").asString()).isEqualTo("metadata");
		assertThat(descriptor.propertyNames()).contains("urn", "title", "description", "resourcefuls", "routes");
		assertThat(descriptor.path("resourcefuls").propertyNames()).contains("contents", "assets", "categories",
				"offers", "offerTemplates", "people", "roles", "credits", "awards", "channels", "locations",
				"providers", "segments", "terms", "tenancyConfigurations");
	}

	@Test
	void servesThePagesForBrowsersThatTheDescriptorOfMetadataHas() {
		Http.Reply root = anonymous("/metadata/");
		assertThat(root.status()).isEqualTo(302);
		assertThat(root.header("Location")).isEqualTo("/metadata/docs");
		Http.Reply robots = anonymous("/metadata/robots.txt");
		assertThat(robots.status()).isEqualTo(200);
		assertThat(robots.header("Content-Type")).startsWith("text/plain");
		assertThat(robots.text()).contains("Disallow: /");
		assertThat(anonymous("/identity/robots.txt").status()).isEqualTo(404);
		assertThat(anonymous("/workflow/").status()).isEqualTo(404);
		try (SequoiaSandbox origins = SequoiaSandbox.builder().emptyCatalogue().originPerService().start()) {
			String metadata = new Http(origins).send(new Http(origins).anonymous("/services/testmock/metadata").GET())
				.texts("services", "location")
				.get(0);
			assertThat(http.send(http.anonymous(metadata + "/").GET()).header("Location")).isEqualTo("/docs");
		}
	}

	@Test
	void describesEveryServiceWithoutAToken() {
		for (String service : List.of("identity", "metadata", "workflow")) {
			assertThat(anonymous("/" + service + "/descriptor/raw").json().path("name").asString()).isEqualTo(service);
		}
		assertThat(anonymous("/identity/descriptor/raw?owner=testmock").json().path("resourcefuls").propertyNames())
			.contains("users");
		assertThat(http.get("/identity/data/users?owner=testmock").texts("users", "ref"))
			.containsExactly("testmock:sandbox-user");
	}

	@Test
	void describesNamesOperationsAndPages() {
		JsonNode template = http.get("/metadata/descriptor/raw").json().path("resourcefuls").path("offerTemplates");
		assertThat(template.path("singularName").asString()).isEqualTo("offerTemplate");
		assertThat(template.path("pluralName").asString()).isEqualTo("offerTemplates");
		assertThat(template.path("hyphenatedPluralName").asString()).isEqualTo("offer-templates");
		assertThat(template.path("path").asString()).isEqualTo("/data");
		JsonNode operations = contents().path("operations");
		assertThat(operations.propertyNames()).containsExactlyInAnyOrder("browse", "get", "storeBatch", "storeOne",
				"patch", "delete");
		assertThat(operations.path("storeBatch").path("limit").asInt()).isEqualTo(100);
		assertThat(operations.path("patch").path("enabled").asBoolean()).isFalse();
		assertThat(operations.path("delete").path("actions").toString()).contains("metadata:contents:write:delete");
		assertThat(template.path("operations").path("get").path("actions").toString())
			.isEqualTo("[\"metadata:offer-templates:read\",\"metadata:offer-templates:read:get\"]");
		assertThat(contents().path("pagination").path("pageSize").toString())
			.isEqualTo("{\"min\":1,\"max\":100,\"default\":100}");
	}

	@Test
	void describesFields() {
		JsonNode fields = contents().path("fields");
		assertThat(fields.path("owner").path("required").asBoolean()).isTrue();
		assertThat(fields.path("ref").path("readOnly").asBoolean()).isTrue();
		assertThat(fields.path("name").path("typeInfo").path("pattern").asString()).isEqualTo("[a-zA-Z0-9_-]+");
		assertThat(fields.path("categoryRefs").path("array").asBoolean()).isTrue();
		assertThat(fields.path("type").path("allowedValueMappings").path("movie").asString()).isEqualTo("movie");
		assertThat(fields.path("active").path("default").asBoolean()).isTrue();
		assertThat(fields.path("custom").path("typeInfo").path("keys").path("pattern").asString())
			.isEqualTo("[a-zA-Z0-9]+");
		assertThat(fields.path("title").path("filteredBy").toString()).isEqualTo("[\"withTitle\"]");
		assertThat(fields.path("title").path("fieldNamePath").asString()).isEqualTo("title");
		assertThat(fields.path("parentRef").path("relatedBy").toString()).isEqualTo("[\"parent\"]");
	}

	@Test
	void describesRelationships() {
		JsonNode relationships = contents().path("relationships");
		assertThat(relationships.path("categories").toString()).contains("\"type\":\"direct\"",
				"\"resourceType\":\"categories\"", "\"fieldNamePath\":\"categoryRefs\"", "\"batchSize\":10");
		assertThat(relationships.path("assets").toString()).contains("\"type\":\"indirect\"",
				"\"filterName\":\"withContentRef\"");
		JsonNode through = http.get("/metadata/descriptor/raw")
			.json()
			.path("resourcefuls")
			.path("people")
			.path("relationships")
			.path("relatedMaterials.assets");
		assertThat(through.path("through").asString()).isEqualTo("relatedMaterials");
		assertThat(through.path("type").asString()).isEqualTo("indirect");
	}

	@Test
	void servesEveryFilterSortFieldAndRelationshipThatItDescribes() {
		for (String service : List.of("identity", "metadata", "workflow")) {
			JsonNode resourcefuls = http.get("/" + service + "/descriptor/raw").json().path("resourcefuls");
			resourcefuls.forEach((resourceful) -> {
				String path = "/" + service + resourceful.path("path").asString() + "/"
						+ resourceful.path("hyphenatedPluralName").asString() + "?owner=testmock&perPage=1";
				String plural = resourceful.path("pluralName").asString();
				resourceful.path("filters")
					.propertyNames()
					.stream()
					.filter((filter) -> !filter.equals("withReapAt"))
					.forEach((filter) -> assertThat(http.get(path + "&" + filter + "=*").status()).as(plural + filter)
						.isEqualTo(200));
				Set<String> sortable = new TreeSet<>();
				resourceful.path("fields").forEachEntry((name, field) -> {
					if (field.path("sort").asBoolean(false)) {
						sortable.add(name);
					}
				});
				assertThat(http.get(path + "&sort=" + String.join(",", sortable)).status()).isEqualTo(200);
				assertThat(http.get(path + "&fields=" + String.join(",", resourceful.path("fields").propertyNames()))
					.status()).isEqualTo(200);
				Set<String> relationships = new TreeSet<>(resourceful.path("relationships").propertyNames());
				relationships.remove("character");
				assertThat(http.get(path + "&include=" + String.join(",", relationships)).status()).as(plural)
					.isEqualTo(200);
			});
		}
	}

}
