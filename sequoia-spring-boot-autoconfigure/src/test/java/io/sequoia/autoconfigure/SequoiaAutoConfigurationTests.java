package io.sequoia.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.RawServer;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryMetrics;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.annotation.Order;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class SequoiaAutoConfigurationTests {

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, SslAutoConfiguration.class,
				WebClientAutoConfiguration.class, SequoiaAutoConfiguration.class))
		.withPropertyValues("sequoia.registry.url=" + this.sandbox.registryUrl(),
				"sequoia.owner=" + this.sandbox.owner(), "sequoia.auth.client-id=" + this.sandbox.clientId(),
				"sequoia.auth.client-secret=" + this.sandbox.clientSecret(), "sequoia.retry.interval=1ms");

	private final Ref ref = Ref.of(this.sandbox.owner(), "one");

	SequoiaAutoConfigurationTests() {
		this.sandbox.put("metadata", "contents", Map.of("name", "one", "title", "One"));
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void givesTemplatesAndAWebClient() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(SequoiaTemplate.class)
				.hasSingleBean(ReactiveSequoiaTemplate.class)
				.hasBean("sequoiaWebClient");
			assertThat(context.getBean("sequoiaWebClient", WebClient.class)
				.get()
				.uri("sequoia://metadata/data/contents/{ref}?owner=testmock", this.ref)
				.retrieve()
				.bodyToMono(String.class)
				.block()).contains("\"One\"");
		});
	}

	@Test
	void isSwitchedOffByOneProperty() {
		this.runner.withPropertyValues("sequoia.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SequoiaOperations.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { SequoiaOperations.class, ReactiveSequoiaOperations.class, SequoiaTokenSource.class,
			ServiceRegistry.class })
	<T> void stepsBackForABeanOfTheApplication(Class<T> type) {
		T own = Mockito.mock(type);
		this.runner.withBean("own", type, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(type).getBean(type).isSameAs(own));
	}

	@Test
	void stepsBackForFinalPartsToo() {
		CorrelationIds ids = new CorrelationIds("own-id", null, null);
		RetryExecutor retry = new RetryExecutor();
		this.runner.withBean(CorrelationIds.class, () -> ids)
			.withBean(RetryExecutor.class, () -> retry)
			.run((context) -> {
				assertThat(context).getBean(CorrelationIds.class).isSameAs(ids);
				assertThat(context).getBean(RetryExecutor.class).isSameAs(retry);
				read(context.getBean(SequoiaTemplate.class));
				assertThat(this.sandbox.requests().all())
					.allMatch((request) -> "own-id".equals(correlationId(request)));
			});
	}

	@Test
	void connectsToNothingAtStart() {
		try (RawServer registry = new RawServer((client, number) -> RawServer.readHead(client))) {
			this.runner.withPropertyValues("sequoia.registry.url=http://127.0.0.1:" + registry.port())
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(registry.connections()).isZero();
		}
	}

	@Test
	void warmsUpWhereItIsAskedTo() {
		this.runner.withPropertyValues("sequoia.warm-up=true").run((context) -> {
			context.publishEvent(new ApplicationStartedEvent(new SpringApplication(), new String[0],
					context.getSourceApplicationContext(), Duration.ZERO));
			long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
			while (this.sandbox.requests().count(Operation.TOKEN) == 0 && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			assertThat(this.sandbox.requests().count(Operation.REGISTRY)).isOne();
			assertThat(this.sandbox.requests().count(Operation.TOKEN)).isOne();
		});
	}

	@Test
	void worksWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(RetryMetrics.class);
			read(context.getBean(SequoiaTemplate.class));
		});
	}

	@Test
	void countsInTheApplicationsMeterRegistry() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			this.sandbox.faults().next(Operation.READ, Fault.status(503));
			read(context.getBean(SequoiaTemplate.class));
			assertThat(context.getBean(MeterRegistry.class).get("sequoia.client.retries").counter().count()).isOne();
		});
	}

	@Test
	void hasARetryListenerOfTheApplicationTakePart() {
		CountingListener listener = new CountingListener();
		this.runner.withBean(CountingListener.class, () -> listener).run((context) -> {
			this.sandbox.faults().next(2, Operation.READ, Fault.status(503));
			read(context.getBean(SequoiaTemplate.class));
			assertThat(listener.errors).isEqualTo(2);
		});
	}

	@Test
	void appliesCustomizersOfAllCallsAndOfOneService() {
		this.runner.withBean("second", SequoiaWebClientCustomizer.class, SecondCustomizer::new)
			.withBean("first", SequoiaWebClientCustomizer.class, FirstCustomizer::new)
			.withBean(SequoiaServiceWebClientCustomizer.class, () -> (service, builder) -> {
				if (service.equals("metadata")) {
					builder.defaultHeader("X-Service", service);
				}
			})
			.run((context) -> {
				SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
				read(template);
				template.service("workflow").resources("profiles").browse().list();
				assertThat(this.sandbox.requests().all())
					.allMatch((request) -> "second".equals(request.header("X-All")));
				assertThat(this.sandbox.requests().of(Operation.READ)).singleElement()
					.matches((request) -> "metadata".equals(request.header("X-Service")));
				assertThat(this.sandbox.requests().of(Operation.BROWSE)).singleElement()
					.matches((request) -> request.header("X-Service") == null);
			});
	}

	@Test
	void leavesTheApplicationsOwnClientsAlone() {
		WebClient own = WebClient.create();
		this.runner.withBean("own", WebClient.class, () -> own).withBean(NeedsWebClient.class).run((context) -> {
			assertThat(context.getBean(NeedsWebClient.class).client).isSameAs(own);
			assertThat(context.getBean(JsonMapper.class).writeValueAsString(Instant.EPOCH))
				.isEqualTo("\"1970-01-01T00:00:00Z\"");
			List<String> filters = new ArrayList<>();
			context.getBean(WebClient.Builder.class)
				.filters((all) -> all.forEach((one) -> filters.add(one.toString())));
			assertThat(filters).isEmpty();
		});
	}

	@Test
	void leavesNoThreadBehind() throws InterruptedException {
		this.runner.run((context) -> read(context.getBean(SequoiaTemplate.class)));
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("sequoia-http")) {
				thread.join(5_000);
				assertThat(thread.isAlive()).as(thread.getName()).isFalse();
			}
		}
	}

	private void read(SequoiaTemplate template) {
		assertThat(template.service("metadata").resources("contents").read(this.ref)).containsEntry("title", "One");
	}

	private static String correlationId(LoggedRequest request) {
		return request.header("X-Correlation-ID");
	}

	@Order(1)
	private static final class FirstCustomizer implements SequoiaWebClientCustomizer {

		@Override
		public void customize(WebClient.Builder builder) {
			builder.defaultHeaders((headers) -> headers.set("X-All", "first"));
		}

	}

	@Order(2)
	private static final class SecondCustomizer implements SequoiaWebClientCustomizer {

		@Override
		public void customize(WebClient.Builder builder) {
			builder.defaultHeaders((headers) -> headers.set("X-All", "second"));
		}

	}

	static final class NeedsWebClient {

		private final WebClient client;

		NeedsWebClient(WebClient client) {
			this.client = client;
		}

	}

	private static final class CountingListener implements RetryListener {

		private int errors;

		@Override
		public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
				Throwable throwable) {
			this.errors++;
		}

	}

}
