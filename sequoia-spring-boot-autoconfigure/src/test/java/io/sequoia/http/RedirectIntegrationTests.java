package io.sequoia.http;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.DiscoveryException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.contract.Proves;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The redirects that are followed, and those that are not.
 */
class RedirectIntegrationTests {

	private static final String READ = "/data/contents/testmock:a";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@RegisterExtension
	static final WireMockExtension elsewhere = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	private ConfigurableApplicationContext context;

	private SequoiaOperations template;

	@BeforeEach
	void start() {
		this.context = ClientApplication.run(List.of("sequoia.registry.url=" + server.baseUrl(),
				"sequoia.owner=testmock", "sequoia.auth.type=token", "sequoia.auth.token=secret-token"));
		this.template = this.context.getBean(SequoiaTemplate.class);
		server.stubFor(get(urlEqualTo("/services/testmock"))
			.willReturn(okJson("{\"services\":[{\"name\":\"metadata\",\"location\":\"" + server.baseUrl() + "\"}]}")));
		server.stubFor(
				get(urlPathEqualTo("/moved")).willReturn(okJson("{\"meta\":{},\"contents\":[{\"title\":\"A\"}]}")));
		elsewhere.stubFor(any(anyUrl()).willReturn(okJson("{\"meta\":{},\"contents\":[{\"title\":\"stolen\"}]}")));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void followsAGetOnTheSameOriginWithItsToken(int status) {
		redirect(status, "/moved?x=%2B1");
		assertThat(read().title()).isEqualTo("A");
		server.verify(getRequestedFor(urlEqualTo("/moved?x=%2B1")).withHeader("Authorization",
				equalTo("Bearer secret-token")));
	}

	@Test
	void aQueryAloneKeepsThePath() {
		redirect(302, "?moved=1");
		server.stubFor(get(urlEqualTo(READ + "?moved=1"))
			.willReturn(okJson("{\"contents\":[{\"ref\":\"testmock:a\",\"title\":\"A\"}]}")));
		assertThat(read().title()).isEqualTo("A");
	}

	@Test
	void followsTheRegistryOnItsOrigin() {
		server.stubFor(get(urlEqualTo("/services/testmock"))
			.willReturn(status(302).withHeader("Location", server.baseUrl() + "/v2/services")));
		server.stubFor(get(urlEqualTo("/v2/services"))
			.willReturn(okJson("{\"services\":[{\"name\":\"metadata\",\"location\":\"" + server.baseUrl() + "\"}]}")));
		redirect(302, "/moved");
		assertThat(read().title()).isEqualTo("A");
	}

	@Test
	@Proves("P token sent elsewhere")
	void goesToNoOtherOrigin() {
		for (String target : List.of(elsewhere.baseUrl() + "/moved", "//127.0.0.1:" + elsewhere.getPort() + "/moved",
				"https://localhost:" + server.getPort() + "/moved",
				"http://user@localhost:" + server.getPort() + "/moved", "ftp://localhost/x", ":not a url",
				"/data/..;/moved", "/data/%2e%2e/moved", "/../moved")) {
			redirect(302, target);
			assertThatExceptionOfType(DiscoveryException.class).as(target)
				.isThrownBy(this::read)
				.withMessageContaining("302")
				.withMessageContaining("correct the location of the service");
		}
		elsewhere.verify(0, anyRequestedFor(anyUrl()));
	}

	@Test
	void endsALoop() {
		redirect(302, READ + "?owner=testmock");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this::read);
		server.verify(6, getRequestedFor(urlPathEqualTo(READ)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 302, 304, 305 })
	void saysOfAStatusWithoutALocationThatItIsNoRedirect(int status) {
		server.stubFor(get(urlPathEqualTo(READ)).willReturn(status(status)));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this::read)
			.withMessageContaining(status + " ")
			.withMessageContaining("a redirect with a location");
	}

	@Test
	void followsNoWrite() {
		server.stubFor(any(urlPathEqualTo("/data/contents")).willReturn(status(307).withHeader("Location", "/moved")));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> this.template.store(Content.of("a", "A")))
			.withMessageContaining("307");
		server.verify(0, anyRequestedFor(urlPathEqualTo("/moved")));
	}

	@Test
	void tellsThatAWriteMayHaveBeenAppliedWhoseResultIsElsewhere() {
		server.stubFor(any(urlPathEqualTo("/run")).willReturn(status(303).withHeader("Location", "/moved")));
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.template.service("metadata").post("/run", Map.of(), String.class))
			.withMessageContaining("303");
		server.verify(0, anyRequestedFor(urlPathEqualTo("/moved")));
	}

	private Content read() {
		return this.template.read(Ref.of("testmock", "a"), Content.class);
	}

	private static void redirect(int status, String target) {
		server.stubFor(get(urlPathEqualTo(READ)).willReturn(status(status).withHeader("Location", target)));
	}

}
