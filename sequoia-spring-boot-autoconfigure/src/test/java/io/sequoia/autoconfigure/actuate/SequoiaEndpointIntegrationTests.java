package io.sequoia.autoconfigure.actuate;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import io.sequoia.AccessDeniedException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.autoconfigure.Pki;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The answers of the endpoint {@code sequoia}, and the part of {@code info}, of a web
 * application.
 */
@Timeout(120)
class SequoiaEndpointIntegrationTests {

	private static final SequoiaSandbox sandbox = SequoiaSandbox.start();

	private static ConfigurableApplicationContext open;

	private static ConfigurableApplicationContext closed;

	@TempDir
	private static Path directory;

	@BeforeAll
	static void start() {
		Pki pki = new Pki(directory);
		pki.selfSigned("client");
		open = run("management.endpoints.web.exposure.include=*", "management.endpoint.sequoia.access=unrestricted",
				"management.endpoint.sequoia.show-values=always", "management.info.sequoia.enabled=true",
				"management.info.ssl.enabled=true", "management.endpoint.health.show-details=always",
				"sequoia.ssl.certificate=" + pki.certificateFile("client"),
				"sequoia.ssl.private-key=" + pki.privateKeyFile("client"));
		closed = run("management.endpoints.web.exposure.include=sequoia,info",
				"sequoia.clients.partner.registry.url=" + sandbox.registryUrl(),
				"sequoia.clients.partner.owner=testmock",
				"sequoia.clients.partner.auth.client-id=" + sandbox.clientId(),
				"sequoia.clients.partner.auth.client-secret=" + sandbox.clientSecret());
	}

	private static ConfigurableApplicationContext run(String... properties) {
		String[] always = ClientApplication.connected(sandbox, "sequoia.retry.interval=1ms");
		return ClientApplication.serve(WebApplicationType.SERVLET, Application.class,
				StringUtils.concatenateStringArrays(always, properties));
	}

	@AfterAll
	static void stop() {
		open.close();
		closed.close();
		sandbox.close();
	}

	@BeforeEach
	@AfterEach
	void reset() {
		sandbox.faults().clear();
		sandbox.requests().clear();
	}

	private static void read(ConfigurableApplicationContext context) {
		context.getBean(SequoiaTemplate.class).find(Ref.of("testmock", "none"), Content.class);
	}

	@Test
	void describesListingsTokensBudgetsAndPools() throws Exception {
		read(open);
		sandbox.requests().clear();
		JsonNode state = json(get(open, "/actuator/sequoia"));
		assertThat(state.path("owner").asString()).isEqualTo("testmock");
		JsonNode listing = state.path("registry").path("testmock");
		assertThat(listing.path("age").asString()).startsWith("PT");
		assertThat(listing.path("stale").asBoolean()).isFalse();
		assertThat(listing.path("services").path("metadata").asString()).startsWith("http://");
		JsonNode token = state.path("tokens").path("testmock");
		assertThat(token.path("state").asString()).isEqualTo("present");
		assertThat(token.path("age").asString()).startsWith("PT");
		assertThat(state.path("retryBudgets").path("metadata").asLong()).isBetween(1L, 100L);
		assertThat(state.path("pools").path("sequoia").propertyNames()).contains("active", "idle", "pending", "max");
		assertThat(sandbox.requests().all()).as("requests of the endpoint").isEmpty();
	}

	@Test
	void describesNamedClients() throws Exception {
		closed.getBean("partnerSequoiaTemplate", SequoiaTemplate.class).find(Ref.of("testmock", "none"), Content.class);
		JsonNode state = json(get(closed, "/actuator/sequoia"));
		JsonNode partner = state.path("clients").path("partner");
		assertThat(partner.path("owner").asString()).isEqualTo("testmock");
		assertThat(partner.path("registry").path("testmock").path("services").path("metadata").asString())
			.isEqualTo("******");
		assertThat(partner.path("tokens").path("testmock").path("state").asString()).isEqualTo("present");
		assertThat(json(get(open, "/actuator/sequoia")).has("clients")).isFalse();
	}

