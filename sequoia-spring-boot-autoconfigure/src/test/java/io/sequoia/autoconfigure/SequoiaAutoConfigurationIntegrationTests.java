package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ResourceConstraints;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.observation.OperationMetrics;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.RawServer;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.HttpConnections;
import io.sequoia.http.HttpSettings;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryMetrics;
import io.sequoia.retry.SequoiaRetry;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.UserSession;
import io.sequoia.transfer.ReactiveSequoiaTransfer;
import io.sequoia.transfer.SequoiaTransfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class SequoiaAutoConfigurationIntegrationTests {

	private final ApplicationContextRunner runner = ConfigurationUnderTest.valid()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WebClientAutoConfiguration.class));

	@Test
	void givesTemplatesAndWebClient() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(SequoiaTemplate.class)
			.hasSingleBean(ReactiveSequoiaTemplate.class)
			.hasBean("sequoiaWebClient")
			.doesNotHaveBean(RetryMetrics.class));
	}

	@Test
	void givesThemWithoutTheConfigurationsOfBootToo() {
		ConfigurationUnderTest.valid()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SequoiaTemplate.class)
				.hasBean("sequoiaWebClient"));
	}

	@Test
	void givesNothingWhereItIsSwitchedOff() {
		ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SequoiaOperations.class)
				.doesNotHaveBean(SequoiaProperties.class)
				.doesNotHaveBean(WebClient.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "on", "yes", "1" })
	void takesEachFormOfTrueForParts(String on) {
		this.runner
			.withPropertyValues("sequoia.enabled=" + on, "sequoia.cache.enabled=" + on, "sequoia.store.validate=" + on)
			.run((context) -> assertThat(context).hasSingleBean(SequoiaTemplate.class)
				.hasSingleBean(AnswerCache.class)
				.hasSingleBean(ResourceConstraints.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "FALSE", "off", "no", "0" })
	void takesEachFormOfFalseForParts(String off) {
		this.runner.withPropertyValues("sequoia.enabled=" + off)
			.run((context) -> assertThat(context).doesNotHaveBean(SequoiaTemplate.class));
		this.runner.withPropertyValues("sequoia.store.validate=" + off)
			.run((context) -> assertThat(context).doesNotHaveBean(ResourceConstraints.class));
	}

	@Test
	void refusesAValueThatIsNeither() {
		this.runner.withPropertyValues("sequoia.enabled=nope")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Invalid boolean value 'nope'"));
	}

	@Test
	void backsOffToTemplates() {
		backsOffTo(SequoiaOperations.class);
		backsOffTo(ReactiveSequoiaOperations.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "token", "client-credentials" })
	void givesIdentityOperationsForEveryWayToAuthenticate(String type) {
		ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock",
					"sequoia.auth.type=" + type)
			.withPropertyValues(switch (type) {
				case "token" -> new String[] { "sequoia.auth.token=t" };
				case "none" -> new String[0];
				default -> ConfigurationUnderTest.VALID;
			})
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SequoiaIdentity.class)
				.hasSingleBean(ReactiveSequoiaIdentity.class));
	}

	@Test
	void backsOffToTransfers() {
		backsOffTo(SequoiaTransfer.class);
		backsOffTo(ReactiveSequoiaTransfer.class);
	}

	@Test
	void backsOffToIdentityOperations() {
		backsOffTo(SequoiaIdentity.class);
		backsOffTo(ReactiveSequoiaIdentity.class);
		backsOffTo(UserSession.class, new UserSession(System::nanoTime));
	}

	@Test
	void backsOffToSeams() {
		backsOffTo(SequoiaTokenSource.class, SequoiaTokenSource.none());
		backsOffTo(ServiceRegistry.class);
		backsOffTo(CorrelationIds.class, new CorrelationIds("own", null, null));
		backsOffTo(ResourceMapper.class, new ResourceMapper(JsonMapper.shared()));
		backsOffTo(SequoiaMappingContext.class, new SequoiaMappingContext());
		this.runner.withBean("own", RetryExecutor.class, RetryExecutor::new)
			.run((context) -> assertThat(context).hasSingleBean(RetryExecutor.class).hasBean("own"));
		this.runner.withBean("own", HttpConnections.class, () -> new HttpConnections(HttpSettings.defaults()))
			.run((context) -> assertThat(context).hasSingleBean(HttpConnections.class).hasBean("own"));
	}

	@Test
	void backsOffToConnectionDetails() {
		SequoiaConnectionDetails details = new VaultConnectionDetails(Map.of("registry-url",
				"https://registry.example.com", "owner", "vault", "client-id", "id", "client-secret", "secret"));
		ConfigurationUnderTest.empty().withBean(SequoiaConnectionDetails.class, () -> details).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(SequoiaConnectionDetails.class);
			assertThat(context.getBean(SequoiaConnectionDetails.class)).isSameAs(details);
			assertThat(context.getBean(SettingsMapper.class).owner()).isEqualTo("vault");
		});
	}

	@Test
	void backsOffToAWebClientOfTheSameName() {
		WebClient own = WebClient.create();
		this.runner.withBean("sequoiaWebClient", WebClient.class, () -> own)
			.run((context) -> assertThat(context.getBean("sequoiaWebClient")).isSameAs(own));
	}

	@Test
	void leavesTheWebClientsOfTheApplicationAlone() {
		WebClient own = WebClient.create();
		this.runner.withBean("own", WebClient.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().hasBean("sequoiaWebClient");
			assertThat(context.getBean(WebClient.class)).as("injected by type").isSameAs(own);
			context.getBean(WebClient.Builder.class).filters((filters) -> assertThat(filters).isEmpty());
		});
	}

	@Test
	void leavesTheJsonOfTheApplicationAlone() {
		this.runner.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE").run((context) -> {
			assertThat(context).hasSingleBean(JsonMapper.class);
			assertThat(context.getBean(JsonMapper.class).writeValueAsString(new Named("x")))
				.isEqualTo("{\"full_name\":\"x\"}");
			assertThat(context.getBean(ResourceMapper.class).write(new Named("x"))).hasToString("{\"fullName\":\"x\"}");
		});
	}

	@Test
	void worksWithoutMicrometer() {
		// reads its services once in a JVM, and would find none with that class loader
		ContextRegistry.getInstance();
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SequoiaTemplate.class)
				.doesNotHaveBean(RetryMetrics.class)
				.doesNotHaveBean(ControlMetrics.class)
				.doesNotHaveBean(OperationMetrics.class));
	}

	@Test
	void measuresNothingWithoutAMeterRegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RetryMetrics.class)
			.doesNotHaveBean(ControlMetrics.class)
			.doesNotHaveBean(OperationMetrics.class)
			.hasSingleBean(OperationObservations.class));
	}

	@Test
	void measuresWhereThereIsAMeterRegistry() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(RetryMetrics.class)
				.hasSingleBean(ControlMetrics.class)
				.hasSingleBean(OperationMetrics.class));
	}

	@Test
	void connectsToNothingAtStart() {
		try (RawServer registry = new RawServer((client, number) -> RawServer.readHead(client));
				ConfigurableApplicationContext context = run("http://127.0.0.1:" + registry.port(), "secret")) {
			assertThat(context.getBean(SequoiaTemplate.class)).isNotNull();
			assertThat(registry.connections()).isZero();
		}
	}

	@Test
	void startsWhileThePlatformIsDown() {
		try (ConfigurableApplicationContext context = run("http://127.0.0.1:" + closedPort(), "secret",
				"sequoia.warm-up=true")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void connectsAtStartWhereItIsAskedTo() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start();
				ConfigurableApplicationContext context = run(sandbox, "sequoia.warm-up=true")) {
			eventually(() -> paths(sandbox).size() >= 2);
			assertThat(paths(sandbox)).containsExactly("/services/testmock", "/identity/oauth/token");
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void customizersSeeAllCallsAndThoseOfOneService() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start();
				ConfigurableApplicationContext context = run(sandbox, Customizers.class)) {
			context.getBean(SequoiaTemplate.class)
				.service("metadata")
				.get("/descriptor/raw?owner=testmock", String.class);
			context.getBean(SequoiaTemplate.class)
				.service("workflow")
				.get("/descriptor/raw?owner=testmock", String.class);
			List<LoggedRequest> requests = sandbox.requests().all();
			assertThat(requests).extracting(LoggedRequest::path)
				.containsExactly("/services/testmock", "/identity/oauth/token", "/metadata/descriptor/raw",
						"/workflow/descriptor/raw");
			assertThat(requests).allSatisfy((request) -> assertThat(request.header("X-All")).isEqualTo("yes"));
			assertThat(requests).extracting((request) -> request.header("X-Last"))
				.containsExactly("second", "second", "metadata", "workflow");
		}
	}

	@Test
	void listenersOfTheApplicationTakePart() {
		try (ConfigurableApplicationContext context = run(new String[] {
				"sequoia.registry.url=http://127.0.0.1:" + closedPort(), "sequoia.owner=testmock",
				"sequoia.auth.client-id=id", "sequoia.auth.client-secret=secret", "sequoia.retry.max-attempts=3",
				"sequoia.retry.interval=1ms", "sequoia.retry.budget.enabled=false" }, CountingListener.class)) {
			assertThat(catchThrowable(() -> context.getBean(SequoiaTemplate.class).service("metadata").descriptor()))
				.isNotNull();
			assertThat(context.getBean(CountingListener.class).errors).hasValue(3);
		}
	}

	@Test
	void leavesNoThreadBehind() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			try (ConfigurableApplicationContext context = run(sandbox, new String[0])) {
				context.getBean(SequoiaTemplate.class).service("metadata").descriptor();
				assertThat(sequoiaThreads()).isNotEmpty();
			}
			eventually(() -> sequoiaThreads().isEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { SequoiaWebClients.class, SequoiaWebClients.Services.class, ServiceDescriptors.class,
			SequoiaEngine.class, RetryExecutor.class })
	void givesThePartsThatTheTemplatesAreMadeOf(Class<?> part) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(part));
	}

	private <T> void backsOffTo(Class<T> type) {
		backsOffTo(type, Mockito.mock(type));
	}

	private <T> void backsOffTo(Class<T> type, T own) {
		this.runner.withBean("own", type, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(type);
			assertThat(context.getBean(type)).isSameAs(own);
		});
	}

	private static List<String> sequoiaThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("sequoia-http"))
			.toList();
	}

	private static List<String> paths(SequoiaSandbox sandbox) {
		return sandbox.requests().all().stream().map(LoggedRequest::path).toList();
	}

	private static int closedPort() {
		try (RawServer closed = new RawServer((client, number) -> {
		})) {
			return closed.port();
		}
	}

	private static ConfigurableApplicationContext run(SequoiaSandbox sandbox, Class<?>... sources) {
		return run(ClientApplication.connected(sandbox), sources);
	}

	private static ConfigurableApplicationContext run(SequoiaSandbox sandbox, String... properties) {
		return run(ClientApplication.connected(sandbox, properties));
	}

	private static ConfigurableApplicationContext run(String registryUrl, String secret, String... properties) {
		return run(Stream
			.concat(Stream.of("sequoia.registry.url=" + registryUrl, "sequoia.owner=testmock",
					"sequoia.auth.client-id=id", "sequoia.auth.client-secret=" + secret), Stream.of(properties))
			.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(String[] properties, Class<?>... sources) {
		return ClientApplication.run(List.of(properties), sources);
	}

	record Named(String fullName) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		SequoiaWebClientCustomizer second() {
			return (builder) -> builder.defaultHeaders((headers) -> headers.set("X-Last", "second"));
		}

		@Bean
		@Order(1)
		SequoiaWebClientCustomizer first() {
			return (builder) -> builder.defaultHeader("X-All", "yes")
				.defaultHeaders((headers) -> headers.set("X-Last", "first"));
		}

		@Bean
		SequoiaServiceWebClientCustomizer ofOneService() {
			return (service, builder) -> builder.defaultHeaders((headers) -> headers.set("X-Last", service));
		}

	}

	@SequoiaRetry
	static final class CountingListener implements RetryListener {

		private final AtomicInteger errors = new AtomicInteger();

		@Override
		public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
				Throwable throwable) {
			this.errors.incrementAndGet();
		}

	}

}
