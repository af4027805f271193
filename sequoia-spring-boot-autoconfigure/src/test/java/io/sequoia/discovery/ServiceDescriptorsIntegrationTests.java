package io.sequoia.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.contract.Proves;
import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.fixture.TestClients;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import io.sequoia.security.ServiceLocationFilter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServiceDescriptorsIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String DESCRIPTOR = """
			{"name":"metadata","title":"Metadata Service","resourcefuls":{
			  "offerTemplates":{"path":"/catalogue/v2","singularName":"offerTemplate","pluralName":"offerTemplates",
			    "hyphenatedPluralName":"offer-templates","operations":{"storeBatch":{"limit":25}},
			    "pagination":{"pageSize":{"min":1,"max":500,"default":100}},
			    "fields":{"title":{"type":"string","required":true},
			      "createdAt":{"type":"dateTime","readOnly":true},"tags":{"type":"string","array":true}},
			    "relationships":{
			      "categories":{"type":"direct","resourceType":"categories","fieldNamePath":"categoryRefs"},
			      "assets":{"type":"indirect","resourceType":"assets","filterName":"withContentRef"},
			      "people":{"type":"indirect","resourceType":"people","through":"credits"}}},
			  "contents":{"path":"/data","singularName":"content","pluralName":"contents"}},
			 "routes":[{"name":"play","method":"POST","path":"/play/{owner}/{ref?}",
			   "inputs":{"query":[{"name":"device","required":true},{"name":"lang"}]}}]}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final TestClients clients = TestClients.create();

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000);

	private final ServiceDescriptors descriptors = descriptors(Map.of("metadata", URI.create(server.baseUrl() + "/m")));

	@Test
	@Proves("3 fetched lazily, then kept")
	void areFetchedOnceForTwoHundredCallersAndKept() {
		server.stubFor(
				get(urlEqualTo("/m/descriptor/raw?owner=testmock")).willReturn(okJson(DESCRIPTOR).withFixedDelay(300)));
		assertThat(Flux.range(0, 200)
			.flatMap((i) -> this.descriptors.of("testmock", "metadata").subscribeOn(Schedulers.parallel()), 200)
			.count()
			.block(LIMIT)).isEqualTo(200);
		pass(Duration.ofDays(30));
		assertThat(descriptor().readable()).isTrue();
		server.verify(1, anyRequestedFor(anyUrl()));
	}

	@Test
	void areKeptPerTenant() {
		answer(okJson(DESCRIPTOR));
		descriptor();
		this.descriptors.of("other", "metadata").block(LIMIT);
		server.verify(1, anyRequestedFor(urlEqualTo("/m/descriptor/raw?owner=testmock")));
		server.verify(1, anyRequestedFor(urlEqualTo("/m/descriptor/raw?owner=other")));
	}

	@Test
	void areHeldOnceForAllTenantsThatAreToldTheSame() {
		answer(okJson(DESCRIPTOR));
		ServiceDescriptor one = descriptor();
		assertThat(this.descriptors.of("other", "metadata").block(LIMIT)).isSameAs(one);
		answer(okJson(DESCRIPTOR.replace("Metadata Service", "Another Service")));
		assertThat(this.descriptors.of("third", "metadata").block(LIMIT).title()).isEqualTo("Another Service");
		assertThat(descriptor()).isSameAs(one);
	}

	@Test
	void areForgottenForTenantsThatAreNotCalled() {
		answer(okJson(DESCRIPTOR));
		descriptor();
		this.descriptors.of("other", "metadata").block(LIMIT);
		pass(Duration.ofHours(1));
		descriptor();
		this.descriptors.of("other", "metadata").block(LIMIT);
		server.verify(1, anyRequestedFor(urlEqualTo("/m/descriptor/raw?owner=testmock")));
		server.verify(2, anyRequestedFor(urlEqualTo("/m/descriptor/raw?owner=other")));
	}

	@Test
	void areKeptForTenantsWhoseCallsNeedNothingElse() {
		answer(okJson(DESCRIPTOR));
		this.descriptors.of("other", "metadata").block(LIMIT);
		for (int i = 0; i < 4; i++) {
			pass(Duration.ofMinutes(30));
			assertThat(this.descriptors.known("other", "metadata")).isNotNull();
			descriptor();
		}
		assertThat(this.descriptors.known("other", "metadata")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "offerTemplates", "offer-templates", "offerTemplate", "offer-template" })
	@Proves("3 names of a resource")
	void resolveEachFormOfAName(String name) {
		answer(okJson(DESCRIPTOR));
		assertThat(descriptor().get(name).collectionPath()).isEqualTo("/catalogue/v2/offer-templates");
	}

	@Test
	@Proves({ "3 resourcefuls", "3 relationships" })
	void tellLimitsFieldsAndRelationships() {
		answer(okJson(DESCRIPTOR));
		ServiceDescriptor descriptor = descriptor();
		assertThat(descriptor.title()).isEqualTo("Metadata Service");
		ResourceDescriptor resource = descriptor.get("offerTemplates");
		assertThat(resource.batchLimit()).isEqualTo(25);
		assertThat(resource.maxPageSize()).isEqualTo(500);
		assertThat(resource.fields()).containsOnly(Map.entry("title", field("title", "string", true, false, false)),
				Map.entry("createdAt", field("createdAt", "dateTime", false, true, false)),
				Map.entry("tags", field("tags", "string", false, false, true)));
		assertThat(resource.relationships()).containsOnly(
				Map.entry("categories",
						new Relationship("categories", true, "categories", "categoryRefs", null, null, List.of())),
				Map.entry("assets",
						new Relationship("assets", false, "assets", null, "withContentRef", null, List.of())),
				Map.entry("people", new Relationship("people", false, "people", null, null, "credits", List.of())));
		assertThat(descriptor.route("play")).isEqualTo(new ServiceDescriptor.Route("play", "POST",
				"/play/{owner}/{ref?}", Map.of("device", true, "lang", false)));
	}

	@Test
	void takeConventionsForWhatIsMissing() {
		answer(okJson(DESCRIPTOR));
		ResourceDescriptor contents = descriptor().get("contents");
		assertThat(contents.collectionPath()).isEqualTo("/data/contents");
		assertThat(contents.batchLimit()).isEqualTo(100);
		assertThat(contents.maxPageSize()).isEqualTo(100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"//evil\"", "\"/../x\"", "\"../x\"", "\"/a/../b\"", "\"data\"", "\"/data/\"",
			"\"https://evil.example.org\"", "\"/a?b\"", "\"/a#b\"", "\"/%2e%2e\"", "\"/a b\"", "\"\"", "null", "7",
			"{}", "[]" })
	void replaceOddPathByConvention(String path) {
		answer(okJson(
				"{\"resourcefuls\":{\"offerTemplates\":{\"pluralName\":\"offerTemplates\",\"path\":" + path + "}}}"));
		assertThat(descriptor().get("offerTemplates").collectionPath()).isEqualTo("/data/offer-templates");
	}

	@ParameterizedTest
	@CsvSource({ "/,/offer-templates", "/catalogue/,/catalogue/offer-templates" })
	void pathMayEndInASlash(String path, String collection) {
		answer(okJson("{\"resourcefuls\":{\"offerTemplates\":{\"path\":\"" + path + "\"}}}"));
		assertThat(descriptor().get("offerTemplates").collectionPath()).isEqualTo(collection);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"../x\"", "\"a/b\"", "\"..\"", "\"a?b\"", "\"\"", "null", "{}" })
	void replaceOddSegmentByConvention(String segment) {
		answer(okJson("{\"resourcefuls\":{\"offerTemplates\":{\"hyphenatedPluralName\":" + segment + "}}}"));
		assertThat(descriptor().get("offerTemplates").collectionPath()).isEqualTo("/data/offer-templates");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"", "{}", "[]" })
	void replaceOddNamesByTheKey(String name) {
		answer(okJson(
				"{\"resourcefuls\":{\"offerTemplates\":{\"pluralName\":" + name + ",\"singularName\":" + name + "}}}"));
		ResourceDescriptor resource = descriptor().get("offerTemplates");
		assertThat(resource.pluralName()).isEqualTo("offerTemplates");
		assertThat(resource.singularName()).isEqualTo("offerTemplates");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "null", "\"many\"", "{}", "99999999999999" })
	void replaceOddLimitByConvention(String limit) {
		answer(okJson("{\"resourcefuls\":{\"contents\":{\"operations\":{\"storeBatch\":{\"limit\":" + limit
				+ "}},\"pagination\":{\"pageSize\":{\"max\":" + limit + "}}}}}"));
		ResourceDescriptor resource = descriptor().get("contents");
		assertThat(resource.batchLimit()).isEqualTo(100);
		assertThat(resource.maxPageSize()).isEqualTo(100);
	}

	@Test
	void nameNearResources() {
		answer(okJson(DESCRIPTOR));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> descriptor().get("content5"))
			.withMessage("The service 'metadata' has no resource 'content5'; did you mean contents?");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> descriptor().get("devices"))
			.withMessage("The service 'metadata' has no resource 'devices'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "404 | {}", "403 | {}", "400 | {}", "200 | <html>login</html>", "200 | []",
			"200 | {}", "200 | ''", "200 | null", "200 | '{\"resourcefuls\":[]}'", "200 | '{\"resourcefuls\":{}'" })
	void giveWayToConventionsForTenMinutes(int status, String body) {
		answer(aResponse().withStatus(status).withBody(body));
		ServiceDescriptor conventions = descriptor();
		assertThat(conventions.readable()).isFalse();
		assertThat(conventions.get("offerTemplates").collectionPath()).isEqualTo("/data/offer-templates");
		assertThat(conventions.get("offer-templates").pluralName()).isEqualTo("offerTemplates");
		assertThat(conventions.get("contents").batchLimit()).isEqualTo(100);
		answer(okJson(DESCRIPTOR));
		pass(Duration.ofMinutes(10).minusNanos(1));
		assertThat(descriptor().readable()).isFalse();
		server.verify(1, anyRequestedFor(anyUrl()));
		pass(Duration.ofNanos(1));
		assertThat(descriptor().readable()).isTrue();
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	@Test
	void failWhileTheServiceFails() {
		answer(aResponse().withStatus(500));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::descriptor)
			.satisfies((failure) -> assertThat(failure.service()).isEqualTo("metadata"));
		answer(okJson(DESCRIPTOR));
		assertThat(descriptor().readable()).isTrue();
	}

	@Test
	void doNotTakeAFailureOfTheRegistryForALackOfADescriptor() {
		ServiceDescriptors withoutRegistry = descriptors(Map.of());
		answer(okJson("[]"));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> withoutRegistry.of("testmock", "metadata").block(LIMIT));
		answer(aResponse().withStatus(404));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> withoutRegistry.of("testmock", "metadata").block(LIMIT));
	}

	private static Field field(String name, String type, boolean required, boolean readOnly, boolean array) {
		return new Field(name, type, required, readOnly, array, false, TextRule.ANY, TextRule.ANY, Map.of(), Map.of());
	}

	private ServiceDescriptors descriptors(Map<String, URI> services) {
		SequoiaWebClients webClients = this.clients.clients();
		HttpServiceRegistry registry = new HttpServiceRegistry(webClients.control(),
				new HttpServiceRegistry.Settings(URI.create(server.baseUrl()), "testmock", Duration.ofHours(1),
						List.of(), false, services, null),
				this.clock::get);
		return new ServiceDescriptors(webClients.data(new ServiceLocationFilter(registry, "testmock")).any(),
				SharedRetry.NONE, this.clock::get);
	}

	private ServiceDescriptor descriptor() {
		ServiceDescriptor descriptor = this.descriptors.of("testmock", "metadata").block(LIMIT);
		assertThat(descriptor).isNotNull();
		return descriptor;
	}

	private static void answer(ResponseDefinitionBuilder response) {
		server.stubFor(get(anyUrl()).willReturn(response));
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

}