	@Test
	void tellsWhyALocationIsRefused() throws Exception {
		sandbox.faults()
			.next(Operation.REGISTRY,
					Fault.status(200)
						.body("application/json",
								"{\"services\":[{\"name\":\"evil\",\"location\":\"https://evil.example\"}]}"));
		assertThat(post(open, "/actuator/sequoia/refresh", "{}").statusCode()).isEqualTo(200);
		JsonNode listing = json(get(open, "/actuator/sequoia")).path("registry").path("testmock");
		assertThat(listing.path("refused").path("evil").asString()).contains("sequoia.registry.allowed-hosts");
		assertThat(post(open, "/actuator/sequoia/refresh", "{}").statusCode()).isEqualTo(200);
		assertThat(json(get(open, "/actuator/sequoia")).path("registry").path("testmock").path("refused").isEmpty())
			.isTrue();
	}

	@Test
	void tellsWhyTheRegistryWasNotRefreshed() throws Exception {
		HttpResponse<String> unknown = post(open, "/actuator/sequoia/refresh", "{\"owner\":\"nobody\"}");
		assertThat(unknown.statusCode()).isEqualTo(200);
		assertThat(json(unknown.body()).path("refreshed").asBoolean(true)).isFalse();
		assertThat(json(unknown.body()).path("error").asString()).isEqualTo("DiscoveryException");
		assertThat(json(unknown.body()).path("message").asString()).contains("nobody");
		sandbox.faults().next(Operation.REGISTRY, Fault.status(503));
		assertThat(json(post(open, "/actuator/sequoia/refresh", "{}").body()).path("error").asString())
			.isEqualTo("ServiceUnavailableException");
	}

	@Test
	void remembersFailuresWithTheirCorrelationIds() throws Exception {
		sandbox.faults().next(Operation.READ, Fault.status(403));
		SequoiaFailure failure = catchThrowableOfType(AccessDeniedException.class, () -> read(open));
		JsonNode last = json(get(open, "/actuator/sequoia")).path("failures").path(0);
		assertThat(last.path("correlationId").asString()).isEqualTo(failure.correlationId());
		assertThat(last.path("call").asString()).isEqualTo("sequoia.metadata.read");
		assertThat(last.path("error").asString()).isEqualTo("AccessDeniedException");
		assertThat(last.path("status").asInt()).isEqualTo(403);
		assertThat(last.path("attempts").asInt()).isEqualTo(1);
		assertThat(last.path("message").asString()).contains("403");
	}

	@Test
	void keepsTheLastTwentyFailures() throws Exception {
		for (int i = 0; i < 25; i++) {
			sandbox.faults().next(Operation.READ, Fault.status(403));
			catchThrowableOfType(AccessDeniedException.class, () -> read(open));
		}
		assertThat(json(get(open, "/actuator/sequoia")).path("failures").size()).isEqualTo(20);
	}

	@Test
	void dropsTheTokenOfATenant() throws Exception {
		read(open);
		assertThat(post(open, "/actuator/sequoia/drop-token", "{\"owner\":\"testmock\"}").body())
			.isEqualTo("{\"dropped\":true}");
		assertThat(json(get(open, "/actuator/sequoia")).path("tokens").path("testmock").path("state").asString())
			.isEqualTo("missing");
		sandbox.requests().clear();
		read(open);
		assertThat(sandbox.requests().count(Operation.TOKEN)).isEqualTo(1);
		assertThat(post(open, "/actuator/sequoia/drop-token", "{\"owner\":\"unheard-of\"}").body())
			.isEqualTo("{\"dropped\":false}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../other", "a/b", "..", "a b", "" })
	void refusesAnOwnerThatCannotBeOne(String owner) throws Exception {
		sandbox.requests().clear();
		assertThat(post(open, "/actuator/sequoia/refresh", "{\"owner\":\"" + owner + "\"}").statusCode())
			.isEqualTo(400);
		assertThat(post(open, "/actuator/sequoia/drop-token", "{\"owner\":\"" + owner + "\"}").statusCode())
			.isEqualTo(400);
		assertThat(sandbox.requests().all()).isEmpty();
	}

