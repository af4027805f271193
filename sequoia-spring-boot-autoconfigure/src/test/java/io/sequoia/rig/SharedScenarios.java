package io.sequoia.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of the requests whose answers many calls wait for.
 */
final class SharedScenarios {

	private static final int CALLERS = 400;

	/** The number of requests beyond the failures and the successful one. */
	private static final int MARGIN = 8;

	private static final List<Step> SHARED = List.of(Step.REGISTRY, Step.TOKEN, Step.DESCRIPTOR);

	private SharedScenarios() {
	}

	static List<Scenario> all() {
		List<Scenario> scenarios = new ArrayList<>();
		Map<String, Fault> faults = Map.of("503", Fault.status(503), "reset", Fault.RESET, "no answer", Fault.SILENCE);
		for (Step step : SHARED) {
			for (String fault : List.of("503", "reset", "no answer")) {
				scenarios.add(failures(step, 1, fault, faults.get(fault)));
			}
			scenarios.add(failures(step, 3, "503", Fault.status(503)));
		}
		scenarios.add(missing("is empty", (tenant) -> {
		}));
		scenarios.add(missing("does not contain the" + " service",
				(tenant) -> tenant.locate("identity", "http://127.0.0.1:1/other")));
		scenarios.add(missing("has the service on a refused" + " host",
				(tenant) -> tenant.locate("metadata", "https://evil.invalid")));
		scenarios.add(new Scenario(Kind.FORGOTTEN_SERVICE,
				"the registry's answer no longer contains a service" + " that the client has used",
				SharedScenarios::lost));
		scenarios.add(new Scenario(Kind.RETRY_AFTER,
				"503 with Retry-After 1 s to one call; 40 later calls for" + " two tenants",
				SharedScenarios::retryAfter));
		return scenarios;
	}

