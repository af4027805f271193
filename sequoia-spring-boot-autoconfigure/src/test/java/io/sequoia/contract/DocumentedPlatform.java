package io.sequoia.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.MultiValueMap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.havingExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.not;
import static com.github.tomakehurst.wiremock.client.WireMock.or;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * A server that returns the answers in the protocol's documentation, word for word, to
 * requests of the documented form, and 404 to any other.
 */
final class DocumentedPlatform implements PlatformServer {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String CONTENTS = "/data/contents";

	private static final String NEEDS_TOKEN = "/(metadata|workflow)/.*|/identity/pauth/(access|tenants)";

	private final WireMockServer server = new WireMockServer(
			wireMockConfig().dynamicPort().usingFilesUnderClasspath("io/sequoia/contract"));

	private int token = 1;

	private @Nullable StubMapping refusal;

	DocumentedPlatform() {
		this.server.start();
	}

	@Override
	public String url() {
		return this.server.baseUrl();
	}

	@Override
	public void reset() {
		this.server.resetToDefaultMappings();
		this.server.resetRequests();
		this.server.stubFor(any(anyUrl()).atPriority(100)
			.willReturn(sequoiaJson(404, Map.of("statusCode", 404, "error", "Not Found", "message", "no such thing"))
				.withHeader("x-correlation-id", "documented-404")));
		found("contents", "contents");
		found("offerTemplates", "offer-templates");
		giveToken();
	}

	@Override
	public List<SentRequest> sent() {
		List<SentRequest> sent = journal().map((request) -> {
			Map<String, String> headers = request.getHeaders()
				.all()
				.stream()
				.collect(Collectors.toMap((header) -> header.key().toLowerCase(Locale.ROOT),
						(HttpHeader header) -> String.join(", ", header.values())));
			return new SentRequest(request.getMethod().getName(), request.getUrl(), headers);
		}).collect(Collectors.toCollection(ArrayList::new));
		Collections.reverse(sent);
		return sent;
	}

	@Override
	public void revokeTokens() {
		this.token++;
		giveToken();
	}

	@Override
	public void documents(MultiValueMap<String, String> query, List<List<String>> pages) {
		for (int i = 0; i < pages.size(); i++) {
			Map<String, Object> meta = new LinkedHashMap<>(Map.of("perPage", 100));
			if (i + 1 < pages.size()) {
				meta.put("continue", link(i + 1));
			}
			MappingBuilder request = (i == 0) ? browsing(query) : get(urlEqualTo("/metadata" + link(i)));
			this.server.stubFor(request.willReturn(sequoiaJson(200,
					Map.of("meta", meta, "contents", pages.get(i).stream().map(Catalogue::content).toList()))));
		}
	}

	@Override
	public void documents(MultiValueMap<String, String> query, String file) {
		this.server.stubFor(browsing(query)
			.willReturn(aResponse().withHeader("Content-Type", "application/vnd.piksel+json").withBodyFile(file)));
	}

	@Override
	public Map<String, Object> written(String name) {
		return journal().filter((request) -> request.getBody().length > 0)
			.filter((request) -> request.getUrl().startsWith("/metadata" + CONTENTS))
			.map((request) -> JSON.readValue(request.getBody(),
					new TypeReference<Map<String, List<Map<String, Object>>>>() {
					}))
			.flatMap((envelope) -> envelope.get("contents").stream())
			.filter((content) -> name.equals(content.get("name")))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.server.stop();
	}

	/** Return the requests, the latest first. */
	private Stream<LoggedRequest> journal() {
		return this.server.getAllServeEvents().stream().map(ServeEvent::getRequest);
	}

	/** Issue a token. One client has one valid token at a time. */
	private void giveToken() {
		String token = "contract-token-" + this.token;
		this.server.stubFor(post(urlPathEqualTo("/identity/oauth/token")).atPriority(3)
			.withFormParam("grant_type", equalTo("client_credentials"))
			.willReturn(sequoiaJson(200, Map.of("access_token", token, "token_type", "bearer", "expires_in", 3600))));
		this.server
			.stubFor(post(urlPathEqualTo("/identity/oauth/token")).atPriority(2)
				.withHeader("Authorization", or(absent(),
						not(equalTo(new BasicCredentials(CLIENT_ID, CLIENT_SECRET).asAuthorizationHeaderValue()))))
				.willReturn(aResponse().withStatus(401)
					.withHeader("Content-Type", "application/json")
					.withBodyFile("invalid-client.json")));
		if (this.refusal != null) {
			this.server.removeStub(this.refusal);
		}
		this.refusal = this.server.stubFor(any(urlPathMatching(NEEDS_TOKEN)).atPriority(1)
			.withHeader("Authorization", or(absent(), not(matching("Bearer (user-token|" + token + ")"))))
			.willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Bearer error=\"Invalid token\"")));
	}

	/** Answer each resource by its ref. */
	private void found(String plural, String segment) {
		for (Map<String, Object> resource : Catalogue.resources().get("metadata").get(plural)) {
			this.server.stubFor(get(urlPathEqualTo("/metadata/data/" + segment + "/" + resource.get("ref")))
				.withQueryParam("owner", equalTo(OWNER))
				.willReturn(page(plural, List.of(resource))));
		}
	}

	private static ResponseDefinitionBuilder page(String plural, List<Map<String, Object>> resources) {
		return sequoiaJson(200, Map.of("meta", Map.of("page", 1, "perPage", 100), plural, resources));
	}

	private static MappingBuilder browsing(MultiValueMap<String, String> query) {
		MappingBuilder request = get(urlPathEqualTo("/metadata" + CONTENTS)).withQueryParam("owner", equalTo(OWNER));
		query.forEach((name, values) -> request.withQueryParam(name, havingExactly(values.toArray(String[]::new))));
		return request;
	}

	private static String link(int page) {
		return CONTENTS + "?continue=00page%2B" + page + "%3D&owner=" + OWNER + "&perPage=2&sort=order%2C-title";
	}

	private static ResponseDefinitionBuilder sequoiaJson(int status, Map<String, ?> body) {
		return aResponse().withStatus(status)
			.withHeader("Content-Type", "application/vnd.piksel+json")
			.withBody(JSON.writeValueAsBytes(body));
	}

}
