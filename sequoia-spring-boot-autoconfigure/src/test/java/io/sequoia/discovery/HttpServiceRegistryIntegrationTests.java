package io.sequoia.discovery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.RateLimitedException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.contract.Proves;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.HttpServiceRegistry.Settings;
import io.sequoia.fixture.TestClients;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.SharedRetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

class HttpServiceRegistryIntegrationTests {

	private static final Duration INTERVAL = Duration.ofHours(1);

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String LISTING = """
			{"services":[
			  {"owner":"root","name":"metadata","title":"Metadata Service","location":"http://127.0.0.1:1/metadata/"},
			  {"owner":"root","name":"workflow","title":"Workflow Service","location":"http://127.0.0.1:1/workflow"}]}""";

	private static final String MOVED = """
			{"services":[{"owner":"root","name":"metadata","location":"http://127.0.0.1:2/moved"}]}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().containerThreads(20))
		.build();

	@AutoClose
	private final TestClients clients = TestClients.create();

	/**
	 * A clock that overflows in the middle of the first interval, as a monotonic clock
	 * may.
	 */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - INTERVAL.dividedBy(2).toNanos());

	@ParameterizedTest
	@CsvSource({ "'',/services/testmock", "/,/services/testmock", "/services/testmock,/services/testmock",
			"/services/testmock/,/services/testmock/", "/base,/base/services/testmock",
			"/base/,/base/services/testmock", "/base/services/testmock,/base/services/testmock" })
	@Proves("1 base or whole URL")
	void takesBaseAndCompleteUrl(String configured, String requested) {
		server.stubFor(get(urlEqualTo(requested)).willReturn(okJson(LISTING)));
		RegisteredService service = service(registry(configured), "testmock", "metadata");
		assertThat(service.location()).isEqualTo(URI.create("http://127.0.0.1:1/metadata"));
		assertThat(service.title()).isEqualTo("Metadata Service");
		assertThat(service.owner()).isEqualTo("root");
		server.verify(1, anyRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@CsvSource({ "'',/services/other", "/,/services/other", "/services/testmock,/services/other",
			"/services/testmock/,/services/other", "/base,/base/services/other",
			"/base/services/testmock,/base/services/other" })
	void asksForTheListingOfAnotherTenant(String configured, String requested) {
		server.stubFor(get(urlEqualTo(requested)).willReturn(okJson(MOVED)));
		assertThat(service(registry(configured), "other", "metadata").location()).hasPort(2);
	}

	@Test
	void keepsListingsOfTenantsApart() {
		server.stubFor(get(urlEqualTo("/services/testmock")).willReturn(okJson(LISTING)));
		server.stubFor(get(urlEqualTo("/services/other")).willReturn(okJson(MOVED)));
		HttpServiceRegistry registry = registry("");
		for (int i = 0; i < 3; i++) {
			assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
			assertThat(service(registry, "other", "metadata").location()).hasPort(2);
		}
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	@Test
	void listsServices() {
		answer(okJson(LISTING));
		Collection<RegisteredService> services = registry("").services("testmock").block(LIMIT);
		assertThat(services).extracting(RegisteredService::name).containsExactly("metadata", "workflow");
	}

	@Test
	void sendsCorrelationIdAndNoAuthorization() {
		answer(okJson(LISTING));
		registry("").service("testmock", "metadata")
			.contextWrite((context) -> CorrelationIds.put(context, "cafe-1"))
			.block(LIMIT);
		LoggedRequest request = server.findAll(anyRequestedFor(anyUrl())).get(0);
		assertThat(request.getHeader("X-Correlation-ID")).isEqualTo("cafe-1");
		assertThat(request.containsHeader("Authorization")).isFalse();
	}

	@Test
	@Proves("1 listing")
	void asksOnceForFiveHundredCallers() {
		answer(okJson(LISTING).withFixedDelay(300));
		HttpServiceRegistry registry = registry("");
		List<RegisteredService> services = Flux.range(0, 500)
			.flatMap((i) -> registry.service("testmock", "metadata").subscribeOn(Schedulers.parallel()), 500)
			.collectList()
			.block(LIMIT);
		assertThat(services).hasSize(500);
		server.verify(1, anyRequestedFor(anyUrl()));
	}

	@Test
	void answersFollowersOfACallerThatGaveUp() {
		answer(okJson(LISTING).withFixedDelay(300));
		HttpServiceRegistry registry = registry("");
		Disposable leader = registry.service("testmock", "metadata").subscribe();
		Mono<RegisteredService> follower = registry.service("testmock", "metadata").cache();
		follower.subscribe();
		leader.dispose();
		assertThat(follower.block(LIMIT)).isNotNull();
		server.verify(1, anyRequestedFor(anyUrl()));
	}

	@Test
	void asksAgainAfterTheInterval() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		answer(okJson(MOVED));
		pass(INTERVAL.minusNanos(1));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		server.verify(1, anyRequestedFor(anyUrl()));
		pass(Duration.ofNanos(1));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(2);
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	@Test
	void reliesOnTheLastAnswerWhileTheRegistryFailsAndRecovers() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		service(registry, "testmock", "metadata");
		answer(aResponse().withStatus(503));
		assertThat(registry.isStale("testmock")).isFalse();
		pass(INTERVAL);
		for (int i = 0; i < 5; i++) {
			assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		}
		assertThat(registry.isStale("testmock")).isTrue();
		assertThat(registry.isStale("other")).isFalse();
		server.verify(2, anyRequestedFor(anyUrl()));
		answer(okJson("[]"));
		pass(Duration.ofSeconds(10));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		server.verify(3, anyRequestedFor(anyUrl()));
		answer(okJson(MOVED));
		assertThat(service(registry, "testmock", "metadata").location()).as("not asked in a loop").hasPort(1);
		pass(Duration.ofSeconds(10));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(2);
		assertThat(registry.isStale("testmock")).isFalse();
		pass(INTERVAL.minusNanos(1));
		service(registry, "testmock", "metadata");
		server.verify(4, anyRequestedFor(anyUrl()));
	}

	@Test
	void asksAgainSoonWhenAServiceCannotBeReachedButNotForEachCall() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		service(registry, "testmock", "metadata");
		answer(okJson(MOVED));
		registry.unreachable("testmock", "metadata");
		assertThat(service(registry, "testmock", "metadata").location()).as("too soon").hasPort(1);
		pass(Duration.ofSeconds(1));
		for (int i = 0; i < 10; i++) {
			registry.unreachable("testmock", "metadata");
			assertThat(service(registry, "testmock", "metadata").location()).hasPort(2);
		}
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	/** The owner becomes a segment of the address, and a part of the snapshot's name. */
	@ParameterizedTest
	@ValueSource(strings = { "../other", "/../other", "a/b", "..", "a b", "%2e%2e", "a?b", "a\nb", "é", "" })
	void asksForNoOwnerThatCannotBeOne(String owner, @TempDir Path folder) {
		server.stubFor(get(anyUrl()).willReturn(okJson(LISTING)));
		HttpServiceRegistry registry = registry("", Map.of(), folder.resolve("registry.json"));
		assertThatIllegalArgumentException().isThrownBy(() -> service(registry, owner, "metadata"))
			.withMessageContaining("cannot be an owner");
		assertThatIllegalArgumentException().isThrownBy(() -> registry.services(owner).block(LIMIT));
		assertThatIllegalArgumentException().isThrownBy(() -> registry.refresh(owner).block(LIMIT));
		assertThat(folder).isEmptyDirectory();
		server.verify(0, anyRequestedFor(anyUrl()));
	}

	@Test
	void startsFromTheSnapshotWhileTheRegistryDoesNotAnswer(@TempDir Path folder) {
		Path snapshot = folder.resolve("kept/registry.json");
		answer(okJson(LISTING));
		service(registry("", Map.of(), snapshot), "testmock", "metadata");
		answer(okJson(MOVED));
		service(registry("", Map.of(), snapshot), "other", "metadata");
		eventually(() -> Files.exists(snapshot) && Files.exists(folder.resolve("kept/registry.json.other")));
		answer(aResponse().withStatus(503));
		HttpServiceRegistry started = registry("", Map.of(), snapshot);
		assertThat(service(started, "testmock", "workflow").location()).hasPort(1);
		assertThat(service(started, "other", "metadata").location()).as("each tenant has its own").hasPort(2);
		answer(okJson(MOVED));
		pass(Duration.ofSeconds(10));
		assertThat(service(started, "testmock", "metadata").location()).as("the registry is back").hasPort(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"services\":7}" })
	void failsAsWithoutASnapshotWhereItIsOfNoUse(String kept, @TempDir Path folder) throws IOException {
		Path snapshot = Files.writeString(folder.resolve("registry.json"), kept);
		answer(aResponse().withStatus(503));
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> service(registry("", Map.of(), snapshot), "testmock", "metadata"));
	}

	@Test
	void trustsASnapshotNoMoreThanTheRegistry(@TempDir Path folder) throws IOException {
		Path snapshot = Files.writeString(folder.resolve("registry.json"),
				"{\"services\":[{\"name\":\"metadata\",\"location\":\"http://evil.example.com\"}]}");
		answer(aResponse().withStatus(503));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> service(registry("", Map.of(), snapshot), "testmock", "metadata"))
			.withMessageContaining("location of the service 'metadata'");
	}

	@Test
	void worksWhereNoSnapshotCanBeWritten(@TempDir Path folder) throws IOException {
		Path file = Files.createFile(folder.resolve("file"));
		answer(okJson(LISTING));
		assertThat(service(registry("", Map.of(), file.resolve("registry.json")), "testmock", "metadata").location())
			.hasPort(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void leavesNoHalfSnapshotWhereItCannotBeMovedToItsPlace(@TempDir Path folder, CapturedOutput output)
			throws Exception {
		Path snapshot = Files.createDirectory(folder.resolve("registry.json"));
		answer(okJson(LISTING));
		service(registry("", Map.of(), snapshot), "testmock", "metadata");
		eventually(() -> output.getAll().contains("could not be kept in " + snapshot));
		assertThat(folder.toFile().list()).containsExactly("registry.json");
	}

	@Test
	void asksAgainAtTheNextCallWhileNothingIsKnown() {
		answer(aResponse().withStatus(503));
		HttpServiceRegistry registry = registry("");
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> service(registry, "testmock", "metadata"))
			.withMessageContaining("registry")
			.satisfies((failure) -> assertThat(failure.service()).isEqualTo("registry"));
		answer(okJson(LISTING));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 400, 401, 403, 404, 409 })
	void doesNotTakeARefusalOfTheRegistryForAnAnswerOfAService(int status) {
		answer(aResponse().withStatus(status));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> service(registry(""), "testmock", "metadata"))
			.withMessageContaining("registry")
			.withMessageContaining(String.valueOf(status))
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(status));
	}

	@Test
	void namesNearServices() {
		answer(okJson(LISTING));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> service(registry(""), "testmock", "Metdata"))
			.withMessage("The registry has no service 'Metdata'; did you mean metadata?")
			.satisfies((failure) -> assertThat(failure.service()).isEqualTo("Metdata"));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> service(registry(""), "testmock", "payment"))
			.withMessage("The registry has no service 'payment'");
	}

	@Test
	void skipsNamesThatNoServiceCanHave() {
		answer(okJson("""
				{"services":[{"name":"metadatz\\u001b[31m\\u202e","location":"http://127.0.0.1:1"},
				  {"name":"x\\r\\nERROR forged","location":"http://127.0.0.1:1"},
				  {"name":"metadata","location":"http://127.0.0.1:1"}]}"""));
		HttpServiceRegistry registry = registry("");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> service(registry, "testmock", "metadatz"))
			.withMessage("The registry has no service 'metadatz'; did you mean metadata?");
		assertThat(registry.services("testmock").block(LIMIT)).singleElement()
			.extracting(RegisteredService::name)
			.isEqualTo("metadata");
	}

	@Test
	void findsAServiceThatAppears() {
		answer(okJson("{\"services\":[]}"));
		HttpServiceRegistry registry = registry("");
		assertThat(catchThrowable(() -> service(registry, "testmock", "metadata")))
			.isInstanceOf(DiscoveryException.class);
		answer(okJson(LISTING));
		pass(Duration.ofSeconds(1));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		server.verify(2, anyRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[{\"name\":\"other\",\"location\":\"http://127.0.0.1:1\"}]",
			"[{\"name\":\"metadata\",\"location\":\"https://evil.example.org\"}]" })
	void asksForWhatIsMissingAtMostOnceASecondWhateverTheLoad(String services) {
		answer(okJson("{\"services\":" + services + "}"));
		HttpServiceRegistry registry = registry("");
		for (int second = 0; second < 5; second++) {
			for (int call = 0; call < 20; call++) {
				for (String owner : List.of("testmock", "other")) {
					assertThat(catchThrowable(() -> service(registry, owner, "metadata")))
						.isInstanceOf(DiscoveryException.class);
				}
			}
			pass(Duration.ofSeconds(1));
		}
		int first = 2;
		server.verify(first + 4, anyRequestedFor(anyUrl()));
	}

	@Test
	void keepsWhatIsKnownWhileTheRegistryFailsToTellOfTheMissing() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		service(registry, "testmock", "metadata");
		answer(aResponse().withStatus(503));
		pass(Duration.ofSeconds(1));
		assertThat(catchThrowable(() -> service(registry, "testmock", "payment")))
			.isInstanceOf(DiscoveryException.class);
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[{\"name\":\"workflow\",\"location\":\"http://127.0.0.1:3\"}]",
			"[{\"name\":\"metadata\",\"location\":\"https://evil.example.org\"}]" })
	@ExtendWith(OutputCaptureExtension.class)
	void keepsAServiceThatARefreshHasLostAndSaysSoOnce(String services, CapturedOutput output) {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		service(registry, "testmock", "metadata");
		answer(okJson("{\"services\":" + services + "}"));
		for (int i = 0; i < 3; i++) {
			pass(INTERVAL);
			assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		}
		server.verify(4, anyRequestedFor(anyUrl()));
		assertThat(output).containsOnlyOnce("for the tenant 'testmock' has no usable entry for services of"
				+ " earlier answers, which stay in use");
		answer(okJson(MOVED));
		pass(INTERVAL);
		assertThat(service(registry, "testmock", "metadata").location()).as("it is back").hasPort(2);
	}

	@Test
	void keepsNoSnapshotOfAnAnswerThatLacksServices(@TempDir Path folder) throws Exception {
		Path snapshot = folder.resolve("registry.json");
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("", Map.of(), snapshot);
		service(registry, "testmock", "metadata");
		eventually(() -> Files.exists(snapshot));
		answer(okJson("{\"services\":[]}"));
		pass(INTERVAL);
		service(registry, "testmock", "metadata");
		assertThat(catchThrowable(() -> service(registry("", Map.of(), snapshot), "testmock", "metadata")))
			.isInstanceOf(DiscoveryException.class);
		answer(aResponse().withStatus(503));
		assertThat(service(registry("", Map.of(), snapshot), "testmock", "metadata").location()).hasPort(1);
	}

	@Test
	void reliesOnTheLastAnswerWhileTheRegistryWantsToBeLeftAlone() {
		answer(okJson(LISTING));
		AtomicBoolean pausing = new AtomicBoolean();
		SharedRetry retry = new SharedRetry() {

			@Override
			public <T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt) {
				return Mono.defer(() -> pausing.get() ? Mono.error(new RateLimitedException("of another tenant's call",
						Details.NONE, Duration.ofSeconds(30), null)) : attempt);
			}

			@Override
			public Throwable gaveUp(Call call, int attempts, Throwable failure) {
				return failure;
			}

		};
		HttpServiceRegistry registry = new HttpServiceRegistry(
				this.clients.clients().control(), new Settings(URI.create("http://127.0.0.1:" + server.getPort()),
						"testmock", INTERVAL, List.of(), false, Map.of(), null),
				retry, ControlMetrics.NONE, this.clock::get);
		service(registry, "testmock", "metadata");
		pausing.set(true);
		pass(INTERVAL);
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		pausing.set(false);
		answer(okJson(MOVED));
		pass(Duration.ofSeconds(29));
		assertThat(service(registry, "testmock", "metadata").location()).as("the registry is not asked yet").hasPort(1);
		pass(Duration.ofSeconds(1));
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(2);
	}

	@Test
	void asksAgainOnDemand() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		service(registry, "testmock", "metadata");
		answer(okJson(MOVED));
		registry.refresh("testmock").block(LIMIT);
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(2);
		answer(aResponse().withStatus(503));
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> registry.refresh("testmock").block(LIMIT));
		assertThat(service(registry, "testmock", "metadata").location()).as("the known address stays in use")
			.hasPort(2);
	}

	@Test
	void forgetsTenantsThatAreNotCalledButNeverItsOwn() {
		answer(okJson(LISTING));
		HttpServiceRegistry registry = registry("");
		for (String owner : List.of("testmock", "other", "third")) {
			service(registry, owner, "metadata");
		}
		pass(INTERVAL.multipliedBy(2));
		service(registry, "third", "metadata");
		answer(aResponse().withStatus(503));
		pass(Duration.ofSeconds(10));
		assertThat(service(registry, "testmock", "metadata").location()).as("the last answer of all").hasPort(1);
		assertThat(catchThrowable(() -> service(registry, "other", "metadata")))
			.isInstanceOf(ServiceUnavailableException.class);
	}

	@Test
	void configuredServiceWinsAndNeedsNoRegistry() {
		HttpServiceRegistry registry = registry("", Map.of("metadata", URI.create("https://fixed.example.org/m/"),
				"uber", URI.create("https://fixed.example.org/über/")));
		assertThat(service(registry, "testmock", "metadata").location())
			.isEqualTo(URI.create("https://fixed.example.org/m"));
		assertThat(service(registry, "testmock", "uber").location()).as("in ASCII")
			.isEqualTo(URI.create("https://fixed.example.org/%C3%BCber"));
		server.verify(0, anyRequestedFor(anyUrl()));
		answer(okJson(LISTING));
		assertThat(service(registry, "testmock", "workflow").location()).hasPort(1);
		assertThat(service(registry, "testmock", "metadata").location()).hasHost("fixed.example.org");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", delimiter = '|',
			value = { "'\"ftp://127.0.0.1/x\"' | is not an absolute http or https URL",
					"'\"/relative\"' | is not an absolute http or https URL",
					"'\"\"' | is not an absolute http or https URL", "'null' | is not an absolute http or https URL",
					"'\"http://127.0.0.1/\\ud800\"' | is not a URL", "'\" \"' | is not a URL",
					"'\"http://a b\"' | is not a URL",
					"'\"http://me:s3cret@127.0.0.1:1\"' | has user information, a query or a fragment",
					"'\"http://127.0.0.1:1/x?y=z\"' | has user information, a query or a fragment",
					"'\"http://127.0.0.1:1/x#y\"' | has user information, a query or a fragment",
					"'\"http://169.254.169.254/latest\"' | is a link-local address",
					"'\"http://[fe80::1]/\"' | is a link-local address",
					"'\"https://evil.example.org\"' | sequoia.registry.allowed-hosts" })
	void refusesForbiddenLocationOnlyWhenItIsAskedFor(String location, String reason) {
		answer(okJson("""
				{"services":[{"name":"bad","location":%s},
				  {"name":"metadata","location":"http://127.0.0.1:1/metadata"}]}""".formatted(location)));
		HttpServiceRegistry registry = registry("");
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		assertThat(registry.services("testmock").block(LIMIT)).extracting(RegisteredService::name)
			.containsExactly("metadata");
		Throwable failure = catchThrowable(() -> service(registry, "testmock", "bad"));
		assertThat(failure).isInstanceOf(DiscoveryException.class)
			.hasMessageStartingWith("The registry's location of the service 'bad' ")
			.hasMessageContaining(reason)
			.hasMessageNotContaining("s3cret");
		server.verify(1, anyRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>login</html>", "[]", "42", "null", "{}", "{\"services\":null}",
			"{\"services\":{\"metadata\":\"http://127.0.0.1\"}}", "{\"services\":[]} {}", "{\"services\":[" })
	void refusesAnswerThatIsNoListing(String body) {
		answer(aResponse().withBody(body));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> registry("").service("testmock", "metadata")
				.contextWrite((context) -> CorrelationIds.put(context, "cafe-2"))
				.block(LIMIT))
			.withMessageContaining("sequoia.registry.url")
			.satisfies(
					(failure) -> assertThat(failure).extracting(SequoiaFailure::service, SequoiaFailure::correlationId)
						.containsExactly("registry", "cafe-2"));
	}

	@Test
	void refusesDeeplyNestedAnswer() {
		answer(aResponse().withBody("[".repeat(10_000)));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> service(registry(""), "testmock", "metadata"));
	}

	@Test
	void keepsTheFirstOfEntriesWithTheSameName() {
		answer(okJson("""
				{"services":[{"location":"http://127.0.0.1:9"}, 7, null,
				  {"name":"metadata","location":"http://127.0.0.1:1"},
				  {"name":"metadata","location":"http://127.0.0.1:2"}]}"""));
		HttpServiceRegistry registry = registry("");
		assertThat(service(registry, "testmock", "metadata").location()).hasPort(1);
		assertThat(registry.services("testmock").block(LIMIT)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "10, 5, 5 attempts", "2000, 2, 2 attempts", "5000, 1, 1 attempt" })
	void givesUpAnAddressThatWasNeverConnectedToWithinASecondForEachAttempt(long millis, int attempts, String told) {
		Settings settings = new Settings(URI.create("http://127.0.0.1:1"), "testmock", INTERVAL, List.of(), false,
				Map.of(), null);
		TenantListing listing = new TenantListing("testmock", (owner) -> Mono.defer(() -> {
			pass(Duration.ofMillis(millis));
			return Mono.error(new ServiceUnavailableException("no connection", Details.NONE, true, null));
		}), new RegistrySnapshot(null, "testmock"), TenantListing.Rules
			.of(new LocationRules(settings.url(), List.of(), false), settings, ControlMetrics.NONE, this.clock::get),
				SharedRetry.NONE);
		for (int attempt = 1; attempt < attempts; attempt++) {
			assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> listing.get().block(LIMIT));
		}
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> listing.get().block(LIMIT))
			.withMessageContaining(
					"(no connection in " + told + ", and none before that; see sequoia.registry.first-attempts)");
	}

	private static void answer(ResponseDefinitionBuilder response) {
		server.stubFor(get(anyUrl()).willReturn(response));
	}

	private HttpServiceRegistry registry(String path) {
		return registry(path, Map.of());
	}

	private HttpServiceRegistry registry(String path, Map<String, URI> services) {
		return registry(path, services, null);
	}

	private HttpServiceRegistry registry(String path, Map<String, URI> services, @Nullable Path snapshot) {
		URI url = URI.create("http://127.0.0.1:" + server.getPort() + path);
		return new HttpServiceRegistry(this.clients.clients().control(),
				new Settings(url, "testmock", INTERVAL, List.of(), false, services, snapshot), this.clock::get);
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

	private static RegisteredService service(HttpServiceRegistry registry, String owner, String name) {
		RegisteredService service = registry.service(owner, name).block(LIMIT);
		assertThat(service).isNotNull();
		return service;
	}

}
