package io.sequoia.rig;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that fails all the time: {@code -Dsequoia.soak.duration=10m} for a longer
 * test.
 */
@Tag("long")
class SoakIntegrationTests {

	private static final Duration DURATION = DurationStyle
		.detectAndParse(System.getProperty("sequoia.soak.duration", "20s"));

	private static final Duration BETWEEN_MOVES = Duration.ofSeconds(2);

	private static final int WORKERS = 8;

	private static final int ITEMS_PER_WORKER = 20;

	private static final String OWNER = "rig";

	private final Book book = new Book();

	private final AtomicLong calls = new AtomicLong();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	@Test
	void callsGoWellThroughEverything() throws Exception {
		System.out.println("Soak of " + DURATION + ", seed " + Fault.SEED);
		try (Rig rig = new Rig("sequoia.retry.interval=100ms", "sequoia.retry.max-interval=2s",
				"sequoia.retry.max-attempts=10", "sequoia.retry.max-time=60s")) {
			Tenant tenant = rig.ledger().tenant(OWNER);
			tenant.issueTokens(Duration.ofSeconds(1), "1");
			tenant.seed("a", "a");
			makeTrouble(rig.ledger().script());
			work(rig, DURATION.dividedBy(4));
			Resources before = Resources.of(rig);
			work(rig, DURATION.multipliedBy(3).dividedBy(4));
			Resources after = Resources.of(rig);
			System.out.println(this.calls + " calls, " + this.failures.size() + " failed, " + tenant.tokensIssued()
					+ " tokens, " + rig.attempts().failed() + " failed attempts, " + before + ", then " + after);
			this.failures.forEach(System.out::println);
			this.book.assertAgrees(tenant);
			assertThat(this.failures).as("failures of what may be repeated")
				// on a busy machine an address can change again while a call tries the
				// last one
				.hasSizeLessThanOrEqualTo(Math.max(3, this.calls.intValue() / 1000));
			assertThat(tenant.tokensIssued()).as("tokens")
				.isLessThanOrEqualTo((int) (DURATION.toSeconds() * 5 / 4) + 10);
			after.assertNoMoreThan(before);
		}
	}

	/**
	 * Let a fifth of all answers be 503, and break some connections before or after the
	 * effect.
	 */
	private static void makeTrouble(Script script) {
		for (Step step : Step.values()) {
			Random random = new Random(Fault.SEED + step.ordinal());
			boolean data = step.compareTo(Step.READ) >= 0;
			IntFunction<@Nullable Fault> rule = (number) -> {
				int chance = random.nextInt(100);
				if (chance < 20) {
					return Fault.status(503);
				}
				if (chance < 22) {
					return Fault.RESET;
				}
				if (data && chance < 24) {
					return Fault.RESET.afterApplying();
				}
				return (data && chance < 25) ? Fault.TRUNCATED : null;
			};
			script.on(step, rule);
		}
	}

	private void work(Rig rig, Duration duration) throws Exception {
		long end = System.nanoTime() + duration.toNanos();
		ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
		List<Future<?>> workers = new ArrayList<>();
		for (int i = 0; i < WORKERS; i++) {
			Worker worker = new Worker(rig.faces().get(i % 2), i);
			workers.add(threads.submit(() -> worker.work(end)));
		}
		threads.shutdown();
		while (!threads.awaitTermination(BETWEEN_MOVES.toMillis(), TimeUnit.MILLISECONDS)) {
			rig.ledger().move(rig.ledger().tenant(OWNER));
		}
		for (Future<?> worker : workers) {
			worker.get();
		}
		rig.assertConnectionsAreGivenBack();
	}

	/** Calls all operations on its own items. */
	private final class Worker {

		private final Face face;

		private final int number;

		private final Random random;

		private int nonces;

		Worker(Face face, int number) {
			this.face = face;
			this.number = number;
			this.random = new Random(Fault.SEED + number);
		}

		void work(long end) {
			while (System.nanoTime() - end < 0) {
				String name = "w" + this.number + "-" + this.random.nextInt(ITEMS_PER_WORKER);
				String nonce = Thread.currentThread().getName() + "-" + this.number + "-" + ++this.nonces;
				Ref ref = Ref.of(OWNER, name);
				switch (this.random.nextInt(10)) {
					case 0 -> SoakIntegrationTests.this.book.create(nonce, () -> this.face.store(Item.of(null, nonce)));
					case 1 -> SoakIntegrationTests.this.book.delete(name, repeatable(() -> this.face.delete(ref)));
					case 2 -> attempt(repeatable(this::browse));
					case 3, 4 -> update(ref, name, nonce);
					case 5, 6, 7 -> attempt(repeatable(() -> this.face.read(Ref.of(OWNER, "a"))));
					default -> SoakIntegrationTests.this.book.write(name, nonce,
							repeatable(() -> this.face.store(Item.of(name, nonce))));
				}
			}
		}

		private void update(Ref ref, String name, String nonce) {
			String before = nonce + "-stored";
			SoakIntegrationTests.this.book.write(name, before,
					repeatable(() -> this.face.store(Item.of(name, before))));
			Item known = attempt(repeatable(() -> this.face.read(ref)));
			if (known != null) {
				SoakIntegrationTests.this.book.write(name, nonce,
						repeatable(() -> this.face.update(known.with(nonce))));
			}
		}

		private List<String> browse() {
			List<String> names = this.face.browse().stream().map(Item::name).toList();
			assertThat(names).as("each once, in order").isSorted().doesNotHaveDuplicates().contains("a");
			return names;
		}

		/** Count a call that may be repeated, and therefore must succeed. */
		private <R> Supplier<R> repeatable(Supplier<R> call) {
			return () -> {
				SoakIntegrationTests.this.calls.incrementAndGet();
				try {
					return call.get();
				}
				catch (DataAccessException ex) {
					SoakIntegrationTests.this.failures.add(ex.toString());
					throw ex;
				}
			};
		}

		private static <R> @Nullable R attempt(Supplier<R> call) {
			try {
				return call.get();
			}
			catch (DataAccessException ex) {
				return null; // counted
			}
		}

	}

	/**
	 * Resources that must not grow.
	 *
	 * @param threads the threads of the client
	 * @param files the open files of this process, including sockets
	 */
	private record Resources(long threads, long files) {

		static Resources of(Rig rig) {
			rig.ledger().door(Step.READ).hangUp();
			long threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().matches("(sequoia|parallel|boundedElastic).*"))
				.count();
			long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
					? system.getOpenFileDescriptorCount() : 0;
			return new Resources(threads, files);
		}

		void assertNoMoreThan(Resources before) {
			assertThat(this.threads).as("threads").isLessThanOrEqualTo(before.threads + 2);
			assertThat(this.files).as("open files").isLessThanOrEqualTo(before.files + 20);
		}

	}

}
