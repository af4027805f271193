package io.sequoia.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SingleFlightTests {

	private static final Call CALL = new Call("identity", null, Call.TOKEN, "testmock");

	private final SingleFlight<String> shared = new SingleFlight<>(CALL, SharedRetry.NONE, System::nanoTime);

	private final Sinks.One<String> server = Sinks.one();

	private final AtomicInteger fetches = new AtomicInteger();

	private final Mono<String> fetch = Mono.defer(() -> {
		this.fetches.incrementAndGet();
		return this.server.asMono();
	});

	@Test
	void fetchesOnceForAllThatWait() {
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			this.shared.join(() -> null, this.fetch).subscribe(answers::add);
		}
		this.server.tryEmitValue("token");
		assertThat(this.fetches).hasValue(1);
		assertThat(answers).hasSize(100).containsOnly("token");
	}

	@Test
	void goesOnWhenTheCallerThatStartedItGivesUp() {
		AtomicReference<String> follower = new AtomicReference<>();
		Disposable leader = this.shared.join(() -> null, this.fetch).subscribe();
		this.shared.join(() -> null, this.fetch).subscribe(follower::set);
		leader.dispose();
		this.server.tryEmitValue("token");
		assertThat(follower).hasValue("token");
	}

	@Test
	void takesWhatAnEarlierFetchBroughtInsteadOfFetchingAgain() {
		assertThat(this.shared.join(() -> "known", this.fetch).block()).isEqualTo("known");
		assertThat(this.fetches).hasValue(0);
	}

	@Test
	void fetchesAnewAfterAFailureThatAllHaveShared() {
		AtomicInteger failures = new AtomicInteger();
		Mono<String> failing = Mono.error(new IllegalStateException("down"));
		this.shared.join(() -> null, failing).subscribe(null, (error) -> failures.incrementAndGet());
		assertThat(failures).hasValue(1);
		this.server.tryEmitValue("token");
		assertThat(this.shared.join(() -> null, this.fetch).block()).isEqualTo("token");
	}

	@Test
	void leavesAServerAloneForTheTimeThatItAskedFor() {
		AtomicLong now = new AtomicLong(Long.MAX_VALUE);
		SingleFlight<String> patient = new SingleFlight<>(CALL, SharedRetry.NONE, now::get);
		Details details = Details.of("c-1", "identity", null).withStatus(429);
		RateLimitedException limited = new RateLimitedException("429", details, Duration.ofSeconds(10), null);
		StepVerifier.create(patient.join(() -> null, Mono.error(limited)))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isSameAs(limited));
		now.addAndGet(Duration.ofSeconds(4).toNanos());
		StepVerifier.create(patient.join(() -> null, this.fetch))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOfSatisfying(RateLimitedException.class,
					(again) -> assertThat(again.retryAfter()).hasSeconds(6)));
		assertThat(this.fetches).hasValue(0);
		now.addAndGet(Duration.ofSeconds(6).toNanos());
		this.server.tryEmitValue("token");
		assertThat(patient.join(() -> null, this.fetch).block()).isEqualTo("token");
	}

	@Test
	void repeatsAFailedAttemptOnceForAllAndTellsTheFailureOfTheLastOne() {
		SingleFlight<String> repeated = new SingleFlight<>(CALL, new Repeating(3), System::nanoTime);
		AtomicInteger attempts = new AtomicInteger();
		Mono<String> failing = Mono
			.defer(() -> Mono.error(new IllegalStateException("down " + attempts.incrementAndGet())));
		List<String> told = new ArrayList<>();
		Sinks.Empty<Void> go = Sinks.empty();
		Mono<String> first = go.asMono().then(failing);
		for (int i = 0; i < 100; i++) {
			repeated.join(() -> null, (attempts.get() == 0) ? first : failing)
				.subscribe(null, (error) -> told.add(error.getMessage()));
		}
		go.tryEmitEmpty();
		assertThat(attempts).hasValue(3);
		assertThat(told).hasSize(100).containsOnly("down 3");
	}

	@Test
	void letsACallerGoWhenItsOwnAttemptsAreUsedUpWhileOthersWait() {
		Sinks.Many<String> gate = Sinks.many().multicast().directBestEffort();
		SingleFlight<String> repeated = new SingleFlight<>(CALL, new Repeating(4), System::nanoTime);
		Mono<String> failing = Mono
			.defer(() -> gate.asFlux().next().flatMap((text) -> Mono.error(new IllegalStateException(text))));
		List<String> told = new ArrayList<>();
		for (int attempts = 0; attempts < 3; attempts++) {
			int own = attempts;
			Mono<String> caller = repeated.join(() -> null, failing);
			((own == 0) ? caller : caller.contextWrite((context) -> CallContext.withSharedAttempts(context, own)))
				.subscribe(null, (error) -> told.add(own + " of its own: " + error.getMessage()));
		}
		gate.tryEmitNext("a");
		assertThat(told).containsExactly("1 of its own: gave up after 1: a");
		gate.tryEmitNext("b");
		assertThat(told).hasSize(2).endsWith("2 of its own: gave up after 2: b");
		gate.tryEmitNext("c");
		assertThat(told).as("the other callers still wait").hasSize(2);
		gate.tryEmitNext("d");
		assertThat(told).hasSize(3).endsWith("0 of its own: d");
	}

	@Test
	void countsTheAttemptsOfWhatItWaitsForItself() {
		Sinks.Many<String> gate = Sinks.many().multicast().directBestEffort();
		SingleFlight<String> inner = new SingleFlight<>(CALL, new Repeating(4), System::nanoTime);
		SingleFlight<String> outer = new SingleFlight<>(CALL, new Repeating(1), System::nanoTime);
		Mono<String> failing = Mono.defer(() -> {
			this.fetches.incrementAndGet();
			return gate.asFlux().next().flatMap((text) -> Mono.error(new IllegalStateException(text)));
		});
		List<String> told = new ArrayList<>();
		outer.join(() -> null, inner.join(() -> null, failing))
			.contextWrite((context) -> CallContext.withSharedAttempts(context, 2))
			.subscribe(null, (error) -> told.add(error.getMessage()));
		gate.tryEmitNext("a");
		assertThat(told).isEmpty();
		gate.tryEmitNext("b");
		assertThat(told).containsExactly("gave up after 2: b");
		gate.tryEmitNext("c");
		assertThat(this.fetches).as("no caller waits any more").hasValueLessThanOrEqualTo(3);
	}

	@Test
	void beginsAnewForACallerThatWasJustToldOfTheFailure() {
		List<String> told = new ArrayList<>();
		Sinks.One<String> failing = Sinks.one();
		this.server.tryEmitValue("token");
		this.shared.join(() -> null, failing.asMono())
			.contextWrite((context) -> CallContext.withSharedAttempts(context, 1))
			.onErrorResume((failure) -> this.shared.join(() -> null, this.fetch))
			.subscribe(told::add, (failure) -> told.add(String.valueOf(failure.getMessage())));
		failing.tryEmitError(new IllegalStateException("down"));
		assertThat(told).containsExactly("token");
	}

	@Test
	void dropsNoFailureOfAFetchThatNobodyWaitsForAnyMore() {
		List<Throwable> dropped = new ArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			Sinks.Empty<String> gate = Sinks.empty();
			AtomicReference<Throwable> told = new AtomicReference<>();
			this.shared.join(() -> null, gate.asMono())
				.contextWrite((context) -> CallContext.withSharedAttempts(context, 1))
				.subscribe(null, told::set);
			gate.tryEmitError(new IllegalStateException("down"));
			assertThat(told.get()).hasMessage("down");
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).isEmpty();
	}

	@Test
	void makesNoFurtherAttemptForNobody() {
		Sinks.Many<String> gate = Sinks.many().multicast().directBestEffort();
		SingleFlight<String> repeated = new SingleFlight<>(CALL, new Repeating(4), System::nanoTime);
		Mono<String> failing = Mono.defer(() -> {
			this.fetches.incrementAndGet();
			return gate.asFlux().next().flatMap((text) -> Mono.error(new IllegalStateException(text)));
		});
		Disposable leader = repeated.join(() -> null, failing).subscribe();
		Disposable follower = repeated.join(() -> null, failing).subscribe();
		leader.dispose();
		gate.tryEmitNext("a");
		assertThat(this.fetches).as("the second caller still waits").hasValue(2);
		follower.dispose();
		gate.tryEmitNext("b");
		assertThat(this.fetches).as("no caller waits any more").hasValue(2);
		this.server.tryEmitValue("token");
		assertThat(repeated.join(() -> null, this.fetch).block()).as("the next begins anew").isEqualTo("token");
	}

	@Test
	void doesNotHoldCallersForAnAnswerThatNeverEnds() {
		StepVerifier.withVirtualTime(() -> this.shared.join(() -> null, this.fetch))
			.thenAwait(Duration.ofSeconds(60))
			.verifyError(RequestTimeoutException.class);
		this.server.tryEmitValue("token");
		assertThat(this.shared.join(() -> null, this.fetch).block()).isEqualTo("token");
		assertThat(this.fetches).hasValue(2);
	}

	/** Makes some attempts, one after the other. */
	private record Repeating(int attempts) implements SharedRetry {

		@Override
		public <T> Mono<T> repeat(Call call, int wanted, Mono<T> attempt) {
			return attempt.retry(this.attempts - 1);
		}

		@Override
		public Throwable gaveUp(Call call, int attempts, Throwable failure) {
			return new IllegalStateException("gave up after " + attempts + ": " + failure.getMessage(), failure);
		}

	}

}
