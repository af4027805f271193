package io.sequoia.rig;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls of two tenants on few connections to a server that writes more than the
 * answers.
 */
final class HostileScenarios {

	private static final int CALLS = 240;

	private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";

	private HostileScenarios() {
	}

	static List<Scenario> all() {
		return List.of(
				new Scenario(Kind.SURPLUS_ANSWER, CALLS + " reads by two tenants, with 103 before each answer",
						() -> reads((connection, right) -> connection.send(EARLY_HINTS, right.bytes()))),
				new Scenario(Kind.SURPLUS_ANSWER, CALLS + " reads by two tenants, each answered twice",
						() -> reads((connection, right) -> {
							connection.send(new String(right.bytes(), StandardCharsets.ISO_8859_1), right.bytes());
							connection.keepSilent();
						})),
				new Scenario(Kind.SURPLUS_ANSWER, "24 reads, each answered again when its connection is free",
						HostileScenarios::answeredLate),
				GivenUpCalls.scenario());
	}

	/** Write to a free connection, which is closed before it can be used again. */
	private static String answeredLate() {
		try (Rig rig = new Rig()) {
			Tenant tenant = rig.ledger().tenant("rig");
			for (int i = 0; i < 24; i++) {
				tenant.seed("i" + i, "n" + i);
			}
			AtomicInteger closed = new AtomicInteger();
			rig.ledger().script().always(Step.READ, new Fault(true, (connection, right) -> {
				connection.send(right);
				Rig.eventually("the connection is free", rig::areConnectionsGivenBack);
				connection.send(right);
				connection.keepSilent(); // until the client closes it
				closed.incrementAndGet();
			}));
			for (int i = 0; i < 24; i++) {
				assertThat(rig.blocking().read(Ref.of("rig", "i" + i)).nonce()).isEqualTo("n" + i);
				int ended = i + 1;
				Rig.eventually("the connection is closed", () -> closed.get() == ended);
			}
			assertThat(rig.attempts().failed()).isZero();
		}
		return "all get their own answer; the connection is closed";
	}

	private static String reads(Fault.Act act) {
		try (Rig rig = new Rig("sequoia.http.pool.max-connections=8")) {
			List<String> owners = List.of(Rig.newOwner(), Rig.newOwner());
			ReactiveSequoiaTemplate template = rig.bean(ReactiveSequoiaTemplate.class);
			for (String owner : owners) {
				for (int i = 0; i < CALLS; i++) {
					rig.ledger().tenant(owner).seed("i" + i, owner + "-" + i);
				}
			}
			rig.ledger().script().always(Step.READ, new Fault(true, act));
			AtomicInteger own = new AtomicInteger();
			AtomicInteger others = new AtomicInteger();
			Flux.range(0, CALLS).flatMap((i) -> {
				String owner = owners.get(i % 2);
				Mono<Item> read = template.with(RequestOptions.builder().owner(owner).build())
					.read(Ref.of(owner, "i" + i), Item.class);
				return read.doOnNext((item) -> (item.nonce().equals(owner + "-" + i) ? own : others).incrementAndGet());
			}, 32).blockLast();
			rig.assertConnectionsAreGivenBack();
			assertThat(others).as("answers of other calls").hasValue(0);
			assertThat(own).hasValue(CALLS);
			return own + " right answers, " + others + " answers of other calls";
		}
	}

}
