package io.sequoia.autoconfigure.service;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.observation.ObservedApplication;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * HTTP interfaces of a group whose address is a service of the platform.
 */
@Timeout(60)
class HttpServiceGroupsIntegrationTests {

	private static final SequoiaSandbox sandbox = SequoiaSandbox.start();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = run("spring.http.serviceclient.metadata.base-url=sequoia://metadata/data",
				"spring.http.serviceclient.blocking.base-url=sequoia://metadata/data",
				"spring.http.serviceclient.metadata.default-header.X-Group=films",
				"spring.http.serviceclient.blocking.default-header.X-Group=films",
				"spring.http.serviceclient.other.base-url=" + sandbox.registryUrl());
		films(ClientType.WEB_CLIENT).all("testmock");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return ClientApplication.run(sandbox, Application.class,
				Stream
					.concat(Stream.of(properties),
							Stream.of("sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=3"))
					.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		context.close();
		sandbox.close();
	}

	@BeforeEach
	void reset() {
		sandbox.faults().clear();
		sandbox.requests().clear();
		Application.filtered.set(0);
	}

	private static Films films(ClientType type) {
		return context.getBean(HttpServiceProxyRegistry.class)
			.getClient((type == ClientType.WEB_CLIENT) ? "metadata" : "blocking", Films.class);
	}

	@ParameterizedTest
	@EnumSource(names = "UNSPECIFIED", mode = EnumSource.Mode.EXCLUDE)
	void callsTheServiceByTheRulesOfAllCalls(ClientType type) {
		sandbox.faults().next(Operation.BROWSE, Fault.status(503));
		sandbox.faults().next(Operation.BROWSE, Fault.truncated());
		assertThat(films(type).all("testmock").contents()).isNotEmpty();
		assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(3).allSatisfy((request) -> {
			assertThat(request.header("Authorization")).startsWith("Bearer ");
			assertThat(request.header("X-Group")).isEqualTo("films");
			assertThat(request.header("X-Of-All")).isEqualTo("kept");
			assertThat(request.header("X-Secret")).isNull();
			assertThat(request.header("X-Correlation-ID"))
				.isEqualTo(sandbox.requests().of(Operation.BROWSE).get(0).header("X-Correlation-ID"));
		});
	}

	@ParameterizedTest
	@EnumSource(names = "UNSPECIFIED", mode = EnumSource.Mode.EXCLUDE)
	void failsByType(ClientType type) {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> films(type).one("testmock:none", "testmock"))
			.satisfies((failure) -> assertThat(failure.correlationId()).isNotBlank());
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> films(type).later("testmock:none", "testmock").block());
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> films(type).count("testmock"))
			.satisfies((failure) -> assertThat(failure.correlationId()).isNotBlank());
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> films(type).counts("testmock").blockLast());
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> films(type).countEntity("testmock"));
	}

	@ParameterizedTest
	@EnumSource(names = "UNSPECIFIED", mode = EnumSource.Mode.EXCLUDE)
	void postsOnceUnlessNothingWasApplied(ClientType type) {
		Map<String, Object> body = Map.of("contents",
				List.of(Map.of("owner", "testmock", "name", "posted", "type", "movie", "title", "T")));
		sandbox.faults().next(Operation.STORE, Fault.status(429));
		assertThat(films(type).store("testmock", body).contents().get(0).ref()).isEqualTo(Ref.of("testmock", "posted"));
		sandbox.faults().next(Operation.STORE, Fault.status(503));
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> films(type).store("testmock", body));
		assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(3);
	}

	@Test
	void keepsTheSettingsOfTheGroupAndAppliesThoseOfAllClientsToEachAttempt() {
		sandbox.faults().next(Operation.BROWSE, Fault.status(503));
		films(ClientType.WEB_CLIENT).all("testmock");
		assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(2)
			.allSatisfy((request) -> assertThat(request.header("X-Configured")).isEqualTo("once"));
		assertThat(Application.filtered).as("a filter of all WebClients, per request").hasValue(2);
	}

	@ParameterizedTest
	@EnumSource(names = "UNSPECIFIED", mode = EnumSource.Mode.EXCLUDE)
	void isAnOperationWhoseRequestsHaveTheTemplateOfTheInterface(ClientType type) {
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> films(type).one("testmock:none", "testmock"));
		// Spring ends its observation behind the answer
		await()
			.untilAsserted(() -> assertThat(meters.find("http.client.requests").tag("client.name", "metadata").timers())
				.extracting((timer) -> timer.getId().getTag("uri"))
				.containsOnly("/data/contents", "/data/contents/{ref}"));
		assertThat(meters.find("sequoia.client.operations").tags("service", "metadata", "operation", "get").timers())
			.isNotEmpty();
	}

	@Test
	void leavesOtherGroupsAlone() {
		assertThat(context.getBean(Registry.class).services("testmock")).contains("metadata");
		assertThat(sandbox.requests().of(Operation.REGISTRY)).singleElement().satisfies((request) -> {
			assertThat(request.header("Authorization")).startsWith("Bearer ");
			assertThat(request.header("X-Secret")).isEqualTo("of-all");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia:metadata", "sequoia://user@metadata?owner=x" })
	void refusesAnAddressThatNamesNoService(String address) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> run("spring.http.serviceclient.metadata.base-url=" + address))
			.satisfies((failure) -> assertThat(failure)
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasStackTraceContaining("spring.http.serviceclient.metadata.base-url"));
	}

	@HttpExchange("/contents")
	interface Films {

		@GetExchange
		Page all(@RequestParam String owner);

		@GetExchange("/{ref}")
		Page one(@PathVariable String ref, @RequestParam String owner);

		@GetExchange("/{ref}")
		Mono<Page> later(@PathVariable String ref, @RequestParam String owner);

		@GetExchange
		Counted count(@RequestParam String owner);

		@GetExchange
		Flux<Counted> counts(@RequestParam String owner);

		@GetExchange
		ResponseEntity<Counted> countEntity(@RequestParam String owner);

		@PostExchange
		Page store(@RequestParam String owner, @RequestBody Map<String, Object> body);

	}

	interface Registry {

		@GetExchange("/services/{owner}")
		String services(@PathVariable String owner);

	}

	record Page(List<Film> contents) {
	}

	record Film(Ref ref, String title) {
	}

	record Counted(int contents) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SequoiaHttpServicesAutoConfiguration.class,
			HttpServiceClientPropertiesAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			ReactiveHttpServiceClientAutoConfiguration.class })
	@ImportHttpServices(group = "metadata", types = Films.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "blocking", types = Films.class)
	@ImportHttpServices(group = "other", types = Registry.class, clientType = ClientType.WEB_CLIENT)
	@Import(ObservedApplication.class)
	static class Application {

		static final AtomicInteger filtered = new AtomicInteger();

		@Bean
		WebClientCustomizer ofAll() {
			return (builder) -> builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer of-all")
				.defaultHeader("X-Of-All", "kept")
				.defaultRequest((request) -> request.header("X-Secret", "of-all"))
				.filter((request, next) -> {
					if (request.url().getPath().endsWith("/contents")) {
						filtered.incrementAndGet();
					}
					return next.exchange(request);
				});
		}

		@Bean
		WebClientHttpServiceGroupConfigurer ofTheGroup() {
			return (groups) -> groups.filterByName("metadata")
				.forEachClient((group, builder) -> builder.filter((request, next) -> next
					.exchange(ClientRequest.from(request).header("X-Configured", "once").build())));
		}

	}

}
