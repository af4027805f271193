package io.sequoia.core;

import java.util.List;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.contract.Proves;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that the protocol allows and the sandbox does not give: those of older
 * services, and of services in trouble.
 */
class OddAnswersIntegrationTests {

	private static final String FIRST = "/v1/data/contents?perPage=100&continue=true&owner=testmock";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@RegisterExtension
	static final WireMockExtension elsewhere = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final ConfigurableApplicationContext context = ClientApplication.runAt(server.baseUrl() + "/v1",
			"sequoia.auth.type=token", "sequoia.auth.token=t0ken", "sequoia.retry.interval=1ms");

	private final SequoiaOperations template = this.context.getBean(SequoiaTemplate.class);

	@Test
	@Proves("7 short or empty page")
	void goesOnAfterAShortAndAnEmptyPage() {
		page(get(urlEqualTo(FIRST)), "\"continue\":\"/data/contents?continue=2\"", "{\"title\":\"A\"}");
		page(get(urlEqualTo("/v1/data/contents?continue=2&owner=testmock")),
				"\"continue\":\"/data/contents?continue=3\"", "");
		page(get(urlEqualTo("/v1/data/contents?continue=3&owner=testmock")), "\"perPage\":100", "{\"title\":\"B\"}");
		assertThat(titles()).containsExactly("A", "B");
	}

	@Test
	@Proves("7 next")
	void followsNextWhereAServiceKnowsNoContinue() {
		page(get(urlEqualTo(FIRST)), "\"page\":1,\"next\":\"/data/contents?page=2\"", "{\"title\":\"A\"}");
		page(get(urlEqualTo("/v1/data/contents?page=2&owner=testmock")),
				"\"page\":2,\"prev\":\"/data/contents?page=1\"", "{\"title\":\"B\"}");
		assertThat(titles()).containsExactly("A", "B");
	}

	@Test
	@Proves("7 continue before next")
	void followsContinueWhereBothAreThere() {
		page(get(urlEqualTo(FIRST)), "\"next\":\"/data/contents?page=2\",\"continue\":\"/data/contents?continue=2\"",
				"{\"title\":\"A\"}");
		page(get(urlEqualTo("/v1/data/contents?continue=2&owner=testmock")), "\"page\":2", "{\"title\":\"B\"}");
		assertThat(titles()).containsExactly("A", "B");
		server.verify(0, getRequestedFor(urlEqualTo("/v1/data/contents?page=2&owner=testmock")));
	}

	@Test
	@Proves("7 foreign link")
	void followsNoLinkToAnotherOrigin() {
		page(get(urlEqualTo(FIRST)), "\"continue\":\"" + elsewhere.baseUrl() + "/v1/data/contents?continue=2\"",
				"{\"title\":\"A\"}");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this::titles)
			.withMessageContaining("not followed");
		elsewhere.verify(0, anyRequestedFor(anyUrl()));
	}

	@Test
	@Proves("7 loop")
	void endsALoopOfPages() {
		page(get(urlEqualTo(FIRST)), "\"continue\":\"/data/contents?continue=2\"", "{\"title\":\"A\"}");
		page(get(urlEqualTo("/v1/data/contents?continue=2&owner=testmock")),
				"\"continue\":\"/data/contents?continue=2\"", "{\"title\":\"B\"}");
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::titles)
			.withMessageContaining("loop");
		server.verify(1, getRequestedFor(urlEqualTo("/v1/data/contents?continue=2&owner=testmock")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html><body>nginx</body></html>", "[]", "{\"message\":{}}" })
	@Proves("11 HTML or empty body")
	void tellsTheStatusOfAFailureWhateverItsBody(String body) {
		server.stubFor(get(urlPathEqualTo("/v1/data/contents/testmock:a"))
			.willReturn(aResponse().withStatus(404).withHeader("Content-Type", "text/html").withBody(body)));
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> this.template.read(Ref.of("testmock", "a"), Content.class));
		server.stubFor(get(urlPathEqualTo("/v1/data/contents"))
			.willReturn(aResponse().withStatus(422).withHeader("Content-Type", "text/html").withBody(body)));
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(this::titles)
			.withMessageContaining("422 Unprocessable")
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(422));
	}

	@Test
	@Proves("9 answered")
	void tellsTheCorrelationIdThatTheServerAnswers() {
		server.stubFor(get(urlPathEqualTo("/v1/data/contents"))
			.willReturn(aResponse().withStatus(400).withHeader("x-correlation-id", "of-the-server")));
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(this::titles)
			.withMessageContaining("of-the-server")
			.satisfies((failure) -> assertThat(failure.correlationId()).isEqualTo("of-the-server"));
	}

	@Test
	@Proves("10 empty result")
	void asksAgainWhileAnExpectedInclusionIsEmpty() {
		expectedAtLast(this.template.with(RequestOptions.builder().expecting("assets").build()));
		expectedAtLast(this.template.with(RequestOptions.builder().expectingResources().build()));
	}

	@Test
	@Proves("10 empty result")
	void givesTheLastAnswerWhenNothingComes() {
		page(get(urlPathEqualTo("/v1/data/contents")), "\"perPage\":100", "{\"title\":\"A\"}");
		SequoiaOperations expecting = this.template
			.with(RequestOptions.builder().expectingResources().maxAttempts(3).build());
		assertThat(expecting.browse(Criteria.all().include(resource("assets")), Content.class).list()).hasSize(1);
		server.verify(3, getRequestedFor(urlPathEqualTo("/v1/data/contents")));
	}

	private void expectedAtLast(SequoiaOperations expecting) {
		server.resetAll();
		page(get(urlPathEqualTo("/v1/data/contents")).inScenario("eventually")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("stored"), "\"perPage\":100", "{\"title\":\"A\"}");
		server.stubFor(get(urlPathEqualTo("/v1/data/contents")).inScenario("eventually")
			.whenScenarioStateIs("stored")
			.willReturn(okJson("""
					{"meta":{"linked":{"assets":[{"request":"/data/assets"}]}},"contents":[{"title":"A"}],
					 "linked":{"assets":[{"name":"poster"}]}}""")));
		assertThat(expecting.browse(Criteria.all().include(resource("assets")), Content.class)
			.page()
			.linked("assets", Asset.class)).extracting(Asset::getName).containsExactly("poster");
		server.verify(2, getRequestedFor(urlPathEqualTo("/v1/data/contents")));
	}

	private List<String> titles() {
		return this.template.browse(Criteria.all(), Content.class).list().stream().map(Content::title).toList();
	}

	private static void page(MappingBuilder request, String meta, String contents) {
		server.stubFor(request.willReturn(okJson("{\"meta\":{" + meta + "},\"contents\":[" + contents + "]}")));
	}

}