	/**
	 * Make calls for three seconds, twenty at a time, and further calls after the service
	 * has appeared.
	 */
	private static Scenario missing(String what, Consumer<Tenant> listing) {
		return new Scenario(Kind.FORGOTTEN_SERVICE, "the registry's answer " + what + " for a moment, under load",
				() -> {
					try (Rig rig = new Rig()) {
						String owner = Rig.newOwner();
						Tenant tenant = rig.ledger().tenant(owner);
						tenant.seed("a", "a");
						tenant.forgetLocations();
						listing.accept(tenant);
						Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class)
							.with(RequestOptions.builder().owner(owner).build())
							.read(Ref.of(owner, "a"), Item.class);
						long start = System.nanoTime();
						while (seconds(start) < 3) {
							Flux<Item> unknown = Flux.range(0, 20)
								.flatMap((i) -> read.onErrorResume(DiscoveryException.class, (error) -> Mono.empty()),
										20);
							assertThat(unknown.count().block()).as("found").isZero();
						}
						rig.ledger().locate(tenant);
						long back = System.nanoTime();
						while (read.onErrorResume(DiscoveryException.class, (error) -> Mono.empty()).block() == null) {
							assertThat(seconds(back)).isLessThan(15);
						}
						assertThat(tenant.count(Step.REGISTRY)).as("requests to the registry")
							.isLessThanOrEqualTo((int) seconds(start) + 2);
					}
					return "at most 1 request per second; found within 15 s";
				});
	}

	private static long seconds(long since) {
		return Duration.ofNanos(System.nanoTime() - since).toSeconds();
	}

	private static String lost() {
		try (Rig rig = new Rig("sequoia.registry.refresh-interval=1ms")) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.seed("a", "a");
			rig.blocking().read(Ref.of("rig", "a"));
			tenant.forgetLocations();
			for (Face face : rig.faces()) {
				int before = tenant.count(Step.REGISTRY);
				Rig.eventually("the registry is asked again", () -> {
					assertThat(face.read(Ref.of("rig", "a")).nonce()).isEqualTo("a");
					return tenant.count(Step.REGISTRY) > before;
				});
			}
		}
		return "calls succeed at the known location";
	}

	/**
	 * Check that all calls of the service observe the wait that one call was asked for.
	 */
	private static String retryAfter() {
		try (Rig rig = new Rig()) {
			List<Mono<Item>> reads = new ArrayList<>();
			List<Tenant> tenants = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				String owner = Rig.newOwner();
				Tenant tenant = rig.ledger().tenant(owner);
				tenant.seed("a", "a");
				tenants.add(tenant);
				reads.add(rig.bean(ReactiveSequoiaTemplate.class)
					.with(RequestOptions.builder().owner(owner).build())
					.read(Ref.of(owner, "a"), Item.class));
				reads.get(i).block();
				tenant.forgetRequests();
			}
			Fault asks = Fault.instead(Answer.status(503).with("Retry-After", "1"));
			rig.ledger().script().on(Step.READ, 1, asks);
			Sinks.Empty<Void> asked = Sinks.empty();
			rig.attempts().afterFailure(asked::tryEmitEmpty);
			Flux<Item> later = Flux.range(0, 40).flatMap((i) -> reads.get(i % 2), 40);
			assertThat(reads.get(0).flux().mergeWith(later.delaySubscription(asked.asMono())).count().block())
				.isEqualTo(41);
			long first = tenants.get(0).requests(Step.READ).get(0).time();
			List<Tenant.Logged> all = new ArrayList<>(tenants.get(0).requests(Step.READ));
			all.addAll(tenants.get(1).requests(Step.READ));
			assertThat(all).hasSize(42);
			assertThat(all).filteredOn((request) -> request.time() != first)
				.allSatisfy((request) -> assertThat(request.time() - first)
					.isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos()));
		}
		return "no request is sent in that time; all calls succeed, with one request for each later call";
	}

	private static Scenario failures(Step step, int failures, String what, Fault fault) {
		String times = (failures == 1) ? "once" : failures + " times";
		return new Scenario(Kind.SHARED_REQUEST,
				what + " " + times + " at the request for the " + name(step) + "; 400 calls for a new tenant",
				() -> answered(step, failures, fault));
	}

	/**
	 * Make calls that share a request, and then calls whose service fails.
	 */
	static String answered(Step step, int failures, Fault fault, Class<?>... beans) {
		try (Rig rig = new Rig(new Ledger(), List.of(beans), "sequoia.retry.max-attempts=10",
				"sequoia.retry.interval=20ms", "sequoia.retry.max-interval=50ms", "sequoia.retry.budget.enabled=true",
				"sequoia.http.response-timeout=" + ((fault == Fault.SILENCE) ? "3s" : "10s"))) {
			String owner = Rig.newOwner();
			Tenant tenant = rig.ledger().tenant(owner);
			tenant.seed("a", "a");
			rig.ledger().script().on(step, (number) -> (number <= failures) ? fault : null);
			Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class)
				.with(RequestOptions.builder().owner(owner).build())
				.read(Ref.of(owner, "a"), Item.class);
			assertThat(Flux.range(0, CALLERS).flatMap((i) -> read, CALLERS).count().block()).isEqualTo(CALLERS);
			assertThat(tenant.count(step)).as("requests").isBetween(failures + 1, failures + MARGIN);
			assertThat(tenant.count(Step.READ)).as("requests to the data service").isEqualTo(CALLERS);
			assertBudgetUntouched(rig, tenant, read);
		}
		return "all calls succeed; at most " + (failures + MARGIN) + " requests, and failures of the service"
				+ " itself are still retried";
	}

	/**
	 * Check the budget: a hundred simultaneous calls whose service fails once each have
	 * their retries.
	 */
	private static void assertBudgetUntouched(Rig rig, Tenant tenant, Mono<Item> read) {
		int budget = 100;
		rig.ledger().script().on(Step.READ, (number) -> (number <= budget) ? Fault.status(503) : null);
		assertThat(Flux.range(0, budget).flatMap((i) -> read, budget).count().block()).isEqualTo(budget);
		assertThat(tenant.count(Step.READ)).isEqualTo(CALLERS + 2 * budget);
	}

	private static String name(Step step) {
		return step.name().toLowerCase(Locale.ROOT);
	}

}
