package io.sequoia.http;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.RawServer;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The calls when the application context closes, and the threads and connections that are
 * left afterwards.
 */
@Timeout(60)
class ShutdownIntegrationTests {

	private static final Duration NEVER = Duration.ofMinutes(10);

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private ConfigurableApplicationContext context;

	private SequoiaOperations template;

	private ReactiveSequoiaOperations reactive;

	@BeforeEach
	void start() {
		for (int i = 0; i < 30; i++) {
			this.sandbox.put("metadata", "contents", Map.of("name", "c" + i, "title", "Content " + i, "type", "movie"));
		}
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@Test
	void refusesCallsOnceTheContextIsClosed() {
		run();
		read();
		WebClient client = this.context.getBean(WebClient.class);
		this.context.close();
		this.sandbox.requests().clear();
		assertClosed(this::read);
		assertClosed(() -> this.template.store(Content.of("c1", "Late")));
		assertClosed(() -> this.template.browse(Criteria.all(), Content.class).list());
		assertClosed(() -> this.template.browse(Criteria.all(), Content.class).stream().toList());
		assertClosed(() -> this.template.service("metadata").descriptor());
		assertClosed(() -> this.reactive.browse(Criteria.all(), Content.class).flux().blockLast());
		assertClosed(() -> client.get()
			.uri("sequoia://metadata/data/contents?owner=" + this.sandbox.owner())
			.retrieve()
			.bodyToMono(String.class)
			.block());
		assertThat(this.sandbox.requests().all()).isEmpty();
	}

	@Test
	void staysOpenWhileTheContextIsPaused() {
		run("sequoia.clients.other.owner=" + this.sandbox.owner());
		SequoiaTemplate other = this.context.getBean("otherSequoiaTemplate", SequoiaTemplate.class);
		this.context.pause();
		assertThat(read().title()).isEqualTo("Content 1");
		assertThat(other.read(ref(), Content.class).title()).isEqualTo("Content 1");
		this.context.restart();
		assertThat(read().title()).isEqualTo("Content 1");
		this.context.stop();
		assertClosed(this::read);
		assertClosed(() -> other.read(ref(), Content.class));
		this.context.start();
		assertThat(read().title()).isEqualTo("Content 1");
	}

	@Test
	void letsRunningCallsEnd() throws Exception {
		run("sequoia.retry.interval=1ms");
		this.sandbox.faults()
			.next(Operation.READ, Fault.status(503).delayed(Duration.ofMillis(500)))
			.next(Operation.READ, Fault.delay(Duration.ofSeconds(2)));
		CompletableFuture<Content> running = this.reactive.read(ref(), Content.class).toFuture();
		awaitHit(1);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.context::close);
		eventually(() -> refuses(() -> this.template.count(Criteria.all(), Content.class)));
		assertThat(running).as("still running").isNotDone();
		closing.get();
		assertThat(running).isDone();
		assertThat(running.get().title()).isEqualTo("Content 1");
		assertThat(this.sandbox.requests().count(Operation.READ)).as("a further attempt is part of the call")
			.isEqualTo(2);
	}

	@Test
	void letsBrowsesEnd() throws Exception {
		run("sequoia.pagination.per-page=2");
		this.sandbox.faults().next(15, Operation.BROWSE, Fault.delay(Duration.ofMillis(30)));
		CompletableFuture<List<Content>> running = CompletableFuture
			.supplyAsync(() -> this.template.browse(Criteria.all(), Content.class).stream().toList());
		awaitHit(13);
		this.context.close();
		assertThat(running.get()).hasSize(30);
	}

