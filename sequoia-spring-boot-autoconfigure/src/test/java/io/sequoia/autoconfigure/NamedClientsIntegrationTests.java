package io.sequoia.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.autoconfigure.health.SequoiaHealthContributorAutoConfiguration;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Several clients in one application, each with a platform of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class NamedClientsIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	private final SequoiaSandbox main = SequoiaSandbox.start();

	private final SequoiaSandbox archive = SequoiaSandbox.builder()
		.clientId("archivist")
		.clientSecret("archive-secret")
		.start();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void begin() {
		for (SequoiaSandbox each : List.of(this.main, this.archive)) {
			each.reset();
			each.faults().revokeTokens();
			each.put("metadata", "contents",
					Map.of("name", "film", "title", (each == this.main) ? "Main" : "Archive", "type", "movie"));
		}
	}

	@AfterEach
	void end() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@AfterAll
	void stop() {
		this.main.close();
		this.archive.close();
	}

	@Test
	void eachReachesItsOwnPlatformOnlyWithItsOwnToken() {
		Injected injected = run().getBean(Injected.class);
		assertThat(title(injected.main)).isEqualTo("Main");
		assertThat(title(injected.archive)).isEqualTo("Archive");
		assertThat(injected.reactiveArchive.read(FILM, Content.class).block().title()).isEqualTo("Archive");
		assertThat(injected.archiveWebClient.get()
			.uri("sequoia://metadata/data/contents/testmock:film?owner=testmock")
			.retrieve()
			.bodyToMono(String.class)
			.block()).contains("Archive");
		injected.archiveIdentity.login("testmock\\sandbox-user", "sandbox-password");
		assertThat(injected.archiveIdentity.isAuthenticated()).isTrue();
		assertThat(injected.mainIdentity.isAuthenticated()).isFalse();
		assertThat(statuses(this.main)).containsOnly(200);
		assertThat(statuses(this.archive)).containsOnly(200);
		assertThat(this.main.requests().count(Operation.TOKEN)).isOne();
		assertThat(this.archive.requests().count(Operation.TOKEN)).as("of the client and of the user").isEqualTo(2);
	}

	@Test
	void failuresOfOneDoNotTouchTheOther() {
		Injected injected = run("sequoia.clients.archive.retry.enabled=false").getBean(Injected.class);
		this.archive.faults().next(Operation.READ, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> title(injected.archive));
		assertThat(title(injected.main)).isEqualTo("Main");
		this.archive.changeClientSecret("another");
		this.archive.faults().clear();
		this.archive.faults().revokeTokens();
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(() -> title(injected.archive))
			.withMessageContaining("check sequoia.clients.archive.auth.client-id")
			.withMessageNotContaining(" sequoia.auth.");
		assertThat(title(injected.main)).isEqualTo("Main");
	}

	@Test
	void webClientHasTheRulesOfItsClient() {
		Injected injected = run("sequoia.clients.archive.retry.interval=1ms").getBean(Injected.class);
		this.archive.faults().next(2, Operation.READ, Fault.status(503));
		assertThat(injected.archiveWebClient.get()
			.uri("sequoia://metadata/data/contents/testmock:film?owner=testmock")
			.retrieve()
			.bodyToMono(String.class)
			.block()).contains("Archive");
		assertThat(this.archive.requests().count(Operation.READ)).isEqualTo(3);
	}

	@Test
	void beansWithoutAQualifierBelongToTheDefaultClient() {
		run();
		assertThat(this.context.getBean(SequoiaTemplate.class)).isSameAs(this.context.getBean("sequoiaTemplate"));
		assertThat(this.context.getBean(SequoiaOperations.class)).isSameAs(this.context.getBean("sequoiaTemplate"));
		assertThat(this.context.getBean(Unqualified.class).webClients.stream()).isEmpty();
		assertThat(this.context.getBean(Unqualified.class).operations.stream()).hasSize(1);
		assertThat(this.context.getBean("archiveSequoiaTemplate")).isSameAs(qualified(SequoiaTemplate.class));
		assertThat(qualified(ReactiveSequoiaIdentity.class))
			.isNotSameAs(this.context.getBean(ReactiveSequoiaIdentity.class));
	}

	@Test
	void customizersAndReplacementsBelongToTheClientOfTheirQualifier() {
		Injected injected = run(Replacing.class).getBean(Injected.class);
		assertThat(title(injected.main)).isEqualTo("Main");
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(() -> title(injected.archive));
		assertThat(header(this.main, "X-Client")).containsOnly("main");
		assertThat(header(this.archive, "X-Client")).containsOnly("archive");
		assertThat(this.archive.requests().count(Operation.TOKEN)).isZero();
		assertThat(this.context.getBean(SequoiaTokenSource.class)).isNotSameAs(this.context.getBean("ownTokens"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ReplacingByName.class, ReplacingByType.class })
	void nameAndTypeOfABeanQualifyItAsElsewhereInSpring(Class<?> replacing) {
		Injected injected = run(replacing).getBean(Injected.class);
		assertThat(title(injected.main)).isEqualTo("Main");
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(() -> title(injected.archive));
		assertThat(this.main.requests().count(Operation.TOKEN)).isOne();
		assertThat(this.archive.requests().count(Operation.TOKEN)).isZero();
	}

	@ParameterizedTest
	@ValueSource(classes = { ReplacingByAlias.class, ReplacingByDefinition.class })
	void otherNameOrQualifierOfADefinitionQualifiesToo(Class<?> replacing) {
		Injected injected = run(replacing).getBean(Injected.class);
		title(injected.main);
		title(injected.archive);
		assertThat(header(this.main, "X-Client")).containsOnlyNulls();
		assertThat(header(this.archive, "X-Client")).containsOnly("archive");
	}

	@Test
	void metersTellClientsApart() {
		Injected injected = run().getBean(Injected.class);
		title(injected.main);
		title(injected.archive);
		title(injected.archive);
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		assertThat(meters.get("sequoia.client.operations").tag("client", "default").timer().count()).isOne();
		assertThat(meters.get("sequoia.client.operations").tag("client", "archive").timer().count()).isEqualTo(2);
		for (String name : List.of("sequoia.client.retries", "sequoia.client.token.requests",
				"sequoia.client.token.age", "sequoia.client.registry.age")) {
			assertThat(meters.get(name).meters()).as(name)
				.extracting((meter) -> meter.getId().getTag("client"))
				.contains("default", "archive")
				.doesNotContainNull();
		}
	}

	@Test
	void oneClientAloneHasNoTag() {
		this.context = start(named());
		title(qualified(SequoiaTemplate.class));
		assertThat(this.context.getBean(MeterRegistry.class).getMeters())
			.extracting((meter) -> meter.getId().getTag("client"))
			.containsOnlyNulls();
		assertThat(this.context.getBean(Unqualified.class).operations.stream()).as("no default client").isEmpty();
		assertThat(this.context.containsBean("sequoiaTemplate")).isFalse();
	}

	@Test
	void inheritsWhatItDoesNotSayButNothingOfAnotherPlatform() {
		run("sequoia.http.response-timeout=7s", "sequoia.retry.max-attempts=3", "sequoia.auth.scopes=all",
				"sequoia.services.other=https://other.example.com", "sequoia.content-type=application/json",
				"sequoia.clients.archive.retry.max-attempts=2");
		SequoiaProperties properties = this.context.getBean(NamedClient.class).properties();
		assertThat(properties.getHttp().getResponseTimeout()).hasSeconds(7);
		assertThat(properties.getRetry().getMaxAttempts()).isEqualTo(2);
		assertThat(properties.getContentType()).isEqualTo("application/json");
		assertThat(properties.getServices()).isEmpty();
		assertThat(properties.getAuth().getScopes()).isEmpty();
	}

	@Test
	void convertersOfTheApplicationAreThoseOfEachClient() {
		run(SecondsInWords.class, "sequoia.http.response-timeout=7 seconds",
				"sequoia.clients.archive.http.connect-timeout=3 seconds");
		SequoiaProperties.Http http = this.context.getBean(NamedClient.class).properties().getHttp();
		assertThat(http.getResponseTimeout()).hasSeconds(7);
		assertThat(http.getConnectTimeout()).hasSeconds(3);
	}

	@Test
	void anotherTenantOfTheSamePlatformSaysOnlyWhatDiffers() {
		run("sequoia.services.other=https://other.example.com", "sequoia.clients.tenant.owner=other",
				"sequoia.clients.robot.auth.client-id=robot", "sequoia.clients.robot.auth.client-secret=robots-secret");
		SequoiaProperties tenant = this.context.getBean("tenantSequoiaClient", NamedClient.class).properties();
		assertThat(tenant.getRegistry().getUrl()).isEqualTo(this.main.registryUrl());
		assertThat(tenant.getOwner()).isEqualTo("other");
		assertThat(tenant.getServices()).containsOnlyKeys("other");
		assertThat(tenant.getAuth().getClientId()).isEqualTo(this.main.clientId());
		SequoiaProperties robot = this.context.getBean("robotSequoiaClient", NamedClient.class).properties();
		assertThat(robot.getOwner()).isEqualTo("testmock");
		assertThat(robot.getAuth().getClientId()).isEqualTo("robot");
	}

	@Test
	void detailsOfItsOwnAreAnotherPlatformToo() {
		run(OwnDetails.class, "sequoia.registry.allow-insecure=true", "sequoia.registry.allowed-hosts=*.example.com",
				"sequoia.registry.snapshot=target/of-main.json", "sequoia.services.metadata=https://main.example.com",
				"sequoia.clients.own.http.compression=false");
		SequoiaProperties.Registry registry = this.context.getBean("ownSequoiaClient", NamedClient.class)
			.properties()
			.getRegistry();
		assertThat(registry.isAllowInsecure()).isFalse();
		assertThat(registry.getAllowedHosts()).isEmpty();
		assertThat(registry.getSnapshot()).isNull();
		SequoiaTemplate own = BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.context.getBeanFactory(),
				SequoiaTemplate.class, "own");
		assertThat(title(own)).isEqualTo("Archive");
	}

	@Test
	void platformOfABeanIsInheritedAsThatOfKeysIs() {
		run(PlatformOfABean.class, "sequoia.services.metadata=https://main.example.com", "sequoia.ssl.bundle=of-main",
				"sequoia.clients.reader.http.compression=false", "sequoia.clients.robot.auth.client-id=robot",
				"sequoia.clients.robot.auth.client-secret=robots-secret", "sequoia.clients.tenant.owner=root");
		SequoiaConnectionDetails platform = this.context.getBean("platform", SequoiaConnectionDetails.class);
		SequoiaConnectionDetails reader = this.context.getBean("readerSequoiaConnectionDetails",
				SequoiaConnectionDetails.class);
		assertThat(reader.services()).isEmpty();
		assertThat(reader.sslBundle()).isSameAs(platform.sslBundle());
		SequoiaTemplate template = this.context.getBean("readerSequoiaTemplate", SequoiaTemplate.class);
		assertThat(title(template)).isEqualTo("Archive");
		this.archive.changeClientSecret(PlatformOfABean.secret = "rotated");
		this.archive.faults().revokeTokens();
		assertThat(title(template)).isEqualTo("Archive");
		SequoiaConnectionDetails robot = this.context.getBean("robotSequoiaConnectionDetails",
				SequoiaConnectionDetails.class);
		assertThat(robot.registryUrl()).isEqualTo(platform.registryUrl());
		assertThat(robot.authentication().clientId()).isEqualTo("robot");
		SequoiaConnectionDetails tenant = this.context.getBean("tenantSequoiaConnectionDetails",
				SequoiaConnectionDetails.class);
		assertThat(tenant.owner()).isEqualTo("root");
		assertThat(this.main.requests().count()).isZero();
	}

	@Test
	void proxyOfItsOwnGetsNoCredentialsOfAnotherOne() {
		run("sequoia.http.proxy.host=127.0.0.1", "sequoia.http.proxy.port=3128", "sequoia.http.proxy.username=guest",
				"sequoia.http.proxy.password=pl4nted", "sequoia.http.proxy.non-proxy-hosts=127.0.0.1",
				"sequoia.clients.archive.http.proxy.host=proxy.example.com",
				"sequoia.clients.archive.http.proxy.port=8080", "sequoia.clients.direct.http.proxy.host=");
		SequoiaProperties.Http.Proxy archive = proxyOf("archive");
		assertThat(archive.getHost()).isEqualTo("proxy.example.com");
		assertThat(archive.getUsername()).isNull();
		assertThat(archive.getPassword()).isNull();
		assertThat(archive.getNonProxyHosts()).isEmpty();
		assertThat(proxyOf("direct").getPort()).isNull();
	}

	private SequoiaProperties.Http.Proxy proxyOf(String client) {
		return this.context.getBean(client + "SequoiaClient", NamedClient.class).properties().getHttp().getProxy();
	}

	@Test
	void eachTenantKeepsAListingOfItsOwn(@TempDir Path directory) {
		Path file = directory.resolve("listing");
		run("sequoia.registry.snapshot=" + file, "sequoia.clients.robot.http.compression=false",
				"sequoia.clients.tenant.owner=root");
		for (String client : List.of("sequoia", "robotSequoia", "tenantSequoia")) {
			this.context.getBean(client + "ServiceRegistry", ServiceRegistry.class)
				.services(client.startsWith("tenant") ? "root" : "testmock")
				.block();
		}
		await().untilAsserted(() -> assertThat(directory).isDirectoryContaining("glob:**listing.root"));
		assertThat(this.context.getBean("robotSequoiaClient", NamedClient.class).properties().getRegistry())
			.extracting(SequoiaProperties.Registry::getSnapshot)
			.isEqualTo(file);
	}

	@Test
	void wrongSettingsAreNamedByTheKeysOfTheirClient() {
		assertThat(failure("sequoia.clients.archive.owner=a b", "sequoia.clients.archive.http.connect-timeout=-1s",
				"sequoia.clients.archive.auth.client-secret=", "sequoia.clients.archive.auth.client-secrets=x",
				"sequoia.clients.archive.http.response-timeout=5", "sequoia.strict-configuration=true"))
			.hasMessageContainingAll("sequoia.clients.archive.owner (a b) contains characters other",
					"sequoia.clients.archive.http.connect-timeout",
					"sequoia.clients.archive.auth.client-secret is missing",
					"there is 'sequoia.clients.archive.auth.client-secrets', which is not a setting",
					"sequoia.clients.archive.http.response-timeout (5) has no unit");
		assertThat(failure("sequoia.clients.archive.web.problem-details=true", "sequoia.strict-configuration=true"))
			.hasMessageContaining("sequoia.clients.archive.web.problem-details is not a setting of the client");
		assertThat(failure("sequoia.clients.default.owner=testmock"))
			.hasMessageContaining("sequoia.clients.default is not the name of a client");
	}

	@Test
	void onlyClientWithoutAnAddressIsToldSo() {
		assertThatThrownBy(() -> start("sequoia.clients.archive.owner=testmock"))
			.hasRootCauseInstanceOf(InvalidSequoiaConfigurationException.class)
			.rootCause()
			.hasMessageContaining("sequoia.clients.archive.registry.url");
	}

	@Test
	void unknownKeysAreAWarningWithASuggestion(CapturedOutput output) {
		run("sequoia.clients.archive.retry.max-atempts=2");
		assertThat(output).contains("'sequoia.clients.archive.retry.max-atempts'",
				"did you mean 'sequoia.clients.archive.retry.max-attempts'?");
	}

	@Test
	void secretInAFileChangesForItsClientOnly(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("secret"), "archive-secret\n");
		Injected injected = run("sequoia.clients.archive.auth.client-secret=",
				"sequoia.clients.archive.auth.client-secret-location=" + file)
			.getBean(Injected.class);
		title(injected.archive);
		title(injected.main);
		this.archive.changeClientSecret("rotated");
		Files.writeString(file, "rotated");
		this.archive.faults().revokeTokens();
		assertThat(title(injected.archive)).isEqualTo("Archive");
		assertThat(this.main.requests().count(Operation.TOKEN)).isOne();
	}

	@Test
	void certificatesAreABundleOfTheirClient(@TempDir Path directory) {
		PemFiles pem = PemFiles.createIn(directory);
		run(SslAutoConfiguration.class, "sequoia.clients.archive.ssl.certificate=" + pem.certificate(),
				"sequoia.clients.archive.ssl.private-key=" + pem.privateKey());
		assertThat(this.context.getBean(SslBundles.class).getBundleNames())
			.containsExactly("sequoia.clients.archive.ssl");
		assertThat(this.context.getBean(SequoiaConnectionDetails.class).sslBundle()).isNull();
		assertThat(qualified(SequoiaConnectionDetails.class).sslBundle()).isNotNull();
	}

	@Test
	void healthOfEachClientIsAPartOfTheirComponent() {
		run(WithHealth.class, "sequoia.clients.archive.retry.enabled=false");
		CompositeReactiveHealthContributor clients = this.context.getBean("sequoiaClientsHealthContributor",
				CompositeReactiveHealthContributor.class);
		assertThat(clients.stream().map((entry) -> entry.name())).containsExactly("archive");
		this.archive.changeClientSecret("another");
		assertThat(status(clients.getContributor("archive"))).isEqualTo(Status.DOWN);
		assertThat(status(this.context.getBean("sequoiaHealthContributor"))).isEqualTo(Status.UP);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SequoiaHealthContributorAutoConfiguration.class)
	static class WithHealth {

	}

	private static Status status(Object contributor) {
		return ((ReactiveHealthIndicator) contributor).health().block().getStatus();
	}

	@Test
	void endLetsCallsOfEachClientEndAndLeavesNoConnection() throws Exception {
		Injected injected = run().getBean(Injected.class);
		title(injected.archive);
		this.archive.requests().clear();
		this.archive.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(1)));
		CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> title(injected.archive));
		await().until(() -> this.archive.faults().pending() == 0);
		this.context.close();
		assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("Archive");
		assertThatThrownBy(() -> title(injected.archive)).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void repositoryOfAnUnknownClientIsRefusedAtStart() {
		assertThat(failure(Lost.class)).hasMessageContaining("'lost'");
	}

	@Test
	void reactiveRepositoryCallsItsClient() {
		ReactiveFilms films = run(Repositories.class).getBean(ReactiveFilms.class);
		assertThat(films.findById(FILM).block().title()).isEqualTo("Archive");
		assertThat(this.main.requests().count()).isZero();
	}

	@Test
	void childContextHasTheClientsOfItsParent() {
		run(OwnDetails.class, "sequoia.clients.own.http.compression=false");
		try (ConfigurableApplicationContext child = new SpringApplicationBuilder(ClientApplication.Beans.class,
				ChildRepositories.class)
			.web(WebApplicationType.NONE)
			.properties(named())
			.parent(this.context)
			.run("--sequoia.clients.own.http.compression=false",
					"--sequoia.clients.branch.registry.url=http://127.0.0.1:1",
					"--sequoia.clients.branch.owner=testmock", "--sequoia.clients.branch.auth.type=none")) {
			assertThat(child.containsLocalBean("branchSequoiaTemplate")).isTrue();
			for (String client : List.of("archive", "own")) {
				assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(child.getBeanFactory(), SequoiaTemplate.class,
						client))
					.isSameAs(this.context.getBean(client + "SequoiaTemplate"));
			}
			assertThat(child.getBean(Films.class).findById(FILM).orElseThrow().title()).isEqualTo("Main");
			assertThat(child.getBean(ReactiveFilms.class).findById(FILM).block().title()).isEqualTo("Main");
		}
	}

	interface Films extends SequoiaRepository<Content> {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSequoiaRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Films.class))
	@EnableReactiveSequoiaRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ReactiveFilms.class))
	static class ChildRepositories {

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Content> {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveSequoiaRepositories(client = "archive", considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ReactiveFilms.class),
			basePackageClasses = NamedClientsIntegrationTests.class)
	static class Repositories {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveSequoiaRepositories(client = "lost", considerNestedRepositories = true,
			basePackageClasses = NamedClientsIntegrationTests.class)
	static class Lost {

	}

	@Test
	void clientThatIsSwitchedOffIsNotThere() {
		assertThat(
				start(Stream
					.concat(Stream.of("sequoia.clients.archive.enabled=false"),
							Stream.of("sequoia.registry.url=" + this.main.registryUrl(), "sequoia.owner=testmock",
									"sequoia.auth.type=none"))
					.toArray(String[]::new)).getBeansOfType(NamedClient.class))
			.isEmpty();
	}

	private Throwable failure(Class<?> configuration) {
		return NestedExceptionUtils.getMostSpecificCause(catchThrowable(() -> run(configuration)));
	}

	private Throwable failure(String... properties) {
		return NestedExceptionUtils.getMostSpecificCause(catchThrowable(() -> run(properties)));
	}

	private <T> T qualified(Class<T> type) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.context.getBeanFactory(), type, "archive");
	}

	private static String title(SequoiaOperations template) {
		return template.read(FILM, Content.class).title();
	}

	private static List<Integer> statuses(SequoiaSandbox sandbox) {
		return sandbox.requests()
			.all()
			.stream()
			.filter((request) -> !request.path().contains("descriptor"))
			.map(LoggedRequest::status)
			.toList();
	}

	private static List<String> header(SequoiaSandbox sandbox, String name) {
		return sandbox.requests().of(Operation.READ).stream().map((request) -> request.header(name)).toList();
	}

	private ConfigurableApplicationContext run(String... properties) {
		return run(ClientApplication.Beans.class, properties);
	}

	private ConfigurableApplicationContext run(Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of(ClientApplication.connected(this.main)));
		all.addAll(Arrays.asList(named()));
		all.addAll(Arrays.asList(properties));
		this.context = ClientApplication.run(all, Injected.class, Unqualified.class, configuration);
		return this.context;
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return ClientApplication.run(List.of(properties), Unqualified.class);
	}

	private String[] named() {
		return Stream
			.of("registry.url=" + this.archive.registryUrl(), "owner=testmock", "auth.client-id=archivist",
					"auth.client-secret=archive-secret")
			.map((setting) -> "sequoia.clients.archive." + setting)
			.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		private final SequoiaTemplate main;

		private final SequoiaIdentity mainIdentity;

		private final SequoiaTemplate archive;

		private final ReactiveSequoiaTemplate reactiveArchive;

		private final WebClient archiveWebClient;

		private final SequoiaIdentity archiveIdentity;

		Injected(SequoiaTemplate main, SequoiaIdentity mainIdentity, @Qualifier("archive") SequoiaTemplate archive,
				@Qualifier("archive") ReactiveSequoiaTemplate reactiveArchive,
				@Qualifier("archive") WebClient archiveWebClient,
				@Qualifier("archive") SequoiaIdentity archiveIdentity) {
			this.main = main;
			this.mainIdentity = mainIdentity;
			this.archive = archive;
			this.reactiveArchive = reactiveArchive;
			this.archiveWebClient = archiveWebClient;
			this.archiveIdentity = archiveIdentity;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unqualified {

		private final ObjectProvider<WebClient> webClients;

		private final ObjectProvider<SequoiaOperations> operations;

		Unqualified(ObjectProvider<WebClient> webClients, ObjectProvider<SequoiaOperations> operations) {
			this.webClients = webClients;
			this.operations = operations;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Replacing {

		@Bean
		SequoiaWebClientCustomizer ofDefault() {
			return (builder) -> builder.defaultHeader("X-Client", "main");
		}

		@Bean
		@Qualifier("archive")
		SequoiaWebClientCustomizer ofArchive() {
			return (builder) -> builder.defaultHeader("X-Client", "archive");
		}

		@Bean
		@Qualifier("archive")
		SequoiaTokenSource ownTokens() {
			return SequoiaTokenSource.fixed("unknown");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReplacingByName {

		@Bean
		SequoiaTokenSource archive() {
			return SequoiaTokenSource.fixed("unknown");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReplacingByType {

		@Bean
		ArchiveTokens tokens() {
			return new ArchiveTokens();
		}

	}

	@Qualifier("archive")
	static class ArchiveTokens implements SequoiaTokenSource {

		@Override
		public Mono<String> token(String owner) {
			return Mono.just("unknown");
		}

		@Override
		public void refused(String owner, String token) {
			// there is no other
		}

		@Override
		public boolean isRenewable() {
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReplacingByAlias {

		@Bean({ "archiveHeader", "archive" })
		SequoiaWebClientCustomizer ofArchive() {
			return (builder) -> builder.defaultHeader("X-Client", "archive");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(QualifiedDefinition.class)
	static class ReplacingByDefinition {

	}

	static class QualifiedDefinition implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
			RootBeanDefinition definition = new RootBeanDefinition(SequoiaWebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Client", "archive"));
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, "archive"));
			registry.registerBeanDefinition("archiveHeader", definition);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondsInWords {

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Duration> seconds() {
			return new Converter<>() {

				@Override
				public Duration convert(String text) {
					return text.endsWith(" seconds") ? Duration.ofSeconds(Long.parseLong(text.split(" ", 2)[0]))
							: DurationStyle.detectAndParse(text);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		@Qualifier("own")
		SequoiaConnectionDetails ownDetails(@Value("${sequoia.clients.archive.registry.url}") URI registry) {
			return SequoiaConnectionDetails.of(registry, "testmock",
					SequoiaConnectionDetails.Authentication.clientCredentials("archivist", "archive-secret"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlatformOfABean {

		private static volatile String secret;

		@Bean
		SequoiaConnectionDetails platform(@Value("${sequoia.clients.archive.registry.url}") URI registry) {
			secret = "archive-secret";
			SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);
			return new SequoiaConnectionDetails() {

				@Override
				public URI registryUrl() {
					return registry;
				}

				@Override
				public String owner() {
					return "testmock";
				}

				@Override
				public Authentication authentication() {
					return Authentication.clientCredentials("archivist", secret);
				}

				@Override
				public SslBundle sslBundle() {
					return bundle;
				}

			};
		}

	}

}
