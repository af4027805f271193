package io.sequoia.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A service that sends fewer resources at once than the refs of one request, and the rest
 * on further pages.
 */
class PagesOfRefsIntegrationTests {

	private static final String PATH = "/data/contents/t:a,t:b,t:c,t:d";

	private static final List<Ref> REFS = Stream.of("a", "b", "c", "d").map((name) -> Ref.of("t", name)).toList();

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final ConfigurableApplicationContext context = ClientApplication.runAt(server.baseUrl() + "/v1",
			"sequoia.owner=t", "sequoia.retry.interval=1ms", "sequoia.pagination.max-empty-pages=3");

	private final ResourceOperations<Content> contents = this.context.getBean(SequoiaTemplate.class)
		.resources(Content.class);

	@Test
	void readsTheRestOfThePages() {
		page("?owner=t", "\"continue\":\"" + PATH + "?continue=2\"", "c", "a");
		page("?continue=2&owner=t", "\"continue\":\"" + PATH + "?continue=3&owner=t\"");
		page("?continue=3&owner=t", "\"perPage\":2", "b", "d");
		assertThat(this.contents.readAll(REFS)).extracting(Content::ref).isEqualTo(REFS);
		ResourcePage<Content> page = this.contents.page(REFS, Criteria.all());
		assertThat(page.resources()).hasSize(4);
		assertThat(page.hasNext()).isFalse();
	}

	@Test
	void readsTheRestOfNumberedPages() {
		page("?owner=t", "\"page\":1,\"next\":\"" + PATH + "?page=2&owner=t\"", "a", "b");
		page("?page=2&owner=t", "\"page\":2", "d");
		assertThat(this.contents.readAll(REFS)).extracting(Content::ref)
			.containsExactly(REFS.get(0), REFS.get(1), REFS.get(3));
	}

	@Test
	void readsNoFurtherPageWhereAllAreThere() {
		page("?owner=t", "\"continue\":\"" + PATH + "?continue=2&owner=t\"", "a", "b", "c", "d");
		assertThat(this.contents.readAll(REFS)).hasSize(4);
		server.verify(0, getRequestedFor(urlMatching(".*continue=2.*")));
	}

	@Test
	void failsWhereAFurtherPageIsGone() {
		page("?owner=t", "\"continue\":\"" + PATH + "?continue=2&owner=t\"", "a", "b");
		server.stubFor(get(urlEqualTo("/v1" + PATH + "?continue=2&owner=t")).willReturn(aResponse().withStatus(404)));
		assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> this.contents.readAll(REFS));
	}

	@Test
	void endsALoopOfPages() {
		page("?owner=t", "\"continue\":\"" + PATH + "?continue=2&owner=t\"", "a");
		page("?continue=2&owner=t", "\"continue\":\"" + PATH + "?continue=2&owner=t\"", "b");
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> this.contents.readAll(REFS))
			.withMessageContaining("loop");
	}

	@Test
	void endsEmptyPagesWithoutAnEnd() {
		server.stubFor(get(anyUrl()).willReturn(okJson(
				"{\"meta\":{\"continue\":\"" + PATH + "?continue={{randomValue length=9}}\"}" + ",\"contents\":[]}")
			.withTransformers("response-template")));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> this.contents.readAll(REFS))
			.withMessageContaining("3 empty pages in a row");
	}

	@Test
	void followsNoLinkToAnotherOrigin() {
		page("?owner=t", "\"continue\":\"http://127.0.0.2:1" + PATH + "?continue=2\"", "a", "b");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> this.contents.readAll(REFS))
			.withMessageContaining("not followed");
	}

	private static void page(String query, String meta, String... names) {
		String resources = Arrays.stream(names)
			.map((name) -> "{\"ref\":\"t:" + name + "\",\"title\":\"T\"}")
			.collect(Collectors.joining(","));
		server.stubFor(get(urlEqualTo("/v1" + PATH + query))
			.willReturn(okJson("{\"meta\":{" + meta + "},\"contents\":[" + resources + "]}")));
	}

}
