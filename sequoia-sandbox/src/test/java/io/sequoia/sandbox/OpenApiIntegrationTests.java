package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The OpenAPI descriptions of the services.
 */
class OpenApiIntegrationTests {

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		http = new Http(sandbox);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	private static JsonNode openApi(String service) {
		return http.send(http.anonymous("/" + service + "/openapi.json").GET()).json();
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "metadata", "workflow" })
	void describesWhatTheDescriptorHas(String service) {
		JsonNode document = openApi(service);
		JsonNode descriptor = http.send(http.anonymous("/" + service + "/descriptor/raw").GET()).json();
		assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
		assertThat(document.path("servers").get(0).path("url").asString())
			.isEqualTo(sandbox.registryUrl() + "/" + service);
		descriptor.path("resourcefuls").forEach((resource) -> {
			String path = "/data/" + resource.path("hyphenatedPluralName").asString();
			assertThat(document.path("paths").path(path).propertyNames()).containsExactlyInAnyOrder("get", "post");
			assertThat(document.path("paths").path(path + "/{ref}").propertyNames()).containsExactlyInAnyOrder("get",
					"put", "delete");
			Set<String> parameters = new HashSet<>();
			document.path("paths")
				.path(path)
				.path("get")
				.path("parameters")
				.forEach((parameter) -> parameters.add(parameter.path("name").asString()));
			assertThat(parameters).contains("owner", "page", "perPage")
				.containsAll(resource.path("filters").propertyNames());
			JsonNode schema = document.path("components").path("schemas").path(resource.path("pluralName").asString());
			assertThat(schema.path("properties").propertyNames())
				.containsExactlyElementsOf(resource.path("fields").propertyNames());
		});
		descriptor.path("routes")
			.forEach((route) -> assertThat(document.path("paths")
				.path(route.path("path").asString().replace("?}", "}"))
				.has(route.path("method").asString().toLowerCase(Locale.ROOT))).isTrue());
		assertThat(http.send(http.anonymous("/console/api/openapi/" + service).GET()).json()).isEqualTo(document);
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "metadata", "workflow" })
	void isConsistent(String service) {
		JsonNode document = openApi(service);
		List<String> ids = new ArrayList<>();
		document.path("paths").forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
			ids.add(operation.path("operationId").asString());
			assertThat(operation.path("responses").isEmpty()).as(method + " " + path).isFalse();
			List<String> variables = new ArrayList<>();
			operation.path("parameters").forEach((parameter) -> {
				assertThat(parameter.path("schema").path("type").asString()).isEqualTo("string");
				if (parameter.path("in").asString().equals("path")) {
					assertThat(parameter.path("required").asBoolean()).isTrue();
					variables.add("{" + parameter.path("name").asString() + "}");
				}
			});
			Matcher matcher = Pattern.compile("\\{[^}]*}").matcher(path);
			assertThat(matcher.results().map(MatchResult::group)).as(path).containsExactlyElementsOf(variables);
		}));
		assertThat(ids).doesNotHaveDuplicates();
		Matcher references = Pattern.compile("#/components/schemas/(\\w+)").matcher(document.toString());
		assertThat(references.results().map((result) -> result.group(1))).isNotEmpty()
			.allMatch(document.path("components").path("schemas")::has);
	}

	@Test
	void writesTheTypesOfFields() {
		JsonNode fields = openApi("metadata").path("components").path("schemas").path("contents").path("properties");
		assertThat(fields.path("createdAt").path("format").asString()).isEqualTo("date-time");
		assertThat(fields.path("createdAt").path("readOnly").asBoolean()).isTrue();
		assertThat(fields.path("order").path("type").asString()).isEqualTo("integer");
		assertThat(fields.path("memberRefs").path("items").path("type").asString()).isEqualTo("string");
		assertThat(fields.path("type").path("enum")).hasSize(11);
		assertThat(fields.path("localisedTitle").path("additionalProperties").path("type").asString())
			.isEqualTo("string");
	}

	@Test
	void isAtTheOriginOfAServiceThatHasItsOwn() {
		try (SequoiaSandbox origins = SequoiaSandbox.builder().emptyCatalogue().originPerService().start()) {
			Http client = new Http(origins);
			String metadata = client.send(client.anonymous("/services/testmock/metadata").GET())
				.texts("services", "location")
				.get(0);
			assertThat(client.send(client.anonymous(metadata + "/openapi.json").GET()).json().path("servers").get(0))
				.hasToString("{\"url\":\"" + metadata + "\"}");
			assertThat(client.send(client.anonymous(metadata + "/console/api/overview").GET()).status()).isEqualTo(404);
			assertThat(client.send(client.anonymous("/metadata/openapi.json").GET()).status()).isEqualTo(404);
			assertThat(client.send(client.anonymous("/console/api/openapi/metadata").GET()).status()).isEqualTo(200);
		}
	}

}
