package io.sequoia.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Faults of the platform as a whole.
 */
final class PlatformScenarios {

	private static final int CALLERS = 20;

	private PlatformScenarios() {
	}

	static List<Scenario> all() {
		return List.of(
				new Scenario(Kind.UNACCEPTED_CONNECTION, "no connection is accepted, and the caller waits 300 ms",
						PlatformScenarios::deaf),
				shared(Step.TOKEN), shared(Step.REGISTRY), shared(Step.DESCRIPTOR),
				new Scenario(Kind.DISCOVERY, "the service moves", () -> moves(List.of())),
				new Scenario(Kind.DISCOVERY, "the registry cannot be reached, but its answer is" + " known",
						() -> registryDown()),
				new Scenario(Kind.DISCOVERY, "the registry cannot be reached at the start, but there is a snapshot",
						PlatformScenarios::snapshot),
				new Scenario(Kind.WRONG_CLOCK, "80 calls; the servers' clocks are an hour behind, then an hour ahead",
						PlatformScenarios::clocks));
	}

	private static String deaf() {
		try (Rig rig = new Rig("sequoia.http.connect-timeout=10s")) {
			rig.ledger().door(Step.READ).turnDeaf();
			rig.ledger().door(Step.TOKEN).turnDeaf();
			for (Face face : rig.faces()) {
				long start = System.nanoTime();
				Face hurried = face
					.with(RequestOptions.builder().owner(Rig.newOwner()).timeout(Duration.ofMillis(300)).build());
				assertThatExceptionOfType(RequestTimeoutException.class)
					.isThrownBy(() -> hurried.read(Ref.of("any", "any")));
				assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(8).toNanos());
			}
		}
		return "fails within the caller's time-out";
	}

	/**
	 * Callers that come while others wait do not ask before the time has passed either.
	 */
	private static Scenario shared(Step step) {
		return new Scenario(Kind.RATE_LIMIT, "429 with Retry-After 1 s to the request for the" + " "
				+ step.name().toLowerCase(Locale.ROOT) + "; 20 callers, and 20 that call later", () -> {
					try (Rig rig = new Rig()) {
						String owner = Rig.newOwner();
						Tenant tenant = rig.ledger().tenant(owner);
						tenant.seed("a", "a");
						rig.ledger().script().on(step, 1, Fault.instead(Answer.status(429).with("Retry-After", "1")));
						Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class)
							.with(RequestOptions.builder().owner(owner).build())
							.read(Ref.of(owner, "a"), Item.class);
						Flux<Item> callers = Flux.range(0, CALLERS).flatMap((i) -> read, CALLERS);
						Sinks.Empty<Void> refused = Sinks.empty();
						rig.attempts().afterFailure(refused::tryEmitEmpty);
						assertThat(callers.mergeWith(callers.delaySubscription(refused.asMono())).count().block())
							.isEqualTo(2 * CALLERS);
						List<Tenant.Logged> requests = tenant.requests(step);
						assertThat(requests).hasSize(2);
						assertThat(requests.get(1).time() - requests.get(0).time())
							.isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
					}
					return "all calls succeed after one wait; 2 requests";
				});
	}

	static String moves(List<Class<?>> beans) {
		try (Rig rig = new Rig(new Ledger(), beans, "sequoia.retry.interval=100ms", "sequoia.retry.max-interval=400ms",
				"sequoia.retry.max-attempts=12")) {
			String owner = Rig.newOwner();
			Tenant tenant = rig.ledger().tenant(owner);
			tenant.seed("a", "a");
			for (Face face : rig.faces()) {
				Face ours = face.with(RequestOptions.builder().owner(owner).build());
				ours.read(Ref.of(owner, "a"));
				rig.ledger().move(tenant);
				assertThat(ours.read(Ref.of(owner, "a")).nonce()).isEqualTo("a");
				ours.store(Item.of("b", "b"));
			}
			assertThat(tenant.count(Step.REGISTRY)).as("once, and once for each move").isLessThanOrEqualTo(3);
		}
		return "the client requests the registry's answer again, and calls succeed";
	}

	private static String registryDown() {
		try (Rig rig = new Rig("sequoia.registry.refresh-interval=1ms")) {
			assertGoesOn(rig, () -> rig.ledger().door(Step.REGISTRY).close());
		}
		return "calls succeed";
	}

	private static void assertGoesOn(Rig rig, Runnable afterTheFirstCall) {
		String owner = "rig";
		rig.ledger().tenant(owner).seed("a", "a");
		rig.blocking().read(Ref.of(owner, "a"));
		afterTheFirstCall.run();
		for (Face face : rig.faces()) {
			assertThat(face.read(Ref.of(owner, "a")).nonce()).isEqualTo("a");
			face.store(Item.of("b", "b"));
		}
	}

	private static String snapshot() throws Exception {
		Path folder = Files.createTempDirectory("registry");
		Path snapshot = folder.resolve("snapshot.json");
		String property = "sequoia.registry.snapshot=" + snapshot;
		try (Rig before = new Rig(property)) {
			before.ledger().tenant("rig").seed("a", "a");
			before.blocking().read(Ref.of("rig", "a"));
			Rig.eventually("the snapshot is written", () -> Files.exists(snapshot));
			before.closeApplication();
			before.ledger().door(Step.REGISTRY).close();
			try (Rig after = new Rig(before.ledger(), List.of(), property)) {
				assertGoesOn(after, () -> {
				});
			}
		}
		finally {
			Files.deleteIfExists(snapshot);
			Files.delete(folder);
		}
		return "calls succeed";
	}

	/**
	 * Check the clocks. An architecture rule ensures that nothing else reads the time of
	 * day.
	 */
	private static String clocks() {
		try (Rig rig = new Rig()) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.issueTokens(Duration.ofSeconds(90), "90");
			tenant.seed("a", "a");
			for (Duration apart : List.of(Duration.ofHours(-1), Duration.ofHours(1))) {
				String date = Rows.date(apart.toSeconds());
				for (Step step : Step.values()) {
					rig.ledger().script().always(step, Fault.changed((right) -> right.with("Date", date)));
				}
				for (int i = 0; i < CALLERS; i++) {
					rig.faces().forEach((face) -> face.read(Ref.of("rig", "a")));
				}
			}
			assertThat(tenant.tokensIssued()).as("tokens").isOne();
			assertThat(tenant.count(Step.REGISTRY)).as("requests to the registry").isOne();
		}
		return "all calls succeed; 1 token, 1 request to the registry";
	}

}
