package io.sequoia.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.query.Criteria;
import io.sequoia.rig.Book.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls whose callers do not wait for their end.
 */
final class EndScenarios {

	private static final int ROUNDS = 300;

	private EndScenarios() {
	}

	static List<Scenario> all() {
		return List.of(
				new Scenario(Kind.CANCELLED_CALL, "300 calls, each cancelled at a random" + " point",
						EndScenarios::cancelled),
				new Scenario(Kind.CANCELLED_CALL, "the caller that fetches the token for others is cancelled",
						EndScenarios::leader),
				new Scenario(Kind.CANCELLED_CALL, "the thread of a blocking call is" + " interrupted",
						EndScenarios::interrupted),
				new Scenario(Kind.CANCELLED_CALL, "the application closes while calls run", EndScenarios::closed));
	}

	private static String cancelled() {
		try (Rig rig = new Rig()) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.seed("a", "a");
			rig.faces().forEach((face) -> face.read(Ref.of("rig", "a")));
			for (Step step : List.of(Step.READ, Step.BROWSE, Step.STORE)) {
				rig.ledger().script().always(step, Fault.late(Duration.ofMillis(1)));
			}
			Random random = new Random(Fault.SEED);
			Book book = new Book();
			AtomicInteger ended = new AtomicInteger();
			for (int i = 0; i < ROUNDS; i++) {
				cancel(rig.bean(ReactiveSequoiaTemplate.class), book, i, random.nextInt(4_000_000), ended);
			}
			rig.assertConnectionsAreGivenBack();
			assertThat(ended.get()).as("some calls ended before they were disposed").isBetween(1, ROUNDS - 1);
			rig.ledger().script().clear();
			assertThat(rig.blocking().read(Ref.of("rig", "a")).nonce()).isEqualTo("a");
			book.assertAgrees(tenant);
		}
		return "no connection stays in use, and nothing is applied twice";
	}

	private static void cancel(ReactiveSequoiaOperations template, Book book, int number, int afterNanos,
			AtomicInteger ended) {
		String nonce = "c" + number;
		Mono<?> call = switch (number % 4) {
			case 0 -> template.read(Ref.of("rig", "a"), Item.class);
			case 1 -> template.browse(Criteria.all(), Item.class).list();
			case 2 -> template.store(Item.of(nonce, nonce));
			default -> template.store(Item.of(null, nonce));
		};
		CompletableFuture<Object> answer = new CompletableFuture<>();
		Disposable running = call.subscribe(answer::complete, answer::completeExceptionally);
		long end = System.nanoTime() + afterNanos;
		while (System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
		running.dispose();
		boolean wentWell = answer.isDone() && !answer.isCompletedExceptionally();
		ended.addAndGet(wentWell ? 1 : 0);
		if (number % 4 >= 2) {
			book.note((number % 4 == 2) ? nonce : null, nonce, wentWell ? Outcome.OK : Outcome.UNKNOWN);
		}
	}

	private static String leader() {
		try (Rig rig = new Rig()) {
			String owner = Rig.newOwner();
			Tenant tenant = rig.ledger().tenant(owner);
			tenant.seed("a", "a");
			CompletableFuture<Void> go = new CompletableFuture<>();
			rig.ledger().script().always(Step.TOKEN, Fault.after(go::join));
			Mono<Item> read = rig.bean(ReactiveSequoiaTemplate.class)
				.with(RequestOptions.builder().owner(owner).build())
				.read(Ref.of(owner, "a"), Item.class);
			Disposable leader = read.subscribe();
			Rig.eventually("the token is asked for", () -> tenant.count(Step.TOKEN) == 1);
			CompletableFuture<Item> follower = read.toFuture();
			leader.dispose();
			go.complete(null);
			assertThat(follower.join().nonce()).isEqualTo("a");
			assertThat(tenant.tokensIssued()).isOne();
		}
		return "the others get the token; 1 request for a token";
	}

	private static String interrupted() {
		try (Rig rig = new Rig()) {
			Tenant tenant = rig.ledger().tenant("rig");
			tenant.seed("a", "a");
			Item known = rig.blocking().read(Ref.of("rig", "a"));
			for (Step step : List.of(Step.READ, Step.STORE, Step.UPDATE, Step.DELETE)) {
				rig.ledger().script().always(step, Fault.SILENCE);
			}
			Face face = rig.blocking();
			assertThat(interrupt(tenant, Step.READ, () -> face.read(Ref.of("rig", "a"))))
				.isInstanceOf(IllegalStateException.class);
			assertThat(interrupt(tenant, Step.STORE, () -> face.store(Item.of(null, "nameless"))))
				.isInstanceOf(OutcomeUnknownException.class);
			assertThat(interrupt(tenant, Step.UPDATE, () -> face.update(known.with("b")))).isInstanceOfSatisfying(
					OutcomeUnknownException.class,
					(unknown) -> assertThat(unknown.refs()).containsExactly(Ref.of("rig", "a")));
			assertThat(interrupt(tenant, Step.DELETE, () -> face.delete(Ref.of("rig", "a"))))
				.isInstanceOf(OutcomeUnknownException.class);
			rig.assertConnectionsAreGivenBack();
		}
		return "the call ends, with `OutcomeUnknownException` if it is a write; the connection is free";
	}

	/** Interrupt a call whose request is at the server, and return its exception. */
	private static @Nullable RuntimeException interrupt(Tenant tenant, Step step, Runnable call) {
		int before = tenant.count(step);
		CompletableFuture<RuntimeException> outcome = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				call.run();
				outcome.complete(null);
			}
			catch (RuntimeException ex) {
				outcome.complete(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		thread.start();
		Rig.eventually("the request is there", () -> tenant.count(step) > before);
		thread.interrupt();
		return outcome.join();
	}

	private static String closed() {
		Set<Long> before = threads();
		try (Rig rig = new Rig()) {
			Tenant tenant = rig.ledger().tenant("rig");
			rig.blocking().store(Item.of("a", "a"));
			rig.ledger().script().always(Step.STORE, Fault.late(Duration.ofMillis(20)));
			Book book = new Book();
			List<CompletableFuture<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				String nonce = "n" + i;
				Face face = rig.faces().get(i % 2);
				calls.add(CompletableFuture.runAsync(
						() -> book.write(nonce, nonce, () -> face.store(Item.of(nonce, nonce))),
						(work) -> new Thread(work).start()));
			}
			Rig.eventually("calls run", () -> tenant.count(Step.STORE) > 8);
			rig.closeApplication();
			calls.forEach(CompletableFuture::join);
			assertThat(book.submitted()).isEqualTo(calls.size());
			book.assertAgrees(tenant);
			Rig.eventually("connections have ended", () -> rig.ledger().door(Step.STORE).connections() == 0);
			Rig.eventually("threads have ended", () -> before.containsAll(threads()));
		}
		return "all calls end, and no thread and no connection remains";
	}

	private static Set<Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().contains("sequoia-http"))
			.map(Thread::getId)
			.collect(Collectors.toSet());
	}

}