	@Test
	void servesTheRequestsOfAWebApplicationUntilTheyHaveEnded() throws Exception {
		this.context = ClientApplication.serve(WebApplicationType.SERVLET, WebApplication.class,
				ClientApplication.connected(this.sandbox));
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofMillis(500)));
		CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(ClientApplication.address(this.context, "/twice/c1")).build(),
					BodyHandlers.ofString());
		awaitHit(0);
		this.context.close();
		assertThat(response.get().body()).isEqualTo("Content 1, Content 1");
	}

	@Test
	void endsWhatDoesNotEndInTime() {
		run("spring.lifecycle.timeout-per-shutdown-phase=300ms", "sequoia.retry.max-time=1h",
				"sequoia.http.response-timeout=30m");
		this.template.service("metadata").descriptor();
		this.sandbox.faults()
			.next(Operation.READ, Fault.delay(NEVER))
			.next(Operation.READ, Fault.status(429).header("Retry-After", "600"))
			.next(Operation.STORE, Fault.delay(NEVER))
			.next(Operation.UPDATE, Fault.delay(NEVER))
			.next(Operation.DELETE, Fault.delay(NEVER));
		CompletableFuture<?> slow = this.reactive.read(ref(), Content.class).toFuture();
		awaitHit(4);
		CompletableFuture<?> waiting = this.reactive.read(ref(), Content.class).toFuture();
		CompletableFuture<?> stored = this.reactive.store(Content.of("c1", "New")).toFuture();
		CompletableFuture<?> updated = this.reactive
			.update(new Content(ref(), this.sandbox.owner(), "c1", "New", "movie", "v1", null, null, List.of()))
			.toFuture();
		CompletableFuture<?> deleted = this.reactive.delete(ref(), Content.class).toFuture();
		awaitHit(0);
		this.context.close();
		assertThat(failure(slow)).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("because the client was closed");
		assertThat(failure(waiting)).isInstanceOf(ServiceUnavailableException.class);
		for (CompletableFuture<?> write : List.of(stored, updated, deleted)) {
			assertThat(failure(write)).isInstanceOfSatisfying(OutcomeUnknownException.class,
					(failure) -> assertThat(failure.refs()).containsExactly(ref()));
		}
	}

	@Test
	void endsWhatDoesNotEndInTimeOfANamedClient() {
		run("spring.lifecycle.timeout-per-shutdown-phase=300ms", "sequoia.retry.max-time=1h",
				"sequoia.http.response-timeout=30m", "sequoia.clients.other.owner=" + this.sandbox.owner());
		ReactiveSequoiaTemplate other = this.context.getBean("otherReactiveSequoiaTemplate",
				ReactiveSequoiaTemplate.class);
		assertThat(other.service("metadata").descriptor().block(Duration.ofSeconds(20))).isNotNull();
		this.sandbox.faults()
			.next(Operation.READ, Fault.status(429).header("Retry-After", "600"))
			.next(Operation.STORE, Fault.delay(NEVER));
		CompletableFuture<?> stored = other.store(Content.of("c1", "New")).toFuture();
		awaitHit(1);
		CompletableFuture<?> waiting = other.read(ref(), Content.class).toFuture();
		awaitHit(0);
		this.context.close();
		assertThat(failure(waiting)).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("because the client was closed");
		assertThat(failure(stored)).isInstanceOf(OutcomeUnknownException.class)
			.hasMessageContaining("because the client was closed");
	}

	@Test
	void doesNotWaitForARefreshThatNobodyWaitsFor() throws Exception {
		SequoiaSandbox brief = SequoiaSandbox.builder().emptyCatalogue().tokenLifetime(Duration.ofSeconds(3)).start();
		try (brief) {
			this.context = ClientApplication.run(brief);
			SequoiaTokenSource tokens = this.context.getBean(SequoiaTokenSource.class);
			String first = tokens.token(brief.owner()).block();
			brief.faults().next(Operation.TOKEN, Fault.delay(NEVER));
			eventually(() -> {
				assertThat(tokens.token(brief.owner()).block()).isEqualTo(first);
				return brief.faults().pending() == 0;
			});
			this.context.close();
		}
		eventually(() -> threads().isEmpty());
	}

	@Test
	void leavesNoConnectionOpen() throws Exception {
		AtomicInteger open = new AtomicInteger();
		try (RawServer server = new RawServer((client, number) -> serve(client, open))) {
			this.context = ClientApplication.run(List.of("sequoia.registry.url=http://127.0.0.1:" + server.port(),
					"sequoia.owner=testmock", "sequoia.auth.type=none"));
			Flux.range(0, 5)
				.flatMap((i) -> this.context.getBean(ReactiveSequoiaOperations.class)
					.service("metadata")
					.get("/anything", Map.class))
				.blockLast();
			assertThat(open.get()).isPositive();
			this.context.close();
			eventually(() -> open.get() == 0);
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void leavesNothingBehindWheneverItCloses(CapturedOutput output) throws Exception {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		try {
			for (int i = 0; i < 10; i++) {
				run("spring.lifecycle.timeout-per-shutdown-phase=" + (1 + random.nextInt(50)) + "ms",
						"sequoia.pagination.per-page=3", "sequoia.retry.interval=5ms");
				this.sandbox.faults()
					.next(3, Operation.READ, Fault.status(503))
					.next(10, Operation.READ, Fault.delay(Duration.ofMillis(20)))
					.next(5, Operation.BROWSE, Fault.truncated())
					.next(5, Operation.STORE, Fault.reset().afterApplying());
				List<CompletableFuture<?>> calls = calls();
				Thread.sleep(random.nextInt(150));
				this.context.close();
				for (CompletableFuture<?> call : calls) {
					assertEnded(call, seed);
				}
				this.sandbox.faults().clear();
			}
			eventually(() -> threads().isEmpty());
			assertThat(threads()).as("seed " + seed).isEmpty();
			assertNoLeak(output, seed);
		}
		finally {
			ResourceLeakDetector.setLevel(level);
		}
	}

	private List<CompletableFuture<?>> calls() {
		Flux<Mono<?>> kinds = Flux.just(this.reactive.read(ref(), Content.class),
				this.reactive.browse(Criteria.all(), Content.class).list(),
				this.reactive.store(Content.of("c1", "Stored")), this.reactive.count(Criteria.all(), Content.class),
				this.reactive.delete(Ref.of(this.sandbox.owner(), "absent"), Content.class));
		return kinds.repeat(4).<CompletableFuture<?>>map((call) -> call.toFuture()).collectList().block();
	}

	private static void assertEnded(CompletableFuture<?> call, long seed) throws Exception {
		try {
			call.get(10, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			boolean closed = ex.getCause() instanceof IllegalStateException
					&& ex.getCause().getMessage().contains("is closed");
			assertThat(closed || ex.getCause() instanceof SequoiaFailure).as("seed %d: %s", seed, ex.getCause())
				.isTrue();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("seed " + seed + ": a call has not ended", ex);
		}
	}

	/**
	 * Check for leaks, which are reported when a buffer is created after the garbage
	 * collection of a lost one.
	 */
	private static void assertNoLeak(CapturedOutput output, long seed) throws InterruptedException {
		for (int i = 0; i < 10; i++) {
			System.gc();
			Thread.sleep(20);
			ByteBufAllocator.DEFAULT.buffer(16).release();
		}
		assertThat(output.getAll()).as("seed " + seed).doesNotContain("LEAK:");
	}

	private static void serve(Socket client, AtomicInteger open) throws IOException {
		open.incrementAndGet();
		try {
			while (RawServer.readHead(client)) {
				String body = "{\"services\":[{\"name\":\"metadata\",\"location\":\"http://127.0.0.1:"
						+ client.getLocalPort() + "\"}]}";
				client.getOutputStream()
					.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
							+ "\r\n\r\n" + body)
						.getBytes(StandardCharsets.US_ASCII));
			}
		}
		finally {
			open.decrementAndGet();
		}
	}

	private void run(String... properties) {
		this.context = ClientApplication.run(this.sandbox, properties);
		this.template = this.context.getBean(SequoiaTemplate.class);
		this.reactive = this.context.getBean(ReactiveSequoiaTemplate.class);
	}

	private Content read() {
		return this.template.read(ref(), Content.class);
	}

	private Ref ref() {
		return Ref.of(this.sandbox.owner(), "c1");
	}

	private static void assertClosed(Supplier<?> call) {
		assertThatIllegalStateException().isThrownBy(call::get).withMessageContaining("The Sequoia client is closed");
	}

	private static boolean refuses(Supplier<?> call) {
		return catchThrowableOfType(IllegalStateException.class, call::get) != null;
	}

	private static Throwable failure(CompletableFuture<?> call) {
		return catchThrowableOfType(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS)).getCause();
	}

	/** Wait until the fault's request has come. */
	private void awaitHit(int pending) {
		eventually(() -> this.sandbox.faults().pending() <= pending);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("sequoia-http"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class WebApplication {

		private final SequoiaTemplate template;

		WebApplication(SequoiaTemplate template) {
			this.template = template;
		}

		@GetMapping("/twice/{name}")
		String twice(@PathVariable String name) {
			return read(name).title() + ", " + read(name).title();
		}

		private Content read(String name) {
			return this.template.read(Ref.of("testmock", name), Content.class);
		}

	}

}
