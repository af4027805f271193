package io.sequoia.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.observation.ObservedApplication;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.LocalServer;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The rules of calls hold for requests of {@code sequoiaWebClient}.
 */
@Timeout(60)
class UserRequestsIntegrationTests {

	private static final String FILM = "{\"contents\":[{\"owner\":\"testmock\",\"name\":\"%s\",\"type\":\"movie\",\"title\":\"T\"}]}";

	private static final String CONTENTS = "sequoia://metadata/data/contents?owner=testmock";

	private static final Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();

	@AutoClose("disposeNow")
	private static final DisposableServer eventServer = LocalServer.create()
		.handle((request, response) -> response.header("Content-Type", "text/event-stream")
			.sendString(events.asFlux(), StandardCharsets.UTF_8)
			.then())
		.bindNow();

	@AutoClose
	private static final ClientApplication application = ClientApplication.on(SequoiaSandbox.builder(),
			ObservedApplication.class, "sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=3",
			"sequoia.retry.budget.enabled=false", "sequoia.services.events=http://localhost:" + eventServer.port(),
			"sequoia.services.gone=http://localhost:1");

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final WebClient client = application.context().getBean("sequoiaWebClient", WebClient.class);

	@BeforeAll
	static void start() {
		get();
	}

	@BeforeEach
	void reset() {
		sandbox.faults().clear();
		sandbox.requests().clear();
	}

	@Test
	void repeatsWhatCanBeRepeated() {
		fail(Operation.BROWSE, Fault.status(503), Fault.reset());
		assertThat(get()).contains("\"contents\"");
		assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(3)
			.extracting((request) -> request.header("X-Correlation-ID"))
			.containsOnly(sandbox.requests().all().get(0).header("X-Correlation-ID"));
	}

	@Test
	void asksAgainForAnAnswerThatIsCutOff() {
		fail(Operation.BROWSE, Fault.truncated());
		assertThat(get()).endsWith("}");
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(2);
	}