	@Test
	void dropsTheTokenOfANamedClientOnly() throws Exception {
		String[] partner = { "management.endpoints.web.exposure.include=sequoia",
				"management.endpoint.sequoia.access=unrestricted",
				"sequoia.clients.partner.registry.url=" + sandbox.registryUrl(),
				"sequoia.clients.partner.owner=testmock",
				"sequoia.clients.partner.auth.client-id=" + sandbox.clientId(),
				"sequoia.clients.partner.auth.client-secret=" + sandbox.clientSecret() };
		try (ConfigurableApplicationContext both = run(partner)) {
			read(both);
			both.getBean("partnerSequoiaTemplate", SequoiaTemplate.class)
				.find(Ref.of("testmock", "none"), Content.class);
			assertThat(post(both, "/actuator/sequoia/drop-token", "{\"client\":\"partner\"}").body())
				.isEqualTo("{\"dropped\":true}");
			JsonNode state = json(get(both, "/actuator/sequoia"));
			assertThat(state.path("clients").path("partner").path("tokens").path("testmock").path("state").asString())
				.isEqualTo("missing");
			assertThat(state.path("tokens").path("testmock").path("state").asString()).isEqualTo("present");
			assertThat(post(both, "/actuator/sequoia/refresh", "{\"client\":\"partner\"}").body())
				.isEqualTo("{\"refreshed\":true}");
			assertThat(post(both, "/actuator/sequoia/refresh", "{\"client\":\"parner\"}").statusCode()).isEqualTo(400);
		}
	}

	@Test
	void refusesActionsThatDoNotExist() throws Exception {
		assertThat(post(open, "/actuator/sequoia/explode", "{}").statusCode()).isEqualTo(400);
	}

	@Test
	void canOnlyBeReadAndShowsNoValuesByDefault() throws Exception {
		read(closed);
		sandbox.faults().next(Operation.READ, Fault.status(403));
		catchThrowableOfType(AccessDeniedException.class, () -> read(closed));
		String body = get(closed, "/actuator/sequoia");
		assertThat(json(body).path("registry").path("testmock").path("services").path("metadata").asString())
			.isEqualTo("******");
		assertThat(json(body).path("failures").path(0).path("message").asString()).isEqualTo("******");
		assertThat(body).doesNotContain("http://", sandbox.clientSecret());
		sandbox.requests().clear();
		assertThat(post(closed, "/actuator/sequoia/refresh", "{}").statusCode()).isIn(404, 405);
		assertThat(post(closed, "/actuator/sequoia/drop-token", "{}").statusCode()).isIn(404, 405);
		assertThat(sandbox.requests().all()).isEmpty();
		assertThat(get(closed, "/actuator/info")).isEqualTo("{}");
	}

	@Test
	void masksWhatAFunctionOfTheApplicationMasks() throws Exception {
		read(open);
		JsonNode services = json(get(open, "/actuator/sequoia")).path("registry").path("testmock").path("services");
		assertThat(services.path("identity").asString()).isEqualTo("******");
	}

	@Test
	void showsNoTokenAndNoSecret() throws Exception {
		String token = open.getBean(SequoiaTokenSource.class).token("testmock").block();
		assertThat(get(open, "/actuator/sequoia")).doesNotContain(token, sandbox.clientSecret());
		assertThat(get(open, "/actuator/info")).doesNotContain(token, sandbox.clientSecret());
	}

	@Test
	void tellsInfoWhichPlatformIsCalled() throws Exception {
		JsonNode info = json(get(open, "/actuator/info")).path("sequoia");
		assertThat(info.path("owner").asString()).isEqualTo("testmock");
		assertThat(info.path("authentication").asString()).isEqualTo("client-credentials");
		assertThat(sandbox.registryUrl().toString()).contains("//" + info.path("registry").asString() + ":");
		assertThat(info.path("version").asString()).isNotBlank();
	}

	@Test
	void certificatesOfTheClientAreInHealthAndInfo() throws Exception {
		assertThat(json(get(open, "/actuator/info")).path("ssl").path("bundles").toString())
			.contains("\"sequoia.ssl\"");
		assertThat(json(get(open, "/actuator/health")).path("components").path("ssl").path("details").toString())
			.contains("CN=localhost");
	}

	private static JsonNode json(String body) {
		return JsonMapper.shared().readTree(body);
	}

	private static String get(ConfigurableApplicationContext context, String path) throws Exception {
		return send(context, path, HttpRequest.newBuilder().GET()).body();
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext context, String path, String body)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder();
		return send(context, path,
				request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, String path,
			HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(request.uri(ClientApplication.address(context, path)).build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SanitizingFunction ofTheApplication() {
			return SanitizingFunction.sanitizeValue().ifKeyMatches((key) -> key.equals("sequoia.services.identity"));
		}

	}

}
