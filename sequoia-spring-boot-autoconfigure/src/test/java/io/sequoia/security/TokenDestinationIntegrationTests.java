package io.sequoia.security;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A token is sent to registered services only: another origin never gets an {@code
 * Authorization} header, whatever part of a call names it.
 */
class TokenDestinationIntegrationTests {

	@RegisterExtension
	static final WireMockExtension platform = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@RegisterExtension
	static final WireMockExtension canary = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().bindAddress("127.0.0.2"))
		.build();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void serve() {
		canary.stubFor(any(anyUrl()).willReturn(okJson("{\"access_token\":\"stolen\"}")));
		list(platform.baseUrl());
	}

	@AfterEach
	void stop() {
		this.context.close();
		assertThat(canary.getAllServeEvents())
			.noneSatisfy((event) -> assertThat(event.getRequest().containsHeader("Authorization")).isTrue());
	}

	@Test
	void webClientCallsOtherHostsWithoutAToken() {
		start();
		String answer = client().get().uri(canaryUrl("/x")).retrieve().bodyToMono(String.class).block();
		assertThat(answer).contains("stolen");
		canary.verify(1, getRequestedFor(urlEqualTo("/x")).withoutHeader("Authorization"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia://metadata@{canary}/x", "sequoia://user:metadata@{canary}/x",
			"sequoia://metadata.127.0.0.2/x", "sequoia://{canary}/x", "sequoia:metadata", "sequoia:/metadata/x",
			"sequoia:{canary}/x" })
	void webClientKnowsServicesByNameOnly(String uri) {
		start();
		Throwable failure = catchThrowable(() -> client().get()
			.uri(URI.create(uri.replace("{canary}", canary(""))))
			.retrieve()
			.bodyToMono(String.class)
			.block());
		assertThat(failure).isInstanceOfAny(DiscoveryException.class, IllegalArgumentException.class);
		assertNothingWentElsewhere();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://{canary}/x", "//{canary}/x", "@{canary}/x", ".{canary}/x", "{canary}",
			":1@{canary}/x", "\\\\{canary}/x", "" })
	void pathsOfAServiceStayAtTheService(String path) {
		start();
		ServiceOperations metadata = template().service("metadata");
		String hostile = path.replace("{canary}", canary(""));
		assertThat(catchThrowable(() -> metadata.get(hostile, String.class)))
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(catchThrowable(() -> metadata.delete(hostile, String.class)))
			.isInstanceOf(IllegalArgumentException.class);
		assertNothingWentElsewhere();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{canary}/x", "//{canary}/x", "@{canary}", "http://{canary}/x", "\\x" })
	void variablesOfAPathAreData(String variable) {
		start();
		platform.stubFor(get(urlMatching("/x/.*/y")).willReturn(okJson("{}")));
		String answer = template().service("metadata")
			.get("/x/{v}/y", String.class, variable.replace("{canary}", canary("")));
		assertThat(answer).isEqualTo("{}");
		assertNothingWentElsewhere();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\..\\x", "../{canary}", "..//{canary}/x", "%2e%2e" })
	void variablesOfAPathDoNotClimb(String variable) {
		start();
		assertThat(catchThrowable(() -> template().service("metadata")
			.get("/x/{v}/y", String.class, variable.replace("{canary}", canary("")))))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("'v'");
		assertNothingWentElsewhere();
	}

	@Test
	void redirectsOfAServiceAreNotFollowedElsewhere() {
		start();
		platform.stubFor(any(urlPathEqualTo("/moved")).willReturn(temporaryRedirect(canaryUrl("/x"))));
		assertThat(catchThrowable(
				() -> client().get().uri("sequoia://metadata/moved").retrieve().toBodilessEntity().block()))
			.isInstanceOf(SequoiaFailure.class);
		assertThat(catchThrowable(() -> template().service("metadata").get("/moved", String.class)))
			.isInstanceOf(SequoiaFailure.class);
		assertThat(catchThrowable(() -> template().service("metadata").post("/moved", "{}", String.class)))
			.isInstanceOf(SequoiaFailure.class);
		assertNothingWentElsewhere();
	}

	@Test
	void linksOfAPageLeadNowhereElse() {
		start();
		platform.stubFor(get(urlPathEqualTo("/data/contents")).willReturn(okJson(
				"{\"meta\":{\"continue\":\"" + canaryUrl("/data/contents") + "\"},\"contents\":[{\"title\":\"A\"}]}")));
		assertThat(catchThrowable(() -> template().browse(Criteria.all(), Content.class).list()))
			.isInstanceOf(SequoiaFailure.class);
		assertNothingWentElsewhere();
	}

	@Test
	void credentialsOfTheClientFollowNoRedirect() {
		platform.stubFor(post(urlPathEqualTo("/oauth/token")).willReturn(temporaryRedirect(canaryUrl("/oauth/token"))));
		start("sequoia.auth.client-id=id", "sequoia.auth.client-secret=secret", "sequoia.auth.type=client-credentials",
				"sequoia.auth.token=", "sequoia.auth.token-uri=" + platform.baseUrl() + "/oauth/token");
		assertThat(catchThrowable(() -> template().read(Ref.of("testmock", "a"), Content.class)))
			.isInstanceOf(SequoiaFailure.class);
		assertNothingWentElsewhere();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254", "http://[fe80::1]", "http://[::ffff:169.254.1.1]",
			"http://metadata.example.com", "https://metadata.example.com", "http://user@127.0.0.1", "ftp://127.0.0.1",
			"http://127.0.0.1?x" })
	void registryDoesNotSendTheTokenAnywhere(String location) {
		list(location);
		start();
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> template().service("metadata").get("/x", String.class))
			.withMessageContaining("location of the service 'metadata'");
	}

	@Test
	void serviceThatRefusesTheTokenSeesItOnce() {
		start();
		platform.stubFor(any(urlPathEqualTo("/x")).willReturn(status(401)));
		assertThat(catchThrowable(() -> template().service("metadata").get("/x", String.class)))
			.isInstanceOf(AuthenticationFailedException.class);
		platform.verify(1, getRequestedFor(urlPathEqualTo("/x")));
	}

	private void start(String... properties) {
		List<String> all = new ArrayList<>(List.of("sequoia.registry.url=" + platform.baseUrl(),
				"sequoia.owner=testmock", "sequoia.auth.type=token", "sequoia.auth.token=own-token"));
		all.addAll(List.of(properties));
		this.context = ClientApplication.run(all);
	}

	private SequoiaTemplate template() {
		return this.context.getBean(SequoiaTemplate.class);
	}

	private WebClient client() {
		return this.context.getBean("sequoiaWebClient", WebClient.class);
	}

	private static void list(String location) {
		platform.stubFor(get(urlEqualTo("/services/testmock"))
			.willReturn(okJson("{\"services\":[{\"name\":\"metadata\",\"location\":\"" + location + "\"}]}")));
	}

	private static void assertNothingWentElsewhere() {
		canary.verify(0, anyRequestedFor(anyUrl()));
	}

	private static String canaryUrl(String path) {
		return "http://" + canary(path);
	}

	private static String canary(String path) {
		return "127.0.0.2:" + canary.getPort() + path;
	}

}
