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
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SharedFetchTests {

	private final SharedFetch<String> shared = new SharedFetch<>(System::nanoTime);

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
		SharedFetch<String> patient = new SharedFetch<>(now::get);
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
	void doesNotHoldCallersForAnAnswerThatNeverEnds() {
		StepVerifier.withVirtualTime(() -> this.shared.join(() -> null, this.fetch))
			.thenAwait(Duration.ofSeconds(60))
			.verifyError(RequestTimeoutException.class);
		this.server.tryEmitValue("token");
		assertThat(this.shared.join(() -> null, this.fetch).block()).isEqualTo("token");
		assertThat(this.fetches).hasValue(2);
	}

}
