package io.sequoia.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import io.sequoia.MalformedResponseException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.LocalServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A server on which every page has a link to a further one.
 */
class EndlessPagesIntegrationTests {

	private static final int MAX_EMPTY = 7;

	private static final int PREFETCH = 1;

	private static final Criteria WITH_ASSETS = Criteria.all().include(resource("assets"));

	private static final AtomicInteger requests = new AtomicInteger();

	private static final AtomicInteger tests = new AtomicInteger();

	/**
	 * The owner of this test; requests for pages ahead by an earlier test are not
	 * counted.
	 */
	private static volatile String owner = "";

	/** The numbers of the pages that contain a resource. */
	private static volatile IntPredicate filled = (number) -> false;

	/** The number of the page without a next one. */
	private static volatile int last;

	/** The included assets of the pages. */
	private static volatile IntFunction<String> linked = (number) -> "";

	/** The time that each page takes. */
	private static volatile Duration delay = Duration.ZERO;

	private static DisposableServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		server = LocalServer.create()
			.route((routes) -> routes.get("/descriptor/raw", (request, response) -> json(response, """
					{"resourcefuls":{"contents":{"relationships":{"assets":{"type":"indirect",
					 "resourceType":"assets","filterName":"withContentRef"}}},"assets":{}}}"""))
				.get("/data/contents", EndlessPagesIntegrationTests::contents)
				.get("/data/assets", EndlessPagesIntegrationTests::assets))
			.bindNow();
		context = ClientApplication.runAt("http://127.0.0.1:" + server.port(), "sequoia.owner=t",
				"sequoia.pagination.prefetch=" + PREFETCH, "sequoia.pagination.max-empty-pages=" + MAX_EMPTY);
	}

	@AfterAll
	static void stop() {
		context.close();
		server.disposeNow();
	}

	@BeforeEach
	void reset() {
		owner = "t" + tests.incrementAndGet();
		requests.set(0);
		filled = (number) -> false;
		last = 300; // far enough, and an end for a client without a limit
		linked = (number) -> "";
		delay = Duration.ZERO;
	}

	@ParameterizedTest
	@MethodSource("browses")
	void endAsAFailureWhereTheyAreEmpty(Consumer<Criteria> browse) {
		MalformedResponseException failure = failure(browse, WITH_ASSETS);
		assertThat(failure).hasMessageContaining("sequoia.pagination.max-empty-pages is " + MAX_EMPTY)
			.hasMessageContaining("metadata/contents");
		assertThat(failure.correlationId()).isNotNull();
		assertThat(failure.position()).startsWith("/data/contents?continue=" + MAX_EMPTY + "#");
		// operators request one page while they process the previous one
		assertThat(requests.get()).isBetween(MAX_EMPTY, MAX_EMPTY + PREFETCH + 1);
	}

	static Stream<Arguments> browses() {
		return Stream.of(browse("list", (criteria) -> blocking(criteria).list()),
				browse("first", (criteria) -> blocking(criteria).first()),
				browse("single", (criteria) -> blocking(criteria).single()),
				browse("stream", (criteria) -> blocking(criteria).stream().toList()),
				browse("pages", (criteria) -> blocking(criteria).pages().toList()),
				browse("linked", (criteria) -> blocking(criteria).linked("assets", Asset.class).toList()),
				browse("reactive list", (criteria) -> reactive(criteria).list().block()),
				browse("reactive first", (criteria) -> reactive(criteria).first().block()),
				browse("reactive single", (criteria) -> reactive(criteria).single().block()),
				browse("reactive flux", (criteria) -> reactive(criteria).flux().blockLast()),
				browse("reactive pages", (criteria) -> reactive(criteria).pages().limitRate(1).blockLast()),
				browse("reactive linked", (criteria) -> reactive(criteria).linked("assets", Asset.class).blockLast()));
	}

	@Test
	void canBeGoneOnWithAfterTheFailure() {
		last = 2 * MAX_EMPTY;
		filled = (number) -> number == 1 || number == last;
		MalformedResponseException failure = failure((criteria) -> blocking(criteria).list(), Criteria.all());
		assertThat(failure.position()).startsWith("/data/contents?continue=" + (2 + MAX_EMPTY) + "#");
		assertThat(blocking(Criteria.all()).from(String.valueOf(failure.position())).list()).extracting(Content::title)
			.containsExactly("of page " + last);
	}

	@Test
	void areCountedOnlyInARow() {
		last = 5 * MAX_EMPTY;
		filled = (number) -> number % MAX_EMPTY == 0;
		assertThat(blocking(Criteria.all()).list()).hasSize(6);
	}

	@Test
	void mayAllBeEmptyWhereTheLastOneIsAmongThem() {
		last = MAX_EMPTY - 1;
		assertThat(blocking(Criteria.all()).list()).isEmpty();
		assertThat(requests).hasValue(MAX_EMPTY);
	}

	@Test
	void areNotEmptyWhereTheyIncludeWhatIsAskedForAlone() {
		last = 3 * MAX_EMPTY;
		linked = (number) -> "{\"request\":\"/data/assets?x=" + number + "\"}";
		Criteria onlyAssets = WITH_ASSETS.skipResources();
		assertThat(reactive(onlyAssets).linked("assets", Asset.class).count().block()).isEqualTo(last + 1);
		linked = (number) -> "";
		assertThat(failure((criteria) -> reactive(criteria).pages().blockLast(), onlyAssets).position())
			.startsWith("/data/contents?continue=" + MAX_EMPTY + "#");
	}

	@ParameterizedTest
	@MethodSource("linkedChains")
	void endAsAFailureWhereWhatIsIncludedHasThem(Consumer<Criteria> browse) {
		filled = (number) -> true;
		linked = (number) -> (number == 2)
				? "{\"request\":\"/data/assets?x=1\",\"continue\":\"/data/assets?continue=1&x=1\"}"
				: "{\"request\":\"/data/assets?y=" + number + "\"}";
		last = 2;
		MalformedResponseException failure = failure(browse, WITH_ASSETS);
		assertThat(failure).hasMessageContaining("sequoia.pagination.max-empty-pages is " + MAX_EMPTY)
			.hasMessageContaining("/data/assets?continue=" + (1 + MAX_EMPTY));
		// the page with the inclusion
		assertThat(failure.position()).startsWith("/data/contents?continue=2" + "#");
		assertThat(failure.correlationId()).isNotNull();
		assertThat(requests).hasValue(3 + MAX_EMPTY);
	}

	static Stream<Arguments> linkedChains() {
		return Stream.of(browse("list", (criteria) -> blocking(criteria).list()),
				browse("linked", (criteria) -> blocking(criteria).linked("assets", Asset.class).toList()),
				browse("reactive flux", (criteria) -> reactive(criteria).flux().blockLast()),
				browse("reactive linked", (criteria) -> reactive(criteria).linked("assets", Asset.class).blockLast()));
	}

	@ParameterizedTest
	@MethodSource("wholes")
	void takeNoLongerTogetherThanTheirCallerAllows(Consumer<ReactiveBrowse<Content>> browse) {
		filled = (number) -> number == 2;
		linked = (number) -> (number == 2)
				? "{\"request\":\"/data/assets?x=1\",\"continue\":\"/data/assets?continue=1&x=1\"}" : "";
		delay = Duration.ofMillis(100);
		ReactiveBrowse<Content> within = within(Duration.ofMillis(300));
		RequestTimeoutException failure = catchThrowableOfType(RequestTimeoutException.class,
				() -> browse.accept(within));
		assertThat(failure).isNotNull().hasMessageContaining("took longer than 300 ms");
		assertThat(failure.correlationId()).isNotNull();
	}

	static Stream<Arguments> wholes() {
		return Stream.of(whole("list", (browse) -> browse.list().block()),
				whole("first", (browse) -> browse.first().block()),
				whole("single", (browse) -> browse.single().block()),
				whole("page", (browse) -> browse.from("/data/contents?continue=2").page().block()),
				whole("blocking list", (browse) -> new BlockingBrowse<>(browse).list()),
				whole("blocking first", (browse) -> new BlockingBrowse<>(browse).first()),
				whole("blocking single", (browse) -> new BlockingBrowse<>(browse).single()), whole("blocking page",
						(browse) -> new BlockingBrowse<>(browse).from("/data/contents?continue=2").page()));
	}

	@Test
	void haveATimeOfTheirOwnInAStream() {
		last = 4;
		filled = (number) -> true;
		delay = Duration.ofMillis(600);
		assertThat(within(Duration.ofSeconds(2)).flux().count().block()).isEqualTo(5);
	}

	private static Arguments whole(String name, Consumer<ReactiveBrowse<Content>> browse) {
		return Arguments.of(Named.of(name, browse));
	}

	private static ReactiveBrowse<Content> within(Duration timeout) {
		return context.getBean(ReactiveSequoiaTemplate.class)
			.with(RequestOptions.builder().owner(owner).timeout(timeout).build())
			.browse(WITH_ASSETS, Content.class);
	}

	private static Arguments browse(String name, Consumer<Criteria> browse) {
		return Arguments.of(Named.of(name, browse));
	}

	private static Browse<Content> blocking(Criteria criteria) {
		return context.getBean(SequoiaTemplate.class)
			.with(RequestOptions.builder().owner(owner).build())
			.browse(criteria, Content.class);
	}

	private static ReactiveBrowse<Content> reactive(Criteria criteria) {
		return context.getBean(ReactiveSequoiaTemplate.class)
			.with(RequestOptions.builder().owner(owner).build())
			.browse(criteria, Content.class);
	}

	private static MalformedResponseException failure(Consumer<Criteria> browse, Criteria criteria) {
		MalformedResponseException failure = catchThrowableOfType(MalformedResponseException.class,
				() -> browse.accept(criteria));
		assertThat(failure).isNotNull();
		return failure;
	}

	private static Mono<Void> contents(HttpServerRequest request, HttpServerResponse response) {
		count(request);
		int number = number(request);
		String next = (number < last) ? "\"continue\":\"/data/contents?continue=" + (number + 1) + "\"," : "";
		String requested = linked.apply(number);
		String contents = filled.test(number) ? "{\"ref\":\"t:c" + number + "\",\"title\":\"of page " + number + "\"}"
				: "";
		String assets = requested.isEmpty() ? "" : "{\"ref\":\"t:a" + number + "\",\"contentRef\":\"t:c0\"}";
		return json(response, "{\"meta\":{" + next + "\"linked\":{\"assets\":[" + requested + "]}},\"contents\":["
				+ contents + "],\"linked\":{\"assets\":[" + assets + "]}}");
	}

	private static Mono<Void> assets(HttpServerRequest request, HttpServerResponse response) {
		count(request);
		return json(response,
				"{\"meta\":{"
						+ ((number(request) < 300)
								? "\"continue\":\"/data/assets?continue=" + (number(request) + 1) + "\"" : "")
						+ "},\"assets\":[]}");
	}

	private static void count(HttpServerRequest request) {
		if (owner.equals(parameter(request, "owner"))) {
			requests.incrementAndGet();
		}
	}

	private static @Nullable String parameter(HttpServerRequest request, String name) {
		return UriComponentsBuilder.fromUriString(request.uri()).build().getQueryParams().getFirst(name);
	}

	private static int number(HttpServerRequest request) {
		String position = parameter(request, "continue");
		return "true".equals(position) ? 0 : Integer.parseInt(String.valueOf(position));
	}

	private static Mono<Void> json(HttpServerResponse response, String body) {
		return response.header("Content-Type", "application/json")
			.sendString(Mono.just(body).delayElement(delay))
			.then();
	}

}
