package io.sequoia.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.rig.Book.Outcome;
import io.sequoia.security.SequoiaTokenSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Faults under load.
 */
final class LoadScenarios {

	private static final int CALLS = 10_000;

	private static final int THREADS = 4;

	private LoadScenarios() {
	}

	static List<Scenario> all() {
		List<Scenario> scenarios = new ArrayList<>();
		scenarios.add(new Scenario(Kind.SERVER_ERROR, "10,000 calls of a service that answers 503, with a retry budget",
				() -> outage(CALLS)));
		scenarios.add(new Scenario(Kind.CLOSED_CONNECTION,
				"10,000 calls; the server closes each connection while the next request is sent", LoadScenarios::race));
		scenarios.add(new Scenario(Kind.CONNECTION_POOL, "2 connections for 100 callers", () -> queue()));
		scenarios.add(new Scenario(Kind.CONNECTION_POOL, "2 connections without an answer", LoadScenarios::exhausted));
		scenarios.add(new Scenario(Kind.TOKEN_LIFETIME,
				"tokens with a lifetime of 59 s, no lifetime, a negative one, 10^18 s, or a text",
				LoadScenarios::lifetimes));
		return scenarios;
	}

	/**
	 * Measure an outage at the server. The first thousand calls may have a hundred
	 * retries.
	 */
	static String outage(int calls, String... properties) {
		try (Rig rig = new Rig(
				Rig.also(properties, "sequoia.retry.max-attempts=10", "sequoia.retry.budget.enabled=true"))) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.seed("a", "a");
			rig.blocking().read(Ref.of("rig", "a"));
			tenant.forgetRequests();
			rig.ledger().script().always(Step.READ, Fault.status(503));
			Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class).read(Ref.of("rig", "a"), Item.class);
			Long failures = Flux.range(0, calls)
				.flatMap((i) -> read.ignoreElement().cast(Integer.class).onErrorReturn(1), 32)
				.count()
				.block();
			assertThat(failures).isEqualTo(calls);
			assertThat(tenant.count(Step.READ)).as("requests").isBetween(calls, calls + Math.max(100, calls / 10));
		}
		return "at most 1.1 requests per call";
	}

	private static String race() throws Exception {
		try (Rig rig = new Rig("sequoia.retry.max-attempts=10")) {
			Random random = new Random(Fault.SEED);
			for (Step step : List.of(Step.READ, Step.STORE, Step.UPDATE, Step.DELETE)) {
				rig.ledger().script().always(step, Fault.lastAndClosedAfter(() -> random.nextInt(300_000)));
			}
			Book book = new Book();
			onThreads((thread) -> {
				Face face = rig.faces().get(thread % 2);
				for (int i = 0; i < CALLS / THREADS / 4; i++) {
					liveOneLife(face, book, "n" + thread + "-" + i);
				}
			});
			assertThat(rig.attempts().failed()).as("requests on a connection that was just closed").isPositive();
			assertThat(book.count(Outcome.OK)).as("no visible error").isEqualTo(CALLS * 3 / 4);
			book.assertAgrees(rig.ledger().tenant("rig"));
		}
		return "no call fails, and nothing is applied twice";
	}

	private static void liveOneLife(Face face, Book book, String name) {
		Ref ref = Ref.of("rig", name);
		book.write(name, name + "-stored", () -> face.store(Item.of(name, name + "-stored")));
		Item read = face.read(ref);
		book.write(name, name + "-updated", () -> face.update(read.with(name + "-updated")));
		book.delete(name, () -> assertThat(face.delete(ref)).isTrue());
	}

	private static void onThreads(IntConsumer work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				running.add(threads.submit(() -> work.accept(thread)));
			}
			for (Future<?> one : running) {
				one.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	static String queue(String... properties) {
		try (Rig rig = new Rig(Rig.also(properties, "sequoia.http.pool.max-connections=2"))) {
			rig.ledger().tenant("rig").seed("a", "a");
			rig.ledger().script().always(Step.READ, Fault.late(Duration.ofMillis(2)));
			Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class).read(Ref.of("rig", "a"), Item.class);
			assertThat(Flux.range(0, 100).flatMap((i) -> read, 100).count().block()).isEqualTo(100);
			assertThat(rig.ledger().door(Step.READ).mostConnections()).isEqualTo(2);
		}
		return "all calls wait and succeed";
	}

	private static String exhausted() {
		try (Rig rig = new Rig("sequoia.http.pool.max-connections=2", "sequoia.http.pool.acquire-timeout=100ms")) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.seed("a", "a");
			rig.blocking().read(Ref.of("rig", "a"));
			rig.ledger().script().always(Step.READ, Fault.SILENCE);
			Disposable.Composite hanging = Disposables.composite();
			for (int i = 0; i < 2; i++) {
				hanging.add(rig.bean(ReactiveSequoiaTemplate.class)
					.read(Ref.of("rig", "a"), Item.class)
					.subscribe((item) -> {
					}, (error) -> {
					}));
			}
			Rig.eventually("both connections are in use", () -> tenant.count(Step.READ) == 3);
			for (Face face : rig.faces()) {
				assertThatExceptionOfType(ServiceUnavailableException.class)
					.isThrownBy(() -> face.store(Item.of(null, "nameless")))
					.withMessageContaining("sequoia.http.pool.acquire-timeout")
					.satisfies((failure) -> assertThat(failure.unsent()).isTrue());
				Face hurried = face.with(RequestOptions.builder().timeout(Duration.ofMillis(50)).build());
				assertThatExceptionOfType(RequestTimeoutException.class)
					.isThrownBy(() -> hurried.store(Item.of("b", "b")));
			}
			assertThat(rig.bean(SequoiaTokenSource.class).token(Rig.newOwner()).block()).as("a token").isNotNull();
			hanging.dispose();
			rig.assertConnectionsAreGivenBack();
			rig.blocking().store(Item.of("c", "c"));
			assertThat(tenant.nonces()).containsOnlyKeys("a", "c");
		}
		return "fails within the time limit for a connection, or within the caller's; requests for tokens still"
				+ " succeed";
	}

	private static String lifetimes() {
		try (Rig rig = new Rig()) {
			for (String expiresIn : List.of("59", "", "-5", "1000000000000000000", "\"3600\"", "\"soon\"")) {
				String owner = Rig.newOwner();
				Tenant tenant = rig.ledger().tenant(owner);
				tenant.issueTokens(Duration.ofSeconds(59), expiresIn);
				tenant.seed("a", "a");
				for (Face face : rig.faces()) {
					for (int i = 0; i < 20; i++) {
						face.with(RequestOptions.builder().owner(owner).build()).read(Ref.of(owner, "a"));
					}
				}
				assertThat(tenant.tokensIssued()).as(expiresIn).isOne();
			}
		}
		return "all calls succeed; 1 token for each lifetime";
	}

}
