package io.sequoia.correlation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The correlation id of requests, logs and failures.
 */
class CorrelationIntegrationTests {

	private static final String KEY = "correlationId";

	private static final int CONTENTS = 500;

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private final Lines lines = new Lines();

	private ConfigurableApplicationContext context;

	private SequoiaOperations template;

	private ReactiveSequoiaOperations reactive;

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, CONTENTS, "c%d", "Content %d");
		start("sequoia.retry.interval=1ms", "sequoia.retry.budget.enabled=false");
	}

	private void start(String... properties) {
		if (this.context != null) {
			this.context.close();
		}
		this.context = ClientApplication.run(this.sandbox, properties);
		this.template = this.context.getBean(SequoiaTemplate.class);
		this.reactive = this.context.getBean(ReactiveSequoiaTemplate.class);
		this.lines.listen();
	}

	@AfterEach
	void stop() {
		this.lines.stop();
		this.context.close();
		this.sandbox.close();
		MDC.clear();
	}

	@Test
	void adoptsTheIdOfTheThread() {
		MDC.put(KEY, "thread-1");
		read();
		browse();
		this.template.store(Content.of("new", "New"));
		this.template.service("metadata").get("/descriptor/raw?owner=testmock", String.class);
		assertThat(ids()).containsExactly("thread-1");
		assertThat(MDC.get(KEY)).isEqualTo("thread-1");
	}

	@Test
	void workThatNoRequestStartsNamesItsOwnId() {
		List<Content> contents = List.of(Content.of("m1", "One"), Content.of("m2", "Two"));
		Message message = new Message("message-1");
		MDC.put("correlationId", message.id());
		try {
			this.template.storeAll(contents);
		}
		finally {
			MDC.remove("correlationId");
		}
		assertThat(ids()).containsExactly("message-1");
		assertThat(MDC.get(KEY)).isNull();
	}

	@Test
	void adoptsTheIdOfTheReactorContextBeforeThatOfTheThread() {
		MDC.put(KEY, "thread-1");
		this.reactive.read(ref(1), Content.class)
			.publishOn(Schedulers.parallel())
			.flatMap((first) -> this.reactive.read(ref(2), Content.class))
			.subscribeOn(Schedulers.boundedElastic())
			.thenMany(Flux.range(3, 20).flatMap((i) -> this.reactive.read(ref(i), Content.class)))
			.contextWrite(Context.of(KEY, "context-1"))
			.blockLast();
		assertThat(ids()).containsExactly("context-1");
		assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(22);
	}

	@Test
	void optionWinsOverContextAndContextOverConfiguration() {
		start("sequoia.correlation.id=configured");
		MDC.put(KEY, "thread-1");
		this.reactive.read(ref(1), Content.class).contextWrite(Context.of(KEY, "context-1")).block();
		assertThat(ids()).as("the configured value takes precedence").containsExactly("configured");
		this.sandbox.requests().clear();
		Mono<Content> named = this.reactive.read(ref(1), Content.class)
			.contextWrite((context) -> CorrelationIds.put(context, "put-1"));
		named.block();
		assertThat(ids()).as("given by API").containsExactly("put-1");
		this.sandbox.requests().clear();
		this.reactive.with(RequestOptions.builder().correlationId("option-1").build())
			.read(ref(1), Content.class)
			.contextWrite((context) -> CorrelationIds.put(context, "put-1"))
			.block();
		assertThat(ids()).as("given for the call").containsExactly("option-1");
	}

	@Test
	void headerOfTheIdIsTheIdOfAllRequests() {
		this.template.with(RequestOptions.builder().header("x-correlation-id", "header-1").build())
			.read(ref(1), Content.class);
		assertThat(ids()).containsExactly("header-1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RequestOptions.builder().header("X-Correlation-ID", "not an id"));
	}

	@Test
	void adoptedIdWinsOverTheWayToMakeNewOnes() {
		start("sequoia.correlation.user-id=u", "sequoia.correlation.application-id=a");
		read();
		assertThat(ids()).singleElement().asString().startsWith("u/a/");
		this.sandbox.requests().clear();
		MDC.put(KEY, "thread-1");
		read();
		assertThat(ids()).containsExactly("thread-1");
	}

	@Test
	void adoptsNothingIfToldSo() {
		start("sequoia.correlation.adopt-inbound=false");
		MDC.put(KEY, "thread-1");
		read();
		this.reactive.read(ref(1), Content.class).contextWrite(Context.of(KEY, "context-1")).block();
		assertThat(ids()).hasSize(2).doesNotContain("thread-1", "context-1");
	}

	@Test
	void keyAndHeaderAreThoseConfigured() {
		start("sequoia.correlation.mdc-key=request", "sequoia.correlation.header=X-Request");
		MDC.put(KEY, "other");
		MDC.put("request", "thread-1");
		read();
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("X-Request"))
			.containsOnly("thread-1");
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("X-Correlation-ID"))
			.containsOnlyNulls();
		assertThat(this.lines.all).isNotEmpty()
			.allSatisfy((line) -> assertThat(line.mdc).containsEntry("request", "thread-1"));
	}

	@Test
	void replacesAnIdThatDoesNotFit() {
		for (String hostile : List.of("a b", "a\r\nX-Evil: 1", "", "é", "x".repeat(129), "a;b", "${x}")) {
			this.sandbox.requests().clear();
			MDC.put(KEY, hostile);
			read();
			String sent = ids().iterator().next();
			assertThat(sent).matches("[0-9a-f-]{36}");
			assertThat(MDC.get(KEY)).as("the client does not change it").isEqualTo(hostile);
			this.reactive.read(ref(1), Content.class).contextWrite(Context.of(KEY, hostile)).block();
			assertThat(ids()).allMatch((id) -> id.matches("[0-9a-f-]{36}"));
		}
	}

	@Test
	void refusesAnIdThatIsGivenAndDoesNotFit() {
		for (String hostile : List.of("a b", "a\r\nX-Evil: 1", "", "é", "x".repeat(129))) {
			assertThatIllegalArgumentException().isThrownBy(() -> RequestOptions.builder().correlationId(hostile));
			assertThatIllegalArgumentException().isThrownBy(() -> this.reactive.read(ref(1), Content.class)
				.contextWrite((context) -> CorrelationIds.put(context, hostile))
				.block());
		}
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void plainWebClientAdoptsTheIdToo() {
		WebClient client = this.context.getBean("sequoiaWebClient", WebClient.class);
		MDC.put(KEY, "thread-1");
		client.get()
			.uri("sequoia://metadata/descriptor/raw?owner=testmock")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(ids()).containsExactly("thread-1");
		this.sandbox.requests().clear();
		client.get()
			.uri("sequoia://metadata/descriptor/raw?owner=testmock")
			.header("X-Correlation-ID", "own-1")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(ids()).containsExactly("own-1");
	}

	@Test
	void plainWebClientTellsTheIdThatItsContextWasGiven() {
		this.context.getBean("sequoiaWebClient", WebClient.class)
			.get()
			.uri("sequoia://metadata/descriptor/raw?owner=testmock")
			.header("X-Correlation-ID", "own-1", "own-2")
			.retrieve()
			.bodyToMono(String.class)
			.contextWrite((context) -> CorrelationIds.put(context, "put-1"))
			.block();
		assertThat(ids()).containsExactly("put-1");
		assertThat(this.lines.all).isNotEmpty().allSatisfy(CorrelationIntegrationTests::isMarked);
	}

	@Test
	void manyOperationsAtOnceNeverMixTheirIds() throws Exception {
		int operations = 200;
		this.sandbox.faults().next(20, Operation.READ, Fault.status(503)).next(5, Operation.BROWSE, Fault.reset());
		ExecutorService executor = Executors.newFixedThreadPool(50);
		CountDownLatch together = new CountDownLatch(1);
		List<Future<?>> futures = new ArrayList<>();
		for (int i = 0; i < operations; i++) {
			int number = i;
			futures.add(executor.submit(() -> {
				together.await();
				MDC.put(KEY, "op-" + number);
				try {
					if (number % 10 == 0) {
						assertThat(this.template.browse(criteria(number), Content.class).list()).hasSize(1);
					}
					else {
						assertThat(read(number).name()).isEqualTo("c" + number);
					}
					assertThat(MDC.get(KEY)).isEqualTo("op-" + number);
				}
				finally {
					MDC.clear();
				}
				return null;
			}));
		}
		together.countDown();
		for (Future<?> future : futures) {
			future.get(60, TimeUnit.SECONDS);
		}
		executor.shutdown();
		for (LoggedRequest request : this.sandbox.requests().all()) {
			if (request.operation() == Operation.READ) {
				String name = request.path().substring(request.path().lastIndexOf(':') + 1);
				assertThat(id(request)).isEqualTo("op-" + name.substring(1));
			}
			else if (request.operation() == Operation.BROWSE) {
				assertThat(id(request)).isEqualTo("op-" + request.parameter("withName").substring(1));
			}
		}
		assertThat(ids()).hasSize(operations);
		assertThat(this.lines.all).hasSizeGreaterThan(operations).allSatisfy(CorrelationIntegrationTests::isMarked);
	}

	@Test
	void manySubscribersAtOnceNeverMixTheirIds() {
		Flux.range(0, 200)
			.flatMap((i) -> this.reactive.read(ref(i), Content.class).contextWrite(Context.of(KEY, "op-" + i)), 100)
			.blockLast();
		assertThat(this.sandbox.requests().of(Operation.READ)).hasSize(200)
			.allSatisfy((request) -> assertThat(request.path()).endsWith(":c" + id(request).substring("op-".length())));
	}

	@Test
	void oneIdGoesOverAllRequestsAndLinesOfAnOperation() {
		this.sandbox.faults()
			.next(Operation.REGISTRY, Fault.status(503))
			.next(Operation.TOKEN, Fault.reset())
			.next(Operation.DESCRIPTOR, Fault.status(500))
			.next(Operation.BROWSE, Fault.none())
			.next(Operation.BROWSE, Fault.status(401))
			.next(Operation.BROWSE, Fault.status(503));
		assertThat(this.template.browse(Criteria.all(), Content.class).list()).hasSize(CONTENTS);
		assertThat(ids()).hasSize(1);
		assertThat(this.sandbox.requests().counts()).containsKeys(Operation.REGISTRY, Operation.TOKEN,
				Operation.DESCRIPTOR, Operation.BROWSE);
		assertThat(this.lines.all).anyMatch((line) -> line.text.startsWith("Attempt 1 of browse"))
			.allSatisfy((line) -> {
				isMarked(line);
				assertThat(line.mdc).containsEntry(KEY, ids().iterator().next());
			});
		long requests = this.lines.all.stream().filter((line) -> line.logger.endsWith("requests")).count();
		assertThat(requests).as("one line for each request").isEqualTo(this.sandbox.requests().count());
	}

	@Test
	void parallelStreamOfPagesHasTheIdOfTheThreadThatStartsIt() {
		MDC.put(KEY, "thread-1");
		assertThat(this.template.browse(Criteria.all(), Content.class)
			.pages()
			.parallel()
			.flatMap((page) -> page.resources().stream())
			.map(Content::name)
			.collect(Collectors.toSet())).hasSize(CONTENTS);
		assertThat(ids()).containsExactly("thread-1");
		assertThat(this.lines.all).allSatisfy(CorrelationIntegrationTests::isMarked);
	}

	@Test
	void parallelStreamOfResourcesHasOneId() {
		assertThat(this.template.browse(Criteria.all(), Content.class).stream().parallel().distinct().count())
			.isEqualTo(CONTENTS);
		assertThat(ids()).hasSize(1);
	}

	@Test
	void operationWithinAStreamHasAnIdOfItsOwn() {
		this.template.browse(Criteria.all(), Content.class).pages().limit(2).forEach((page) -> {
			assertThat(MDC.get(KEY)).isNull();
			read();
		});
		List<String> reads = this.sandbox.requests().of(Operation.READ).stream().map((request) -> id(request)).toList();
		assertThat(reads).hasSize(2).doesNotHaveDuplicates();
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).extracting((request) -> id(request))
			.doesNotContainAnyElementsOf(reads);
	}

	@Test
	void operationAfterOperationHasAnIdOfItsOwn() {
		this.reactive.read(ref(1), Content.class)
			.flatMap((first) -> this.reactive.read(ref(2), Content.class))
			.flatMap((second) -> this.reactive.read(ref(3), Content.class))
			.block();
		assertThat(this.sandbox.requests().of(Operation.READ)).extracting((request) -> id(request))
			.hasSize(3)
			.doesNotHaveDuplicates();
	}

	@Test
	void waitingThreadHasTheIdAndGetsItsOwnBack() {
		Map<String, String> seen = new ConcurrentHashMap<>();
		this.context.close();
		this.context = ClientApplication.run(this.sandbox, (builder) -> builder.filter((request, next) -> {
			if (Thread.currentThread() == this.lines.owner) {
				seen.put(request.headers().getFirst("X-Correlation-ID"), String.valueOf(MDC.get(KEY)));
			}
			return next.exchange(request);
		}));
		this.template = this.context.getBean(SequoiaTemplate.class);
		read();
		assertThat(MDC.get(KEY)).isNull();
		MDC.put(KEY, "not an id");
		read();
		assertThat(MDC.get(KEY)).isEqualTo("not an id");
		this.template.with(option("option-1")).read(ref(1), Content.class);
		this.template.with(option("option-2")).browse(Criteria.all(), Content.class).pages().forEach((page) -> {
			assertThat(MDC.get(KEY)).isEqualTo("not an id");
		});
		assertThat(catchThrowable(
				() -> this.template.with(option("option-3")).read(Ref.of("testmock", "none"), Content.class)))
			.isInstanceOf(ResourceNotFoundException.class);
		assertThat(MDC.get(KEY)).isEqualTo("not an id");
		assertThat(seen).containsKeys("option-1", "option-2", "option-3")
			.hasSizeGreaterThanOrEqualTo(4)
			.allSatisfy((sent, logged) -> assertThat(logged).isEqualTo(sent));
	}

	@Test
	void interruptedThreadGetsItsOwnBack() throws Exception {
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(20)));
		Map<String, Object> after = new HashMap<>();
		Thread caller = new Thread(() -> {
			MDC.put(KEY, "own-1");
			after.put("failure",
					catchThrowable(() -> this.template.with(option("option-1")).read(ref(1), Content.class)));
			after.put("mdc", MDC.get(KEY));
		});
		caller.start();
		awaitRequest();
		caller.interrupt();
		caller.join();
		assertThat(after.get("failure")).isInstanceOf(RuntimeException.class);
		assertThat(after).containsEntry("mdc", "own-1");
	}

	@Test
	void cancelledCallTellsItsIdAndLeavesNothing() {
		read();
		this.lines.clear();
		this.sandbox.requests().clear();
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(20)));
		Disposable running = this.reactive.with(option("option-1")).read(ref(1), Content.class).subscribe();
		awaitRequest();
		MDC.put(KEY, "own-1");
		running.dispose();
		assertThat(MDC.get(KEY)).isEqualTo("own-1");
		assertThat(this.lines.all).singleElement().satisfies((line) -> {
			assertThat(line.text).contains("cancelled").endsWith("correlation id option-1");
			assertThat(line.mdc).containsEntry(KEY, "option-1");
		});
	}

	@Test
	void threadsOfTheClientKeepNothing() {
		this.sandbox.faults().next(2, Operation.READ, Fault.status(503));
		Set<String> left = ConcurrentHashMap.newKeySet();
		Flux.range(0, 100)
			.flatMap((i) -> this.reactive.read(ref(i), Content.class)
				.doOnNext((content) -> left.add(String.valueOf(MDC.get(KEY)))))
			.blockLast();
		assertThat(left).containsExactly("null");
	}

	@Test
	void everyFailureTellsTheId() {
		SequoiaOperations named = this.template
			.with(RequestOptions.builder().correlationId("given-1").maxAttempts(1).build());
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> named.read(Ref.of("testmock", "none"), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"));
		this.sandbox.faults().next(Operation.READ, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"));
		this.sandbox.faults().next(Operation.READ, Fault.reset());
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"));
		this.sandbox.faults().next(Operation.READ, Fault.status(200).body("text/html", "<html>"));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"));
		this.sandbox.faults().next(2, Operation.READ, Fault.status(401));
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"));
		assertThat(catchThrowable(() -> named.service("metadat").descriptor()))
			.satisfies((failure) -> tells(failure, "given-1"));
	}

	@Test
	void failureTellsTheIdOfTheAnswerAndTheOneSent() {
		SequoiaOperations named = this.template
			.with(RequestOptions.builder().correlationId("given-1").maxAttempts(1).build());
		this.sandbox.faults()
			.next(Operation.READ, Fault.status(503).header("X-Correlation-ID", "answered-1"))
			.next(Operation.READ, Fault.status(503).header("X-Correlation-ID", "not an id"));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "answered-1"))
			.withMessageEndingWith("from GET /metadata/data/contents/testmock:c1, correlation id answered-1"
					+ " (of the answer; the request had given-1)");
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> named.read(ref(1), Content.class))
			.satisfies((failure) -> tells(failure, "given-1"))
			.withMessageNotContaining("not an id");
	}

	private static void tells(Throwable failure, String id) {
		assertThat(((SequoiaFailure) failure).correlationId()).isEqualTo(id);
		assertThat(failure.getMessage()).containsOnlyOnce("correlation id " + id);
	}

	private static void isMarked(Line line) {
		String text = line.text;
		assertThat(text).contains("correlation id ");
		assertThat(line.mdc.get(KEY)).isNotNull()
			.isEqualTo(text.substring(text.lastIndexOf("correlation id ") + "correlation id ".length()));
	}

	/** Wait for the arrival of the request that the fault is for. */
	private void awaitRequest() {
		eventually(() -> this.sandbox.faults().pending() == 0);
	}

	private static RequestOptions option(String correlationId) {
		return RequestOptions.builder().correlationId(correlationId).build();
	}

	private static Criteria criteria(int number) {
		return Criteria.where(io.sequoia.core.query.Field.field("name").equalTo("c" + number));
	}

	private Content read() {
		return read(1);
	}

	private Content read(int number) {
		return this.template.read(ref(number), Content.class);
	}

	private void browse() {
		assertThat(this.template.browse(Criteria.all(), Content.class).list()).hasSize(CONTENTS);
	}

	private Ref ref(int number) {
		return Ref.of(this.sandbox.owner(), "c" + number);
	}

	private Set<String> ids() {
		return this.sandbox.requests().all().stream().map((request) -> id(request)).collect(Collectors.toSet());
	}

	private static String id(LoggedRequest request) {
		return request.header("X-Correlation-ID");
	}

	private record Message(String id) {
	}

	private record Line(String logger, String text, Map<String, String> mdc) {
	}

	/** Collects the client's log lines, each with its logging context. */
	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final Logger logger = (Logger) LoggerFactory.getLogger("io.sequoia");

		private final Thread owner = Thread.currentThread();

		private final List<Line> all = new CopyOnWriteArrayList<>();

		void listen() {
			this.logger.setLevel(Level.DEBUG);
			this.logger.addAppender(this);
			start();
		}

		void clear() {
			this.all.clear();
		}

		@Override
		public void stop() {
			super.stop();
			this.logger.detachAppender(this);
			this.logger.setLevel(null);
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (!event.getLoggerName().contains("sandbox")) {
				this.all.add(new Line(event.getLoggerName(), event.getFormattedMessage(),
						Map.copyOf(event.getMDCPropertyMap())));
			}
		}

	}

}
