package io.sequoia.core.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.AccessDeniedException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Reads with {@code sequoia.cache.enabled}: which of them send a request.
 */
class CachedReadsIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	private static final Ref OTHER = Ref.of("testmock", "other");

	private static final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "reader");
		thread.setDaemon(true);
		return thread;
	});

	@AutoClose
	private static final ClientApplication application = ClientApplication.on(
			SequoiaSandbox.builder().emptyCatalogue().furtherOwners("second"), Gates.class,
			"sequoia.cache.enabled=true", "sequoia.cache.types.categories.enabled=false",
			"sequoia.cache.types.assets.time-to-live=1ns", "sequoia.cache.stale-while-error=true",
			"sequoia.retry.max-attempts=2", "sequoia.retry.interval=1ms", "sequoia.retry.budget.enabled=false");

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaTemplate template = application.template();

	private static final ReactiveSequoiaTemplate reactive = application.reactive();

	private static final Gate gate = application.bean(Gate.class);

	private static final MeterRegistry meters = application.bean(MeterRegistry.class);

	@BeforeEach
	void prepare() {
		sandbox.clear();
		sandbox.faults().clear();
		put("film", "Film");
		put("other", "Other");
		sandbox.put("metadata", "assets",
				Map.of("name", "picture", "type", "image", "contentRef", "testmock:film", "title", "Picture"));
		sandbox.put("metadata", "categories", Map.of("name", "drama", "title", "Drama"));
		// make the answers of earlier tests useless
		template.service("metadata").resources("contents").delete(Ref.of("testmock", "absent"));
		template.service("metadata").resources("assets").delete(Ref.of("testmock", "absent"));
		sandbox.requests().clear();
	}

	private static void put(String name, String title) {
		sandbox.put("metadata", "contents", Map.of("name", name, "title", title, "type", "movie"));
	}

	private static long requests() {
		return sandbox.requests().count(Operation.READ) + sandbox.requests().count(Operation.BROWSE);
	}

	@Test
	void readIsSentOnceForBothTemplates() {
		Film first = template.read(FILM, Film.class);
		Film second = template.read(FILM, Film.class);
		Film third = reactive.read(FILM, Film.class).block();
		assertThat(requests()).isOne();
		assertThat(second).isNotSameAs(first);
		assertThat(third).isNotSameAs(first);
		assertThat(List.of(second.title, third.title)).containsOnly("Film");
	}

	@Test
	void changeOfAReadObjectReachesNobodyElse() {
		template.read(FILM, Film.class).title = "Changed";
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film");
		Map<String, Object> untyped = template.service("metadata").resources("contents").read(FILM);
		untyped.put("title", "Changed");
		assertThat(template.service("metadata").resources("contents").read(FILM)).containsEntry("title", "Film");
	}

	static Stream<Arguments> cached() {
		return Stream.of(read("find", (sequoia) -> sequoia.find(FILM, Film.class)),
				read("readAll", (sequoia) -> sequoia.readAll(List.of(FILM, OTHER), Film.class)),
				read("page of refs", (sequoia) -> sequoia.resources(Film.class).page(List.of(FILM), Criteria.all())),
				read("first page", (sequoia) -> sequoia.browse(Criteria.all(), Film.class).page()),
				read("count", (sequoia) -> sequoia.count(Criteria.all(), Film.class)), read("inclusion",
						(sequoia) -> sequoia.read(FILM, Criteria.all().include(resource("assets")), Film.class)));
	}

	private static Arguments read(String name, Consumer<SequoiaOperations> read) {
		return Arguments.argumentSet(name, read);
	}

	@ParameterizedTest
	@MethodSource("cached")
	void sameReadIsSentOnce(Consumer<SequoiaOperations> read) {
		read.accept(template);
		read.accept(template);
		assertThat(requests()).isOne();
	}

	@ParameterizedTest
	@MethodSource("cached")
	void freshReadIsSentAndKept(Consumer<SequoiaOperations> read) {
		SequoiaTemplate fresh = template.with(RequestOptions.builder().fresh().build());
		read.accept(template);
		read.accept(fresh);
		read.accept(fresh);
		assertThat(requests()).isEqualTo(3);
		read.accept(template);
		assertThat(requests()).isEqualTo(3);
	}

	@Test
	void freshReadGivesItsAnswerToOthers() {
		template.read(FILM, Film.class);
		put("film", "Film of another client");
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film");
		template.with(RequestOptions.builder().fresh().build()).read(FILM, Film.class);
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film of another client");
	}

	@Test
	void whateverChangesTheAnswerIsAnotherRead() {
		template.read(FILM, Film.class);
		template.read(FILM, Criteria.all().fields("ref", "title"), Film.class);
		template.read(FILM, Criteria.all().lang("es"), Film.class);
		template.read(FILM, Criteria.all().include(resource("assets")), Film.class);
		template.read(OTHER, Film.class);
		template.with(RequestOptions.builder().header("X-Region", "es").build()).read(FILM, Film.class);
		template.with(RequestOptions.builder().header("X-Region", "fr").build()).read(FILM, Film.class);
		template.service("metadata").resources("contents").read(FILM);
		template.browse(Criteria.all(), Film.class).page();
		template.browse(where(field("title").equalTo("Film")), Film.class).page();
		template.browse(Criteria.all().perPage(1), Film.class).page();
		assertThat(requests()).isEqualTo(11);
	}

	@Test
	void anotherTenantIsAnotherRead() {
		template.browse(Criteria.all(), Film.class).page();
		ResourcePage<Film> second = template.with(RequestOptions.builder().owner("second").build())
			.browse(Criteria.all(), Film.class)
			.page();
		assertThat(second.resources()).isEmpty();
		assertThat(requests()).isEqualTo(2);
	}

	@Test
	void browsesOfManyPagesAreNotKept() {
		template.browse(Criteria.all().perPage(1), Film.class).list();
		template.browse(Criteria.all().perPage(1), Film.class).list();
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(4);
	}

	@Test
	void collectionsMayHaveSettingsOfTheirOwn() {
		Ref drama = Ref.of("testmock", "drama");
		template.service("metadata").resources("categories").read(drama);
		template.service("metadata").resources("categories").read(drama);
		assertThat(requests()).as("enabled=false").isEqualTo(2);
		Ref picture = Ref.of("testmock", "picture");
		template.service("metadata").resources("assets").read(picture);
		template.service("metadata").resources("assets").read(picture);
		assertThat(requests()).as("time-to-live=1ns").isEqualTo(4);
	}

	@Test
	void missingResourcesAreLookedForAgain() {
		Ref later = Ref.of("testmock", "later");
		assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> template.read(later, Film.class));
		assertThat(template.find(later, Film.class)).isEmpty();
		assertThat(template.readAll(List.of(FILM, later), Film.class)).hasSize(1);
		put("later", "Later");
		assertThat(template.read(later, Film.class).title).isEqualTo("Later");
		assertThat(template.readAll(List.of(FILM, later), Film.class)).hasSize(2);
	}

	@Test
	void failuresAreNotKept() {
		sandbox.faults().next(2, Operation.READ, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> template.read(FILM, Film.class));
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film");
		sandbox.faults()
			.next(Operation.BROWSE, Fault.status(200).body("application/json", "{\"contents\":[{\"title\":{}}]}"));
		assertThat(catchThrowable(() -> template.browse(Criteria.all(), Film.class).page()))
			.isInstanceOf(SequoiaFailure.class);
		assertThat(template.browse(Criteria.all(), Film.class).page().resources()).hasSize(2);
	}

	@Test
	void answerWithAFailedInclusionIsNotKept() {
		String failed = """
				{"meta":{"linked":{"assets":[{"request":"/data/assets?x=1","statusCode":503,"error":"down"}]}},
				 "contents":[{"ref":"testmock:film","owner":"testmock","name":"film","title":"Film"}]}""";
		sandbox.faults().next(Operation.BROWSE, Fault.status(200).body("application/json", failed));
		Criteria criteria = Criteria.all().include(resource("assets"));
		template.browse(criteria, Film.class).page();
		ResourcePage<Film> page = template.browse(criteria, Film.class).page();
		assertThat(page.linked("assets", JsonNode.class)).hasSize(1);
	}

	static Stream<Arguments> writes() {
		return Stream.of(write("store", (sequoia, film) -> sequoia.store(film)),
				write("storeAll", (sequoia, film) -> sequoia.storeAll(List.of(film, new Film("more", "More")))),
				write("storeAll of a stream", (sequoia, film) -> sequoia.storeAll(Stream.of(film))),
				write("update", SequoiaOperations::update),
				write("update with a change", (sequoia, film) -> sequoia.update(FILM, Film.class, (read) -> {
					read.title = film.title;
					return read;
				})),
				write("untyped",
						(sequoia, film) -> sequoia.service("metadata")
							.resources("contents")
							.store(Map.of("owner", "testmock", "name", "film", "type", "movie", "title", film.title))),
				write("business endpoint", (sequoia, film) -> sequoia.service("metadata")
					.post("/data/contents?owner=testmock", Map.of("contents",
							List.of(Map.of("owner", "testmock", "name", "film", "type", "movie", "title", film.title))),
							Map.class)),
				write("web client", (sequoia, film) -> application.context()
					.getBean("sequoiaWebClient", WebClient.class)
					.post()
					.uri("sequoia://metadata/data/contents?owner=testmock")
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(Map.of("contents",
							List.of(Map.of("owner", "testmock", "name", "film", "type", "movie", "title", film.title))))
					.retrieve()
					.toBodilessEntity()
					.block()));
	}

	private static Arguments write(String name, BiConsumer<SequoiaOperations, Film> write) {
		return Arguments.argumentSet(name, write);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void ownWriteIsSeenAtOnce(BiConsumer<SequoiaOperations, Film> write) {
		Film film = template.read(FILM, Film.class);
		template.browse(Criteria.all(), Film.class).page();
		template.count(Criteria.all(), Film.class);
		film.title = "Written";
		write.accept(template, film);
		sandbox.requests().clear();
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Written");
		assertThat(template.browse(Criteria.all(), Film.class).page().resources()).extracting((one) -> one.title)
			.contains("Written");
		template.count(Criteria.all(), Film.class);
		assertThat(requests()).isEqualTo(3);
	}

	@Test
	void deletedResourceIsGoneAtOnce() {
		template.read(FILM, Film.class);
		template.readAll(List.of(FILM, OTHER), Film.class);
		template.delete(FILM, Film.class);
		assertThat(template.find(FILM, Film.class)).isEmpty();
		template.read(OTHER, Film.class);
		template.deleteAll(List.of(OTHER), Film.class);
		assertThat(template.readAll(List.of(FILM, OTHER), Film.class)).isEmpty();
	}

	@Test
	void writeOfUnknownOutcomeIsSeenToo() {
		template.read(FILM, Film.class);
		sandbox.faults().next(2, Operation.OTHER, Fault.reset().afterApplying());
		sandbox.faults().next(2, Operation.STORE, Fault.reset().afterApplying());
		Map<String, Object> body = Map.of("contents",
				List.of(Map.of("owner", "testmock", "name", "film", "type", "movie", "title", "Maybe written")));
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> template.service("metadata").post("/data/contents?owner=testmock", body, Map.class));
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Maybe written");
	}

	@Test
	void writeOfAnIncludedCollectionIsSeenInAnswersThatIncludeIt() {
		Criteria criteria = Criteria.all().include(resource("assets"));
		template.browse(criteria, Film.class).page();
		template.browse(Criteria.all(), Film.class).page();
		template.service("metadata")
			.resources("assets")
			.store(Map.of("owner", "testmock", "name", "picture", "type", "image", "contentRef", "testmock:film",
					"title", "New"));
		sandbox.requests().clear();
		assertThat(template.browse(criteria, Film.class).page().linked("assets", JsonNode.class))
			.extracting((one) -> one.get("title").stringValue())
			.containsExactly("New");
		template.browse(Criteria.all(), Film.class).page();
		assertThat(requests()).as("answers of contents alone are still used").isOne();
	}

	@Test
	void answerFromBeforeAWriteIsNotKept() throws Exception {
		Gate.Held held = gate.hold();
		Future<Film> early = inBackground(() -> template.read(FILM, Film.class));
		held.awaitAnswer();
		Film changed = new Film("film", "Written");
		template.store(changed);
		// a read that begins now does not join the one that began before the write
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Written");
		held.release();
		assertThat(early.get(10, TimeUnit.SECONDS).title).isEqualTo("Film");
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Written");
	}

	@Test
	void olderAnswerDoesNotTakeThePlaceOfAFreshOne() throws Exception {
		Gate.Held held = gate.hold();
		Future<Film> early = inBackground(() -> template.read(FILM, Film.class));
		held.awaitAnswer();
		put("film", "Film of another client");
		template.with(RequestOptions.builder().fresh().build()).read(FILM, Film.class);
		held.release();
		assertThat(early.get(10, TimeUnit.SECONDS).title).isEqualTo("Film");
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film of another client");
	}

	@Test
	void simultaneousReadsSendOneRequest() throws Exception {
		Gate.Held held = gate.hold();
		CountDownLatch begun = new CountDownLatch(200);
		List<Future<Film>> all = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			all.add(inBackground(() -> {
				begun.countDown();
				return template.read(FILM, Film.class);
			}));
		}
		begun.await();
		held.awaitAnswer();
		held.release();
		List<Film> films = new ArrayList<>();
		for (Future<Film> one : all) {
			films.add(one.get(20, TimeUnit.SECONDS));
		}
		assertThat(requests()).isOne();
		assertThat(films).hasSize(200).doesNotHaveDuplicates().allMatch((film) -> film.title.equals("Film"));
		assertThat(cache().requestsInFlight()).isZero();
	}

	@Test
	void readGoesOnForOthersWhenItsFirstCallerGivesUp() {
		Gate.Held held = gate.hold();
		Disposable first = reactive.read(FILM, Film.class).subscribe();
		held.awaitAnswer();
		Sinks.One<Film> result = Sinks.one();
		reactive.read(FILM, Film.class).subscribe(result::tryEmitValue, result::tryEmitError);
		first.dispose();
		held.release();
		assertThat(result.asMono().block(Duration.ofSeconds(10)).title).isEqualTo("Film");
		assertThat(requests()).isOne();
	}

	@Test
	void readEndsWhenNobodyWaitsForIt() {
		Gate.Held held = gate.hold();
		Disposable first = reactive.read(FILM, Film.class).subscribe();
		Disposable second = reactive.read(FILM, Film.class).subscribe();
		held.awaitAnswer();
		first.dispose();
		second.dispose();
		held.awaitCancelled();
		assertThat(cache().requestsInFlight()).isZero();
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Film");
	}

	@Test
	void failureOfASharedRequestIsEachCallersOwn() {
		sandbox.faults().next(Operation.READ, Fault.status(403));
		Gate.Held held = gate.hold();
		Mono<Throwable> one = begun(reactive.read(FILM, Film.class));
		held.awaitAnswer();
		Mono<Throwable> other = begun(reactive.read(FILM, Film.class));
		held.release();
		Throwable failure = one.block(Duration.ofSeconds(10));
		assertThat(failure).isInstanceOf(AccessDeniedException.class);
		assertThat(other.block(Duration.ofSeconds(10))).isInstanceOf(AccessDeniedException.class).isNotSameAs(failure);
		assertThat(requests()).isOne();
	}

	private static Mono<Throwable> begun(Mono<?> read) {
		Sinks.One<Throwable> failure = Sinks.one();
		read.subscribe((unexpected) -> failure.tryEmitEmpty(), failure::tryEmitValue);
		return failure.asMono();
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 503 })
	void expiredAnswerIsUsedWhileTheServiceFails(int status) {
		Ref picture = Ref.of("testmock", "picture");
		Map<String, Object> before = pictures().read(picture);
		double stale = stale();
		sandbox.faults().next(4, Operation.READ, Fault.status(status));
		assertThat(pictures().read(picture)).isEqualTo(before);
		sandbox.faults().clear();
		sandbox.faults().next(4, Operation.READ, Fault.reset());
		assertThat(reactive.service("metadata").resources("assets").read(picture).block()).isEqualTo(before);
		assertThat(stale() - stale).isEqualTo(2);
	}

	@Test
	void expiredAnswerIsUsedWhenTheTimeOfTheCallEnds() {
		Ref picture = Ref.of("testmock", "picture");
		Map<String, Object> before = pictures().read(picture);
		Gate.Held held = gate.hold();
		SequoiaTemplate hasty = template.with(RequestOptions.builder().timeout(Duration.ofMillis(50)).build());
		assertThat(hasty.service("metadata").resources("assets").read(picture)).isEqualTo(before);
		held.release();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 404, 409, 429 })
	void refusalIsNoReasonForAnExpiredAnswer(int status) {
		Ref picture = Ref.of("testmock", "picture");
		pictures().read(picture);
		sandbox.faults().next(2, Operation.READ, Fault.status(status));
		assertThat(catchThrowable(() -> pictures().read(picture))).isInstanceOf(SequoiaFailure.class);
	}

	@Test
	void expiredAnswerIsNotUsedAfterAnOwnWriteNorForAFreshRead() {
		Ref picture = Ref.of("testmock", "picture");
		pictures().read(picture);
		sandbox.faults().next(2, Operation.READ, Fault.status(503));
		SequoiaTemplate fresh = template.with(RequestOptions.builder().fresh().build());
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> fresh.service("metadata").resources("assets").read(picture));
		pictures().delete(picture);
		sandbox.faults().next(2, Operation.READ, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> pictures().read(picture));
	}

	@Test
	void callThatExpectsResourcesGoesPastTheCache() {
		Criteria criteria = where(field("title").equalTo("Awaited"));
		assertThat(template.browse(criteria, Film.class).page().resources()).isEmpty();
		put("awaited", "Awaited");
		SequoiaTemplate waiting = template.with(RequestOptions.builder().expectingResources().build());
		assertThat(waiting.browse(criteria, Film.class).page().resources()).hasSize(1);
	}

	@Test
	void resultsAreCounted() {
		double hits = count("hit");
		double misses = count("miss");
		template.read(FILM, Film.class);
		template.read(FILM, Film.class);
		template.read(FILM, Film.class);
		assertThat(count("miss") - misses).isOne();
		assertThat(count("hit") - hits).isEqualTo(2);
		assertThat(meters.get("cache.size").tag("cache", "sequoia.metadata.contents").gauge().value()).isPositive();
	}

	private static double count(String result) {
		Counter counter = meters.find("sequoia.client.cache.reads")
			.tags("service", "metadata", "resource", "contents", "result", result)
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private static double stale() {
		Counter counter = meters.find("sequoia.client.cache.reads")
			.tags("resource", "assets", "result", "stale")
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private static ResourceOperations<Map<String, Object>> pictures() {
		return template.service("metadata").resources("assets");
	}

	private static AnswerCache cache() {
		return application.bean(AnswerCache.class);
	}

	private static <R> Future<R> inBackground(Callable<R> work) {
		return threads.submit(work);
	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Film {

		public @Nullable Ref ref;

		public String owner = "testmock";

		public String name = "";

		public String title = "";

		public String type = "movie";

		public @Nullable String version;

		Film() {
		}

		Film(String name, String title) {
			this.name = name;
			this.title = title;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Gates {

		@Bean
		Gate gate() {
			return new Gate();
		}

	}

	/** Holds back one answer that the sandbox has given. */
	static final class Gate implements SequoiaWebClientCustomizer {

		private final AtomicReference<@Nullable Held> next = new AtomicReference<>();

		@Override
		public void customize(WebClient.Builder builder) {
			builder.filter(this::filter);
		}

		private Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			boolean read = request.method() == HttpMethod.GET && request.url().getPath().startsWith("/data/");
			Held held = read ? this.next.getAndSet(null) : null;
			return (held == null) ? next.exchange(request) : next.exchange(request).delayUntil((answer) -> {
				held.answered.countDown();
				return held.open.asMono();
			}).doOnCancel(held.cancelled::countDown);
		}

		Held hold() {
			Held held = new Held();
			this.next.set(held);
			return held;
		}

		static final class Held {

			private final CountDownLatch answered = new CountDownLatch(1);

			private final CountDownLatch cancelled = new CountDownLatch(1);

			private final Sinks.Empty<Void> open = Sinks.empty();

			void awaitAnswer() {
				await(this.answered);
			}

			void awaitCancelled() {
				await(this.cancelled);
			}

			void release() {
				this.open.tryEmitEmpty();
			}

			private static void await(CountDownLatch latch) {
				try {
					assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		}

	}

}
