package io.sequoia.rig;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are cancelled around the moment of the answer, in several ways. Connections,
 * buffers, sockets and errors that reach nobody are counted. The number of calls is set
 * by {@code -Dsequoia.given-up.calls=100000}.
 */
final class GivenUpCalls {

	private static final int SHORT = 2000;

	private static final int CALLS = Integer.getInteger("sequoia.given-up.calls", SHORT);

	private static final int CALLERS = 6;

	private static final String ADDRESS = "sequoia://metadata/data/items/rig:i1?owner=rig";

	private static final Ref REF = Ref.of("rig", "i1");

	private final AtomicInteger lost = new AtomicInteger();

	private final AtomicInteger dropped = new AtomicInteger();

	private GivenUpCalls() {
	}

	static Scenario scenario() {
		return new Scenario(Kind.CANCELLED_AT_ANSWER,
				String.format(Locale.ROOT, "%,d calls cancelled around the moment of the answer", CALLS),
				() -> new GivenUpCalls().counted());
	}

	/** Tell whether the number of calls is that on the page. */
	static boolean areAsOnThePage() {
		return CALLS == SHORT;
	}

	private String counted() throws InterruptedException {
		ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
		findLost(); // buffers that other tests have lost
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ByteBufUtil.setLeakListener((type, records) -> this.lost.incrementAndGet());
		Hooks.onErrorDropped((error) -> this.dropped.incrementAndGet());
		try {
			for (int connections : List.of(8, 64)) {
				run(true, connections);
				run(false, connections);
			}
			findLost();
		}
		finally {
			Hooks.resetOnErrorDropped();
			ResourceLeakDetector.setLevel(before);
		}
		assertThat(this.lost).as("buffers that are lost").hasValue(0);
		assertThat(this.dropped).as("errors that no caller gets").hasValue(0);
		return "0 connections in use, 0 buffers lost, 0 sockets, 0 dropped errors";
	}

	/**
	 * Find lost buffers: they are reported when others are taken after a garbage
	 * collection.
	 */
	private static void findLost() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			ReferenceQueue<Object> collected = new ReferenceQueue<>();
			WeakReference<Object> garbage = new WeakReference<>(new Object(), collected);
			System.gc();
			assertThat(collected.remove(10_000)).as("what the collector found").isSameAs(garbage);
			IntStream.range(0, 100).forEach((number) -> ByteBufAllocator.DEFAULT.buffer(256).release());
		}
	}

	private void run(boolean kept, int connections) {
		try (Rig rig = new Rig("sequoia.http.pool.max-connections=" + connections, "sequoia.retry.max-attempts=1")) {
			IntStream.range(0, 12).forEach((i) -> rig.ledger().tenant("rig").seed("i" + i, "n" + i));
			rig.blocking().read(REF);
			Stream.of(Step.READ, Step.BROWSE, Step.STORE)
				.forEach((step) -> rig.ledger().script().always(step, soon(kept)));
			AtomicInteger next = new AtomicInteger();
			CompletableFuture<?>[] callers = IntStream.range(0, CALLERS)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> call(rig, next), (work) -> new Thread(work).start()))
				.toArray(CompletableFuture[]::new);
			CompletableFuture.allOf(callers).join();
			rig.assertConnectionsAreGivenBack();
			rig.ledger().script().clear();
			assertThat(rig.blocking().read(REF).nonce()).isEqualTo("n1");
			rig.assertConnectionsAreGivenBack();
			rig.closeApplication();
			Rig.eventually("sockets are closed", () -> Stream.of(Step.READ, Step.TOKEN, Step.REGISTRY)
				.allMatch((step) -> rig.ledger().door(step).connections() == 0));
		}
	}

	/** Create an answer of 22 KB, at a random time within 1.5 ms. */
	private static Fault soon(boolean kept) {
		return new Fault(true, (connection, right) -> {
			byte[] body = (new String(right.body(), StandardCharsets.UTF_8) + " ".repeat(22_000))
				.getBytes(StandardCharsets.UTF_8);
			Answer large = new Answer(right.status(), right.headers(), body);
			spin(ThreadLocalRandom.current().nextInt(1_500_000), new CompletableFuture<>());
			connection.send(kept ? large : large.with("Connection", "close"));
			if (!kept) {
				connection.close();
			}
		});
	}

	private static void call(Rig rig, AtomicInteger next) {
		int number = next.getAndIncrement();
		while (number < CALLS / 4) {
			try {
				giveUp(rig, number);
			}
			catch (RuntimeException ex) {
				// interrupted at the end of the wait, as intended
			}
			number = next.getAndIncrement();
		}
	}

	private static void giveUp(Rig rig, int number) {
		Duration soon = Duration.ofNanos(ThreadLocalRandom.current().nextInt(100_000, 3_000_000));
		SequoiaTemplate blocking = rig.bean(SequoiaTemplate.class);
		ReactiveSequoiaTemplate reactive = rig.bean(ReactiveSequoiaTemplate.class);
		WebClient web = rig.webClient();
		switch (number % 9) {
			case 0 -> blocking.with(RequestOptions.builder().timeout(soon).build()).read(REF, Item.class);
			case 1 -> dispose(reactive.read(REF, Item.class), soon);
			case 2 -> reactive.browse(Criteria.all(), Item.class).flux().take(2).blockLast();
			case 3 -> reactive.read(REF, Item.class).timeout(soon).block();
			case 4 -> {
				try (Stream<Item> items = blocking.browse(Criteria.all(), Item.class).stream()) {
					items.findFirst();
				}
			}
			case 5 -> web.get().uri(ADDRESS).retrieve().bodyToMono(String.class).timeout(soon).block();
			case 6 -> dispose(web.get().uri(ADDRESS).exchangeToMono((answer) -> answer.bodyToMono(byte[].class)), soon);
			case 7 -> dispose(reactive.store(Item.of("s" + number % 5, "n")), soon);
			default -> web.get().uri(ADDRESS).retrieve().bodyToFlux(DataBuffer.class).take(1).blockLast();
		}
	}

	private static void dispose(Mono<?> call, Duration soon) {
		CompletableFuture<Object> ended = new CompletableFuture<>();
		Disposable running = call.subscribe(ended::complete, ended::completeExceptionally);
		spin(soon.toNanos(), ended);
		running.dispose();
	}

	private static void spin(long nanos, CompletableFuture<?> ended) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() - end < 0 && !ended.isDone()) {
			Thread.onSpinWait();
		}
	}

}
