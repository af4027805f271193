package io.sequoia.contract;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sandbox answers in the documented shape, including the parts that the client
 * ignores.
 */
class SandboxAnswersIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient client = HttpClient.newHttpClient();

	@AutoClose
	private final SandboxPlatform sandbox = new SandboxPlatform();

	@BeforeEach
	void reset() {
		this.sandbox.reset();
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "services.json GET /services/testmock", "service.json GET /services/testmock/metadata",
			"access.json GET /identity/pauth/access", "tenants.json GET /identity/pauth/tenants",
			"invalid-client.json POST /identity/oauth/token {}",
			"invalid-grant.json POST /identity/pauth/token {\"username\":\"testmock\\\\jane\",\"password\":\"wrong\"}",
			"descriptor-metadata.json GET /metadata/descriptor/raw?owner=testmock",
			"descriptor-workflow.json GET /workflow/descriptor/raw?owner=testmock",
			"read-many.json GET /metadata/data/contents/testmock:dragons,testmock:absent,testmock:summer?owner=testmock",
			"stored.json POST /metadata/data/contents?owner=testmock {\"contents\":[{\"name\":\"new-film\",\"title\":\"t\",\"type\":\"movie\",\"duration\":\"PT1H\",\"availabilityStartAt\":\"2014-12-25T10:03:00Z\",\"tags\":[\"new\"],\"shelf\":\"s\"}]}",
			"version-conflict.json PUT /metadata/data/contents/testmock:dragons?owner=testmock {\"contents\":[{\"name\":\"dragons\",\"title\":\"t\",\"type\":\"movie\"}]}",
			"bad-request.json GET /metadata/data/contents?owner=testmock&withNonsense=x",
			"fields.json GET /metadata/data/contents?owner=testmock&continue=true&withName=dragons&fields=ref,title",
			"counted.json GET /metadata/data/contents?owner=testmock&continue=true&count=true",
			"facets.json GET /metadata/data/contents?owner=testmock&continue=true&count=type,active",
			"no-resources.json GET /metadata/data/contents?owner=testmock&continue=true&count=true&resources=false",
			"included.json GET /metadata/data/contents?owner=testmock&continue=true&withName=dragons&include=assets,categories",
			"included-narrow.json GET /metadata/data/contents?owner=testmock&continue=true&withName=dragons&include=assets&assets.fields=ref,name",
			"intersected.json GET /metadata/data/contents?owner=testmock&continue=true&include=offers%3Cintersect%3E&offers.withType=linear",
			"linked-page-1.json GET /metadata/data/contents?owner=testmock&continue=true&withName=tales-1&include=assets&assets.perPage=1&assets.fields=ref,name",
			"execution.json POST /workflow/executions/testmock/transcode {\"contentRef\":\"testmock:dragons\"}" })
	void answersInTheDocumentedShape(String exchange) throws Exception {
		String[] parts = exchange.split(" ", 4);
		JsonNode documented;
		try (InputStream json = getClass().getResourceAsStream("__files/" + parts[0])) {
			documented = JSON.readTree(json);
		}
		List<String> missing = new ArrayList<>();
		compare(documented, answer(parts[1], parts[2], (parts.length > 3) ? parts[3] : null), "", missing);
		assertThat(missing).isEmpty();
	}

	private JsonNode answer(String method, String uri, @Nullable String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.sandbox.url() + uri))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.header("If-Match", "\"0123456789012345678901234567890123456789\"");
		if (!uri.endsWith("/oauth/token")) {
			request.header("Authorization", "Bearer " + token());
		}
		return JSON.readTree(this.client.send(request.build(), BodyHandlers.ofString()).body());
	}

	private String token() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.sandbox.url() + "/identity/oauth/token"))
			.POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + PlatformServer.CLIENT_ID
					+ "&client_secret=" + PlatformServer.CLIENT_SECRET))
			.build();
		return JSON.readTree(this.client.send(request, BodyHandlers.ofString()).body()).path("access_token").asString();
	}

	/** Check that all documented values are present, with the same type. */
	private static void compare(JsonNode documented, JsonNode actual, String at, List<String> missing) {
		if (documented.getNodeType() != actual.getNodeType()) {
			missing.add(at + " is " + actual.getNodeType() + ", not " + documented.getNodeType());
		}
		else if (documented.isArray() && !documented.isEmpty()) {
			compare(documented.get(0), actual.path(0), at + "[0]", missing);
		}
		else {
			documented.forEachEntry((name, value) -> compare(value, actual.path(name), at + "." + name, missing));
		}
	}

}
