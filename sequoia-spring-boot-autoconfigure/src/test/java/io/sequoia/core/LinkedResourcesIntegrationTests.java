package io.sequoia.core;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.AccessDeniedException;
import io.sequoia.contract.Proves;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ConfigurableApplicationContext;

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
 * Included resources and their further pages (docs/protocol.md, section 7).
 */
class LinkedResourcesIntegrationTests {

	private static final Criteria WITH_ASSETS = Criteria.all()
		.include(resource("assets").fields("ref", "name", "contentRef"));

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@Test
	@Proves("7 linked pages")
	void givesTheLinkedResourcesOfAllMainAndLinkedPages() {
		try (ClientApplication application = ClientApplication.onEmptySandbox()) {
			seed(application.sandbox(), 30, 60);
			Criteria criteria = WITH_ASSETS.perPage(20);
			try (Stream<Asset> assets = application.template()
				.browse(criteria, Content.class)
				.linked("assets", Asset.class)) {
				assertThat(assets.map(Asset::getName)).hasSize(1800).doesNotHaveDuplicates();
			}
			assertThat(application.reactive()
				.browse(criteria, Content.class)
				.linked("assets", Asset.class)
				.map(Asset::getRef)
				.distinct()
				.count()
				.block()).isEqualTo(1800);
		}
	}

	@Test
	void fetchesLinkedPagesOnlyAsTheyAreAskedFor() {
		try (ClientApplication application = ClientApplication.onEmptySandbox()) {
			SequoiaSandbox sandbox = application.sandbox();
			seed(sandbox, 1, 1_000);
			assertThat(application.reactive()
				.browse(WITH_ASSETS, Content.class)
				.linked("assets", Asset.class)
				.take(550)
				.count()
				.block()).isEqualTo(550);
			assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(2);
		}
	}

	@Test
	@Proves("7 next of linked pages")
	void takesANextOfWhatIsIncludedForNoMissingPage() {
		serve("""
				{"meta":{"page":1,"perPage":2,"linked":{"assets":[
				  {"request":"/data/assets?count=true&withContentRef=testmock:c","totalCount":3,"page":1,"perPage":1,
				   "first":"/data/assets?page=1&perPage=1","last":"/data/assets?page=3&perPage=1",
				   "next":"/data/assets?page=2&perPage=1"},
				  {"request":"/data/assets?count=true&page=2&perPage=1","page":2,"perPage":1,
				   "next":"/data/assets?page=3&perPage=1"},
				  {"request":"/data/assets?count=true&page=3&perPage=1","page":3,"perPage":1}]}},
				 "contents":[{"ref":"testmock:c","title":"C"}],
				 "linked":{"assets":[{"ref":"testmock:one","name":"one"},{"ref":"testmock:two","name":"two"},
				  {"ref":"testmock:three","name":"three"}]}}""");
		try (ConfigurableApplicationContext context = run()) {
			try (Stream<Asset> assets = context.getBean(SequoiaTemplate.class)
				.browse(WITH_ASSETS, Content.class)
				.linked("assets", Asset.class)) {
				assertThat(assets.map(Asset::getName)).containsExactly("one", "two", "three");
			}
			assertThat(context.getBean(ReactiveSequoiaTemplate.class)
				.browse(WITH_ASSETS, Content.class)
				.linked("assets", Asset.class)
				.map(Asset::getName)
				.collectList()
				.block()).containsExactly("one", "two", "three");
		}
		server.verify(0, getRequestedFor(urlPathEqualTo("/v1/data/assets")));
	}

	@Test
	@Proves({ "7 linked cycle", "7 owner of a link" })
	void endsChainsThatFormACycleAndFollowsNoneThatWasFetched() {
		serve("""
				{"meta":{"linked":{"assets":[
				  {"request":"/data/assets?x=1"},
				  {"request":"/data/assets?x=1&continue=fetched","continue":"/data/assets?continue=a&x=1"},
				  {"request":"/data/assets?x=2","continue":"/data/assets?x=1&continue=fetched"}]}},
				 "contents":[{"ref":"testmock:c","title":"C"}],
				 "linked":{"assets":[{"ref":"testmock:one","name":"one"}]}}""");
		page("/v1/data/assets?continue=a&x=1", "/data/assets?continue=b", "two");
		page("/v1/data/assets?continue=b", "/data/assets?continue=a&y=2", "three");
		try (ConfigurableApplicationContext context = run();
				Stream<Asset> assets = context.getBean(SequoiaTemplate.class)
					.browse(WITH_ASSETS, Content.class)
					.linked("assets", Asset.class)) {
			assertThat(assets.map(Asset::getName)).containsExactly("one", "two", "three");
		}
	}

	@Test
	@Proves({ "7 linked failure", "7 linked 404" })
	void tellsAnInclusionThatFailedAndTakes404AsNone() {
		serve("""
				{"meta":{"linked":{"assets":[{"request":"/data/assets?x=1","statusCode":403,"error":"Forbidden",
				  "message":"not yours"}],"categories":[{"request":"/data/categories/testmock:x","statusCode":404}]}},
				 "contents":[{"ref":"testmock:c","title":"C"}]}""");
		try (ConfigurableApplicationContext context = run()) {
			ResourcePage<Content> page = context.getBean(SequoiaTemplate.class)
				.browse(WITH_ASSETS, Content.class)
				.page();
			assertThat(page.resources()).hasSize(1);
			assertThat(page.linked("categories", Asset.class)).isEmpty();
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> page.linked("assets", Asset.class))
				.withMessageContaining("'assets'")
				.withMessageContaining("not yours");
		}
	}

	private static void seed(SequoiaSandbox sandbox, int contents, int assetsEach) {
		Content.seed(sandbox, contents, "c%d", "Content %d");
		sandbox.putAll("metadata", "assets", IntStream.range(0, contents * assetsEach)
			.mapToObj((i) -> Map.of("name", "a" + i, "type", "image", "contentRef", "testmock:c" + (i / assetsEach)))
			.toList());
	}

	private static ConfigurableApplicationContext run() {
		return ClientApplication.runAt(server.baseUrl() + "/v1");
	}

	private static void serve(String page) {
		server.stubFor(get(urlPathEqualTo("/v1/data/contents")).willReturn(okJson(page)));
	}

	private static void page(String address, String next, String asset) {
		server.stubFor(get(urlEqualTo(address + "&owner=testmock")).willReturn(okJson("{\"meta\":{\"continue\":\""
				+ next + "\"},\"assets\":[{\"ref\":\"testmock:" + asset + "\",\"name\":\"" + asset + "\"}]}")));
	}

}
