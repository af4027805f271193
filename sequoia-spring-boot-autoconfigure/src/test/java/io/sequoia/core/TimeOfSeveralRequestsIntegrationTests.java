package io.sequoia.core;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.LocalServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A time limit of a caller holds for all requests of a call together, each of which would
 * be within it.
 */
class TimeOfSeveralRequestsIntegrationTests {

	private static final List<Ref> REFS = IntStream.range(0, 20).mapToObj((i) -> Ref.of("testmock", "n" + i)).toList();

	private static final AtomicInteger requests = new AtomicInteger();

	private static DisposableServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		server = LocalServer.create().handle(TimeOfSeveralRequestsIntegrationTests::answer).bindNow();
		context = ClientApplication.runAt("http://127.0.0.1:" + server.port(), "sequoia.batch.size=1",
				"sequoia.batch.concurrency=1");
		// the descriptor, and the classes of a first call
		context.getBean(SequoiaTemplate.class).find(REFS.get(0), Content.class);
	}

	@AfterAll
	static void stop() {
		context.close();
		server.disposeNow();
	}

	@BeforeEach
	void forget() {
		requests.set(0);
	}

	static Stream<Named<Consumer<ReactiveSequoiaOperations>>> calls() {
		Criteria all = Criteria.all();
		UnaryOperator<Content> unchanged = UnaryOperator.identity();
		return Stream.of(Named.of("readAll", (reactive) -> reactive.readAll(REFS, Content.class).collectList().block()),
				Named.of("page", (reactive) -> reactive.resources(Content.class).page(REFS, all).block()),
				Named.of("update", (reactive) -> reactive.update(REFS.get(0), Content.class, unchanged).block()),
				Named.of("blocking readAll", (reactive) -> blocking(reactive).readAll(REFS, Content.class)),
				Named.of("blocking page", (reactive) -> blocking(reactive).resources(Content.class).page(REFS, all)),
				Named.of("blocking update",
						(reactive) -> blocking(reactive).update(REFS.get(0), Content.class, unchanged)));
	}

	@ParameterizedTest
	@MethodSource("calls")
	void isOneForTheWholeCall(Consumer<ReactiveSequoiaOperations> call) {
		RequestTimeoutException failure = catchThrowableOfType(RequestTimeoutException.class,
				() -> call.accept(within(Duration.ofMillis(600))));
		assertThat(failure).isNotNull().hasMessageContaining("took longer than 600 ms");
		assertThat(failure.correlationId()).isNotNull();
		assertThat(requests).hasValueBetween(1, 7);
	}

	@Test
	void isEnoughForWhatIsDoneWithin() {
		assertThat(within(Duration.ofSeconds(30)).readAll(REFS, Content.class).collectList().block()).hasSize(20);
		assertThat(requests).hasValue(20);
	}

	@Test
	void mayBeLongerThanAnyClockCounts() {
		for (Duration timeout : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE))) {
			assertThat(within(timeout).find(REFS.get(0), Content.class).block()).isNotNull();
			assertThat(within(timeout).readAll(REFS.subList(0, 2), Content.class).collectList().block()).hasSize(2);
		}
	}

	private static ReactiveSequoiaOperations within(Duration timeout) {
		return context.getBean(ReactiveSequoiaTemplate.class).with(RequestOptions.builder().timeout(timeout).build());
	}

	private static SequoiaOperations blocking(ReactiveSequoiaOperations reactive) {
		return new SequoiaTemplate(reactive);
	}

	/** Each read takes 100 ms, and a change meets another one. */
	private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		if (!request.uri().startsWith("/data/contents/")) {
			return response.status(404).send();
		}
		requests.incrementAndGet();
		boolean read = request.method().name().equals("GET");
		String name = request.uri().replaceAll(".*(%3A|:)(\\w+).*", "$2");
		String body = read
				? "{\"contents\":[{\"ref\":\"testmock:" + name + "\",\"name\":\"" + name + "\",\"version\":\"1\"}]}"
				: "{\"statusCode\":412,\"error\":\"Precondition Failed\",\"message\":\"versions do not match\"}";
		return response.status(read ? 200 : 412)
			.header("Content-Type", "application/json")
			.sendString(Mono.just(body).delayElement(Duration.ofMillis(100)))
			.then();
	}

}