	@Test
	void repeatsNoPostThatMayHaveBeenApplied() {
		fail(Operation.STORE, Fault.status(503));
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> send(HttpMethod.POST, "").bodyValue(FILM.formatted("once"))
				.retrieve()
				.toBodilessEntity()
				.block());
		assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1);
	}

	@Test
	void repeatsAPostThatWasNotApplied() {
		fail(Operation.STORE, Fault.status(429));
		assertThat(send(HttpMethod.POST, "").bodyValue(FILM.formatted("later"))
			.retrieve()
			.bodyToMono(String.class)
			.block()).contains("testmock:later");
		assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(2);
	}

	@Test
	void takesABodyOnceAndSendsItAgain() {
		AtomicInteger subscriptions = new AtomicInteger();
		Mono<String> body = Mono.fromSupplier(() -> {
			assertThat(subscriptions.incrementAndGet()).isEqualTo(1);
			return FILM.formatted("taken");
		});
		fail(Operation.STORE, Fault.status(429), Fault.status(429));
		assertThat(send(HttpMethod.POST, "").body(body, String.class).retrieve().bodyToMono(String.class).block())
			.contains("testmock:taken");
		assertThat(sandbox.requests().of(Operation.STORE)).hasSize(3)
			.allSatisfy((request) -> assertThat(request.header("Content-Type")).isEqualTo("application/json"))
			.extracting((request) -> request.header("Content-Length"))
			.containsOnly(String.valueOf(FILM.formatted("taken").length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "POST" })
	void sendsAStreamOnce(String method) {
		AtomicInteger subscriptions = new AtomicInteger();
		Flux<String> body = once(subscriptions);
		fail(method.equals("PUT") ? Operation.UPDATE : Operation.STORE, Fault.status(429));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> send(HttpMethod.valueOf(method), method.equals("PUT") ? "/testmock:streamed" : "")
				.body(body, String.class)
				.retrieve()
				.bodyToMono(String.class)
				.block())
			.satisfies((failure) -> {
				assertThat(((SequoiaFailure) failure).status()).isEqualTo(429);
				assertThat(failure.getSuppressed()).anySatisfy(
						(note) -> assertThat(note).hasMessageContaining("is a stream, which is sent only once"));
			});
		assertThat(subscriptions).hasValue(1);
		assertThat(sandbox.requests().all()).hasSize(1);
	}

	@Test
	void sendsAStreamAfterAConnectionThatWasRefused() {
		AtomicInteger subscriptions = new AtomicInteger();
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> client.post()
				.uri("sequoia://gone/data/contents")
				.body(once(subscriptions), String.class)
				.retrieve()
				.toBodilessEntity()
				.block())
			.satisfies((failure) -> assertThat(failure.getSuppressed())
				.anySatisfy((note) -> assertThat(note).hasMessageContaining("after attempt 3")));
		assertThat(subscriptions).hasValue(0);
	}

	@Test
	void replacesARefusedTokenUnlessTheBodyIsAStream() {
		get();
		sandbox.faults().revokeTokens();
		AtomicInteger subscriptions = new AtomicInteger();
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> send(HttpMethod.POST, "").body(once(subscriptions), String.class)
				.retrieve()
				.toBodilessEntity()
				.block());
		assertThat(subscriptions).hasValue(1);
		assertThat(get()).contains("\"contents\"");
		sandbox.faults().revokeTokens();
		assertThat(send(HttpMethod.POST, "").bodyValue(FILM.formatted("again"))
			.retrieve()
			.bodyToMono(String.class)
			.block()).contains("testmock:again");
		assertThat(sandbox.requests().count(Operation.TOKEN)).isEqualTo(2);
	}

	@Test
	void failsByType() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> client.get()
				.uri("sequoia://metadata/data/contents/testmock:none?owner=testmock")
				.retrieve()
				.bodyToMono(String.class)
				.block())
			.satisfies((failure) -> {
				assertThat(failure.service()).isEqualTo("metadata");
				assertThat(failure.correlationId()).isNotBlank();
			});
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> client.get().uri("sequoia://metadat/x").retrieve().bodyToMono(String.class).block())
			.withMessageContaining("metadata");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:TOPSECRET@localhost:1/x", "sequoia://user:TOPSECRET@metadata/x" })
	void showsNoPasswordOfAnAddress(String address) {
		Throwable failure = catchThrowable(() -> client.get().uri(address).retrieve().bodyToMono(String.class).block());
		assertThat(failure).isNotNull();
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain("TOPSECRET");
	}

	@Test
	void namesTheFailureOfAnAnswerThatDoesNotFit() {
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> client.get().uri(CONTENTS).retrieve().bodyToMono(Counted.class).block())
			.satisfies((failure) -> assertThat(failure.getCause())
				.isInstanceOfSatisfying(MalformedResponseException.class, (typed) -> {
					assertThat(typed.correlationId()).isNotBlank();
					assertThat(typed).hasMessageContaining("get of metadata").hasMessageContaining("contents");
				}));
	}

	@Test
	void endsInItsTime() {
		try (ConfigurableApplicationContext impatient = ClientApplication.run(sandbox,
				"sequoia.retry.max-time=500ms")) {
			WebClient hasty = impatient.getBean("sequoiaWebClient", WebClient.class);
			sandbox.faults().next(Operation.BROWSE, Fault.delay(Duration.ofSeconds(30)));
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> hasty.get().uri(CONTENTS).retrieve().bodyToMono(String.class).block());
		}
	}

	@Test
	void paysItsRetriesFromTheBudgetOfTheService() {
		try (ConfigurableApplicationContext limited = ClientApplication.run(sandbox, "sequoia.retry.max-attempts=3",
				"sequoia.retry.interval=1ms")) {
			WebClient hopeful = limited.getBean("sequoiaWebClient", WebClient.class);
			for (int i = 0; i < 180; i++) {
				sandbox.faults().next(Operation.BROWSE, Fault.status(503));
			}
			Flux.range(0, 60)
				.flatMap((i) -> hopeful.get()
					.uri(CONTENTS)
					.retrieve()
					.toBodilessEntity()
					.onErrorResume(ServiceUnavailableException.class, (failure) -> Mono.empty()), 60)
				.blockLast();
			assertThat(sandbox.requests().count(Operation.BROWSE)).as("one for each call, and the 100 of the budget")
				.isEqualTo(160);
			assertThat(limited.getBean(MeterRegistry.class)
				.get("sequoia.client.retry.budget.exhausted")
				.tags("service", "metadata", "operation", "get")
				.counter()
				.count()).isPositive();
		}
	}

	@Test
	void isAnOperationWhoseAttemptsAreRequests() {
		long operations = timed("sequoia.client.operations", "operation", "get");
		long requests = timed("http.client.requests", "client.name", "metadata");
		fail(Operation.BROWSE, Fault.status(503));
		get();
		assertThat(timed("sequoia.client.operations", "operation", "get")).isEqualTo(operations + 1);
		// WebClient ends the observation of a request after its caller has the answer
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> timed("http.client.requests", "client.name", "metadata") >= requests + 2);
		assertThat(application.bean(MeterRegistry.class)
			.get("sequoia.client.retries")
			.tags("service", "metadata", "operation", "get", "reason", "503")
			.counter()
			.count()).isPositive();
	}

	private static long timed(String name, String... tags) {
		return application.bean(MeterRegistry.class)
			.find(name)
			.tags(tags)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Test
	void passesAStreamOnAsItComes() {
		events.tryEmitNext("data:one\n\n");
		StepVerifier
			.create(client.get()
				.uri("sequoia://events/changes")
				.accept(MediaType.TEXT_EVENT_STREAM)
				.retrieve()
				.bodyToFlux(String.class))
			.expectNext("one")
			.then(() -> events.tryEmitNext("data:two\n\n"))
			.expectNext("two")
			.then(events::tryEmitComplete)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void sendsARequestForAStreamOnce() {
		fail(Operation.BROWSE, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> client.get()
			.uri(CONTENTS)
			.accept(MediaType.APPLICATION_NDJSON)
			.retrieve()
			.bodyToFlux(String.class)
			.blockLast());
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(1);
	}

	@Test
	void takesTheCorrelationIdOfItsHeader() {
		client.get().uri(CONTENTS).header("X-Correlation-ID", "mine-1").retrieve().bodyToMono(String.class).block();
		assertThat(sandbox.requests().of(Operation.BROWSE)).extracting((request) -> request.header("X-Correlation-ID"))
			.containsOnly("mine-1");
	}

	@Test
	void keepsItsRulesWhenItIsChanged() {
		fail(Operation.BROWSE, Fault.status(503));
		assertThat(client.mutate()
			.baseUrl("sequoia://metadata/data")
			.defaultHeader("X-Own", "1")
			.build()
			.get()
			.uri("/contents?owner={owner}", "testmock")
			.retrieve()
			.bodyToMono(String.class)
			.block()).contains("\"contents\"");
		assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(2)
			.extracting((request) -> request.header("X-Own"))
			.containsOnly("1");
	}

	private static Flux<String> once(AtomicInteger subscriptions) {
		return Flux.defer(() -> {
			subscriptions.incrementAndGet();
			return Flux.just(FILM.formatted("streamed"), " ");
		});
	}

	private static RequestBodySpec send(HttpMethod method, String path) {
		return client.method(method)
			.uri("sequoia://metadata/data/contents" + path + "?owner=testmock")
			.contentType(MediaType.APPLICATION_JSON);
	}

	private static void fail(Operation operation, Fault... faults) {
		List.of(faults).forEach((fault) -> sandbox.faults().next(operation, fault));
	}

	private static String get() {
		return client.get().uri(CONTENTS).retrieve().bodyToMono(String.class).block();
	}

	record Counted(int contents) {
	}

}
