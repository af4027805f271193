package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.sequoia.RateLimitedException;
import io.sequoia.ServiceUnavailableException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.disabled;
import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time for which a service asks to send no request, and the calls that wait for it.
 */
class RetryAfterPauseTests {

	private final RetryFixture fixture = new RetryFixture();

	private final RetryExecutor executor = this.fixture.executor();

	private final List<Long> sent = new ArrayList<>();

	private Object outcome = unavailable(Duration.ofSeconds(10));

	private final Mono<Object> attempt = Mono.defer(() -> {
		this.sent.add(this.fixture.time.now(TimeUnit.MILLISECONDS));
		return (this.outcome instanceof Throwable error) ? Mono.error(error) : Mono.just(this.outcome);
	});

	@Test
	void waitsAfter503AsLongAsTheServerAsks() {
		RetryFixture run = this.fixture.run(read(settings()), unavailable(Duration.ofSeconds(2)), "answer");
		assertThat(run.answer).isEqualTo("answer");
		assertThat(run.waits()).containsExactly(2000L);
	}

	@Test
	void allCallsOfTheServiceWaitForWhatOneOfThemWasTold() {
		List<Object> answers = new ArrayList<>();
		this.executor.execute(read(settings()), this.attempt).subscribe(answers::add);
		pass(Duration.ofSeconds(4));
		for (int i = 0; i < 20; i++) {
			this.executor.execute(read(settings()), this.attempt).subscribe(answers::add);
		}
		this.outcome = "answer";
		pass(Duration.ofSeconds(6).minusMillis(1));
		assertThat(this.sent).as("requests within the time").containsExactly(0L);
		pass(Duration.ofMillis(1));
		assertThat(this.sent).hasSize(22).endsWith(10_000L);
		assertThat(answers).hasSize(21).containsOnly("answer");
	}

	@Test
	void callsOfAnotherServiceDoNotWait() {
		this.executor.execute(read(settings()), this.attempt).subscribe();
		RetryCall<Object> other = RetryFixture.browse("workflow", settings());
		this.outcome = "answer";
		assertThat(this.executor.execute(other, this.attempt).block()).isEqualTo("answer");
		assertThat(this.sent).containsExactly(0L, 0L);
	}

	@Test
	void aCallWhoseTimeEndsBeforeFailsAtOnceAndSaysSo() {
		this.executor.execute(read(settings()), this.attempt).subscribe();
		pass(Duration.ofSeconds(4));
		List<Throwable> failures = new ArrayList<>();
		this.executor.execute(read(settings().withMaxTime(Duration.ofSeconds(6))), this.attempt)
			.subscribe(null, failures::add);
		assertThat(this.sent).hasSize(1);
		assertThat(failures).singleElement().isInstanceOfSatisfying(ServiceUnavailableException.class, (failure) -> {
			assertThat(failure.retryAfter()).hasSeconds(6);
			assertThat(failure.unsent()).isTrue();
			assertThat(failure.status()).isEqualTo(503);
			assertThat(failure).hasMessageContaining("answer to an earlier call").hasMessageContaining("another 6 s");
			assertThat(failure.getSuppressed()[0]).hasMessageContaining("asks to wait 6 s (Retry-After), longer than");
		});
	}

	@Test
	void aShared429IsToldAsSuch() {
		this.outcome = rateLimited(Duration.ofSeconds(10));
		this.executor.execute(read(settings()), this.attempt).subscribe();
		pass(Duration.ofSeconds(4));
		List<Throwable> failures = new ArrayList<>();
		this.executor.execute(shared(), this.attempt).subscribe(null, failures::add);
		assertThat(this.sent).hasSize(1);
		assertThat(failures).singleElement()
			.isInstanceOfSatisfying(RateLimitedException.class,
					(failure) -> assertThat(failure.retryAfter()).hasSeconds(6));
	}

	@Test
	void aSharedCallLeavesTheWaitingToThoseWhoWaitForIt() {
		RetryFixture run = new RetryFixture().run(shared(), unavailable(Duration.ofSeconds(10)));
		assertThat(run.attempts()).isOne();
		assertThat(run.failure).isInstanceOf(ServiceUnavailableException.class);
		assertThat(run.failure.getSuppressed()[0]).hasMessageContaining("asks to wait 10 s");
	}

	@Test
	void isSharedForFiveMinutesAtMost() {
		this.outcome = unavailable(Duration.ofMinutes(5).plusMillis(1));
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			this.executor.execute(read(settings()), this.attempt).subscribe(null, failures::add);
		}
		assertThat(this.sent).as("the second call is sent too").hasSize(2);
		assertThat(failures).hasSize(2);
	}

	@Test
	void callsThatAreNotRetriedDoNotWait() {
		this.executor.execute(read(settings()), this.attempt).subscribe();
		this.executor.execute(read(disabled()), this.attempt).subscribe(null, (error) -> {
		});
		assertThat(this.sent).containsExactly(0L, 0L);
	}

	private static RetryCall<Object> shared() {
		return RetryFixture.shared(settings());
	}

	private static ServiceUnavailableException unavailable(Duration retryAfter) {
		return new ServiceUnavailableException("browse failed: 503", DETAILS.withStatus(503), false, retryAfter, null);
	}

	private void pass(Duration time) {
		this.fixture.time.advanceTimeBy(time);
	}

}
