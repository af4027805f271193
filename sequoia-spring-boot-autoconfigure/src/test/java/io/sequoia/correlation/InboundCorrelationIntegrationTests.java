package io.sequoia.correlation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The correlation ids of calls from applications that serve requests, on Tomcat and on
 * Reactor Netty.
 */
class InboundCorrelationIntegrationTests {

	private static final String HEADER = "X-Correlation-ID";

	private static final int CONTENTS = 200;

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void fill() {
		this.sandbox.putAll("metadata", "contents",
				IntStream.range(0, CONTENTS)
					.mapToObj((i) -> Map.of("name", "c" + i, "title", "Content " + i, "type", "movie"))
					.toList());
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void callsGoOutWithTheIdOfTheRequest(WebApplicationType type) throws IOException {
		start(type);
		assertThat(get("/read?n=1", "in-1")).isEqualTo("c1");
		assertThat(ids()).as("registry, token and descriptor too").containsOnly("in-1").hasSizeGreaterThan(3);
		this.sandbox.requests().clear();
		assertThat(get("/read?n=1", "in-2")).isEqualTo("c1");
		assertThat(ids()).containsOnly("in-2").hasSize(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void callsOfRequestWithoutIdHaveTheirOwn(WebApplicationType type) throws IOException {
		start(type);
		get("/read?n=1", "in-1");
		this.sandbox.requests().clear();
		get("/read?n=1", null);
		assertThat(ids()).hasSize(2).doesNotHaveDuplicates().doesNotContain("in-1");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void adoptsNothingIfToldSo(WebApplicationType type) throws IOException {
		start(type, "sequoia.correlation.adopt-inbound=false");
		get("/read?n=1", "in-1");
		assertThat(ids()).doesNotContain("in-1");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void configuredIdWins(WebApplicationType type) throws IOException {
		start(type, "sequoia.correlation.id=configured");
		get("/read?n=1", "in-1");
		assertThat(ids()).containsOnly("configured");
		assertThat(get("/mdc", "in-1")).as("not an id of this request").isEqualTo("null");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void readsTheConfiguredHeader(WebApplicationType type) throws IOException {
		start(type, "sequoia.correlation.header=X-Request-ID");
		exchange("/read?n=1", "X-Request-ID: in-1\r\nX-Correlation-ID: other");
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("X-Request-ID"))
			.containsOnly("in-1");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void replacesHostileId(WebApplicationType type) throws IOException {
		start(type, "sequoia.correlation.user-id=u", "sequoia.correlation.application-id=a");
		for (String hostile : List.of("a b", "", "x".repeat(129), "a,b", "${jndi:ldap://127.0.0.1/x}", "\u00e9", "a;b",
				"<script>", "a\tb", "%0d%0aX-Evil")) {
			this.sandbox.requests().clear();
			assertThat(get("/read?n=1", hostile)).isEqualTo("c1");
			assertThat(ids().stream().distinct()).as("one new id for all calls of the request, not: " + hostile)
				.singleElement()
				.asString()
				.matches("u/a/[0-9a-f-]{36}");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void manyRequestsAtOnceNeverMixTheirIds(WebApplicationType type) throws Exception {
		start(type);
		ExecutorService executor = Executors.newFixedThreadPool(40);
		List<Future<String>> answers = IntStream.range(0, CONTENTS)
			.mapToObj((i) -> executor.submit(() -> get("/read?n=" + i, (i % 4 == 0) ? null : "in-" + i)))
			.toList();
		for (int i = 0; i < CONTENTS; i++) {
			assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("c" + i);
		}
		executor.shutdown();
		List<LoggedRequest> reads = this.sandbox.requests().of(Operation.READ);
		assertThat(reads).hasSize(2 * CONTENTS).allSatisfy((request) -> {
			int number = Integer.parseInt(request.path().substring(request.path().lastIndexOf(":c") + 2));
			if (number % 4 != 0) {
				assertThat(request.header(HEADER)).isEqualTo("in-" + number);
			}
			else {
				assertThat(request.header(HEADER)).doesNotStartWith("in-");
			}
		});
		assertThat(get("/mdc", null)).isEqualTo("null");
	}

	@Test
	void threadThatServesHasTheIdInItsLoggingContext() throws IOException {
		start(WebApplicationType.SERVLET, "server.tomcat.threads.max=1");
		assertThat(get("/mdc", "in-1")).isEqualTo("in-1");
		assertThat(get("/mdc", null)).as("the same thread, afterwards").isEqualTo("null");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void idFollowsToOtherThreads(WebApplicationType type) throws IOException {
		start(type);
		List<String> paths = (type == WebApplicationType.SERVLET) ? List.of("/async", "/callable", "/mono", "/captured")
				: List.of("/flux");
		for (String path : paths) {
			this.sandbox.requests().clear();
			get(path, "in-1");
			assertThat(ids()).as(path).isNotEmpty().containsOnly("in-1");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void idFollowsToVirtualThreads() throws IOException {
		start(WebApplicationType.SERVLET, "spring.threads.virtual.enabled=true");
		for (String path : List.of("/read?n=1", "/async", "/callable", "/mono")) {
			this.sandbox.requests().clear();
			get(path, "in-1");
			assertThat(ids()).as(path).isNotEmpty().containsOnly("in-1");
		}
	}

	@Test
	void errorPageHasTheSameId() throws IOException {
		start(WebApplicationType.SERVLET);
		get("/fails", "not an id");
		assertThat(this.sandbox.requests().of(Operation.READ)).extracting(LoggedRequest::path)
			.anyMatch((path) -> path.endsWith("c1"))
			.anyMatch((path) -> path.endsWith("c2"));
		assertThat(ids().stream().distinct()).singleElement().asString().matches("[0-9a-f-]{36}");
	}

	@Test
	void whatFollowsOnAsynchronousWorkHasTheSameId() throws IOException {
		start(WebApplicationType.SERVLET);
		assertThat(get("/callable-fails", "in-1")).isEqualTo("c8");
		assertThat(ids()).isNotEmpty().containsOnly("in-1");
	}

	@Test
	void idReachesBlockingCodeWhereTheApplicationLetsContextsGo() throws IOException {
		start(WebApplicationType.REACTIVE, "spring.reactor.context-propagation=auto");
		get("/blocking", "in-1");
		assertThat(ids()).containsOnly("in-1");
		assertThat(get("/logged", "in-2")).isEqualTo("in-2");
		this.sandbox.requests().clear();
		get("/flux", "in-3");
		assertThat(ids()).containsOnly("in-3");
	}

	@Test
	void blockingCodeOfReactiveRequestHasOwnIdsOtherwise() throws IOException {
		start(WebApplicationType.REACTIVE);
		assertThat(get("/blocking", "in-1")).isEqualTo("c7");
		assertThat(ids()).doesNotContain("in-1");
	}

	private void start(WebApplicationType type, String... properties) {
		Class<?> application = (type == WebApplicationType.SERVLET) ? ServletApplication.class
				: ReactiveApplication.class;
		this.context = ClientApplication.serve(type, application,
				ClientApplication.connected(this.sandbox, properties));
	}

	private List<String> ids() {
		return this.sandbox.requests().all().stream().map((request) -> request.header(HEADER)).toList();
	}

	private String get(String path, String id) throws IOException {
		return exchange(path, (id != null) ? HEADER + ": " + id : "X-None: -");
	}

	/** Send the header byte by byte, unchanged. */
	private String exchange(String path, String header) throws IOException {
		int port = Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/plain, */*\r\n" + header
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return answer.substring(answer.indexOf("\r\n\r\n") + 4);
		}
	}

	private static Ref ref(int number) {
		return Ref.of("testmock", "c" + number);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	@RestController
	@Import({ Background.class, QuickShutdown.class })
	static class ServletApplication implements ErrorController {

		private final SequoiaTemplate template;

		private final ReactiveSequoiaTemplate reactive;

		private final Background background;

		ServletApplication(SequoiaTemplate template, ReactiveSequoiaTemplate reactive, Background background) {
			this.template = template;
			this.reactive = reactive;
			this.background = background;
		}

		@Bean
		static ContextPropagatingTaskDecorator taskDecorator() {
			return new ContextPropagatingTaskDecorator();
		}

		@GetMapping("/read")
		String read(@RequestParam int n) {
			this.template.read(ref(n), Content.class);
			return this.template.read(ref(n), Content.class).name();
		}

		@GetMapping("/mdc")
		String mdc() {
			return String.valueOf(MDC.get("correlationId"));
		}

		@GetMapping("/async")
		CompletableFuture<String> async() {
			return this.background.read(3);
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> read(4);
		}

		@GetMapping("/callable-fails")
		Callable<String> failingCallable() {
			return () -> {
				throw new IllegalArgumentException("as told");
			};
		}

		@ExceptionHandler
		String handle(IllegalArgumentException failure) {
			return read(8);
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return this.reactive.read(ref(5), Content.class)
				.flatMap((first) -> this.reactive.read(ref(6), Content.class))
				.map(Content::name);
		}

		@GetMapping("/captured")
		Mono<String> captured() {
			return this.reactive.read(ref(5), Content.class)
				.map(Content::name)
				.subscribeOn(Schedulers.boundedElastic())
				.contextCapture();
		}

		@GetMapping("/fails")
		void fails(HttpServletResponse response) throws IOException {
			read(1);
			response.sendError(500);
		}

		@GetMapping("/error")
		String error() {
			read(2);
			return "failed";
		}

	}

	static class Background {

		private final SequoiaTemplate template;

		Background(SequoiaTemplate template) {
			this.template = template;
		}

		@Async
		CompletableFuture<String> read(int number) {
			return CompletableFuture.completedFuture(this.template.read(ref(number), Content.class).name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	@Import(QuickShutdown.class)
	static class ReactiveApplication {

		private final SequoiaTemplate template;

		private final ReactiveSequoiaTemplate reactive;

		ReactiveApplication(SequoiaTemplate template, ReactiveSequoiaTemplate reactive) {
			this.template = template;
			this.reactive = reactive;
		}

		@GetMapping("/read")
		Mono<String> read(@RequestParam int n) {
			return this.reactive.read(ref(n), Content.class)
				.then(this.reactive.read(ref(n), Content.class))
				.map(Content::name);
		}

		@GetMapping("/mdc")
		Mono<String> mdc() {
			return Mono.fromSupplier(() -> String.valueOf(MDC.get("correlationId")));
		}

		@GetMapping("/flux")
		Mono<String> flux() {
			return Flux.range(0, 20)
				.publishOn(Schedulers.parallel())
				.flatMap((i) -> this.reactive.read(ref(i), Content.class).subscribeOn(Schedulers.boundedElastic()))
				.last()
				.map(Content::name);
		}

		@GetMapping("/blocking")
		Mono<String> blocking() {
			return Mono.fromCallable(() -> this.template.read(ref(7), Content.class).name())
				.subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/logged")
		Mono<String> logged() {
			return Mono.just("").publishOn(Schedulers.parallel()).map((empty) -> MDC.get("correlationId"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QuickShutdown {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

	}

}
