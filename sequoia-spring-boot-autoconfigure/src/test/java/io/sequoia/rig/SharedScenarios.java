package io.sequoia.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong with the requests whose answers many calls wait for.
 */
final class SharedScenarios {

	private static final int CALLERS = 400;

	/** More requests than failures, beside the one that goes well. */
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
		return scenarios;
	}

	private static Scenario failures(Step step, int failures, String what, Fault fault) {
		String times = (failures == 1) ? "once" : failures + " times";
		return new Scenario(32,
				what + " " + times + ", of the " + name(step) + ", for 400 callers of whom nothing is known",
				() -> answered(step, failures, fault));
	}

	/**
	 * Calls that need what is asked for once, and calls after them whose service fails.
	 */
	static String answered(Step step, int failures, Fault fault, String... properties) {
		try (Rig rig = new Rig(Rig.also(properties, "sequoia.retry.max-attempts=10", "sequoia.retry.interval=20ms",
				"sequoia.retry.max-interval=50ms", "sequoia.retry.budget.enabled=true",
				"sequoia.http.response-timeout=" + ((fault == Fault.SILENCE) ? "3s" : "10s")))) {
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
		return "all are answered; at most " + (failures + MARGIN) + " requests, and the service's own failures are "
				+ "still retried";
	}

	/** A hundred calls at a time whose service fails once each have their retries. */
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
