package io.sequoia.rig;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.query.Criteria;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that are made to cost their reader time or memory.
 */
final class CostScenarios {

	private static final int MAX_EMPTY_PAGES = 100;

	private CostScenarios() {
	}

	static List<Scenario> all() {
		return List.of(
				new Scenario(Kind.ENDLESS_PAGES, "a browse gets empty pages, each with a new link",
						CostScenarios::endless),
				new Scenario(Kind.ENDLESS_PAGES, "the same with 20 ms for each page, and a time-out of 500 ms",
						CostScenarios::endlessInTime),
				descriptor("65,536 field names with the same hash", collidingNames()),
				descriptor("100,000 invalid patterns", oddPatterns()));
	}

	private static String endless() {
		try (Rig rig = new Rig()) {
			answerEmptyPages(rig, Duration.ZERO);
			for (Face face : rig.faces()) {
				int before = rig.ledger().tenant("rig").count(Step.BROWSE);

				assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(face::browse)
					.withMessageContaining("sequoia.pagination.max-empty-pages")
					.satisfies((failure) -> assertThat(failure.position()).isNotNull());

				// pages are fetched ahead
				assertThat(rig.ledger().tenant("rig").count(Step.BROWSE) - before).isBetween(MAX_EMPTY_PAGES,
						MAX_EMPTY_PAGES + 10);
			}
		}
		return "fails at the limit; the exception has the position to continue from";
	}

	private static String endlessInTime() {
		try (Rig rig = new Rig("sequoia.pagination.max-empty-pages=1000000")) {
			answerEmptyPages(rig, Duration.ofMillis(20));
			ReactiveSequoiaOperations template = rig.bean(ReactiveSequoiaTemplate.class)
				.with(RequestOptions.builder().timeout(Duration.ofMillis(500)).build());
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> template.browse(Criteria.all(), Item.class).first().block());
		}
		return "ends with the time-out";
	}

	private static void answerEmptyPages(Rig rig, Duration delay) {
		AtomicInteger pages = new AtomicInteger();
		rig.ledger().script().always(Step.BROWSE, new Fault(false, (connection, right) -> {
			LockSupport.parkNanos(delay.toNanos());
			connection.send(Answer.json("{\"meta\":{\"continue\":\"/data/items?owner=rig&continue=x"
					+ pages.incrementAndGet() + "\"},\"items\":[]}"));
		}));
	}

	/** Read from another tenant while the descriptor of the first one is read. */
	private static Scenario descriptor(String what, String descriptor) {
		return new Scenario(Kind.COSTLY_DESCRIPTOR, "a descriptor has " + what, () -> {
			try (Rig rig = new Rig("sequoia.http.max-response-size=32MB", "sequoia.retry.max-time=2m")) {
				Ref warm = seeded(rig);
				Ref slow = seeded(rig);
				read(rig, warm).block();
				rig.ledger().script().always(Step.DESCRIPTOR, Fault.instead(Answer.json(descriptor)));

				Mono<Item> first = read(rig, slow).cache();
				AtomicInteger meanwhile = new AtomicInteger();
				read(rig, warm).doOnNext((item) -> meanwhile.incrementAndGet())
					.repeat()
					.takeUntilOther(first)
					.blockLast();

				assertThat(first.block()).extracting(Item::nonce).isEqualTo(slow.owner());
				assertThat(meanwhile).as("reads by another tenant").hasPositiveValue();
			}
			return "the call succeeds, and meanwhile calls for another tenant succeed too";
		});
	}

	private static Ref seeded(Rig rig) {
		String owner = Rig.newOwner();
		rig.ledger().tenant(owner).seed("a", owner);
		return Ref.of(owner, "a");
	}

	private static Mono<Item> read(Rig rig, Ref ref) {
		return rig.bean(ReactiveSequoiaTemplate.class)
			.with(RequestOptions.builder().owner(ref.owner()).build())
			.read(ref, Item.class);
	}

	/**
	 * Names that share one hash, as each pair of letters has the same hash and so has
	 * every combination.
	 */
	private static String collidingNames() {
		return fields(IntStream.range(0, 1 << 16)
			.mapToObj((i) -> "\"" + IntStream.range(0, 16)
				.mapToObj((bit) -> ((i >> bit & 1) == 0) ? "Aa" : "BB")
				.collect(Collectors.joining()) + "\":{}")
			.collect(Collectors.joining(",")));
	}

	private static String oddPatterns() {
		return fields(IntStream.range(0, 100_000)
			.mapToObj((i) -> "\"f" + i + "\":{\"typeInfo\":{\"pattern\":\"(?<odd>" + i + "\"}}")
			.collect(Collectors.joining(",")));
	}

	private static String fields(String fields) {
		return "{\"resourcefuls\":{\"items\":{\"path\":\"/data\",\"pluralName\":\"items\",\"fields\":{" + fields
				+ "}}}}";
	}

}
