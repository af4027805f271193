package io.sequoia.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.contract.Proves;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.sequoia.retry.RetryFixture.disabled;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.reading;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts, time and answers that are not accepted (docs/protocol.md, section 10).
 */
class RetryLimitTests {

	@Test
	@Proves("10 attempts")
	void attemptsEndInTheLastFailureWithNote() {
		Throwable last = unavailable(500);

		RetryFixture run = new RetryFixture().run(read(settings().withMaxAttempts(3)), unavailable(503),
				unavailable(502), last, "too late");

		assertThat(run.failure).isSameAs(last);
		assertThat(run.failure.getSuppressed()).singleElement()
			.extracting(Throwable::getMessage)
			.isEqualTo("Gave up after attempt 3 of browse of metadata/contents, 200 ms after its start: "
					+ "sequoia.retry.max-attempts is 3");
	}

	@Test
	void failureSharedByCallersCarriesOneNote() {
		Throwable shared = unavailable(503);
		for (int i = 0; i < 5; i++) {
			new RetryFixture().run(read(settings()), shared);
		}

		assertThat(shared.getSuppressed()).hasSize(1);
	}

	@Test
	void oneAttemptMeansNoRetry() {
		RetryFixture run = new RetryFixture().run(read(settings().withMaxAttempts(1)), unavailable(503), "answer");

		assertThat(run.attempts()).isOne();
		assertThat(run.failure).isNotNull();
	}

	@Test
	@Proves("10 time")
	void attemptRunningWhenTimeEndsIsCancelled() {
		Throwable first = unavailable(503);
		RetryFixture run = new RetryFixture();
		long[] cancelledAt = new long[1];
		Mono<Object> hanging = Mono.never().doOnCancel(() -> cancelledAt[0] = run.time.now(TimeUnit.MILLISECONDS));

		run.run(read(settings().withMaxTime(Duration.ofSeconds(5))), first, hanging);

		assertThat(cancelledAt[0]).isEqualTo(5000);
		assertThat(run.failure).isInstanceOfSatisfying(RequestTimeoutException.class, (timeout) -> {
			assertThat(timeout.getCause()).isSameAs(first);
			assertThat(timeout).hasMessageContaining("browse of metadata/contents")
				.hasMessageContaining("5000 ms")
				.hasMessageContaining("sequoia.retry.max-time")
				.hasMessageContaining("attempt 2")
				.hasMessageContaining("c-1");
			assertThat(timeout.unsent()).isFalse();
			assertThat(timeout.correlationId()).isEqualTo("c-1");
		});
	}

	@Test
	void storeThatMustNotBeRepeatedAndRunsOutOfTimeIsUnknown() {
		RetryFixture run = new RetryFixture().run(namelessStore(settings()), io(true, null), Mono.never());

		assertThat(run.failure).isInstanceOf(OutcomeUnknownException.class)
			.hasCauseInstanceOf(RequestTimeoutException.class);
	}

	@Test
	void retryAfterBeyondTheDeadlineFailsNow() {
		Throwable limited = rateLimited(Duration.ofHours(1));
		RetryFixture run = new RetryFixture();
		run.executor()
			.execute(read(settings()), run.script(limited, "answer"))
			.subscribe((value) -> run.answer = value, (error) -> run.failure = error);

		assertThat(run.failure).isSameAs(limited);
		assertThat(run.failure.getSuppressed()[0]).hasMessageContaining("wait 3600 s (Retry-After)")
			.hasMessageContaining("sequoia.retry.max-time");
	}

	@Test
	void retryAfterOfAgesDoesNotOverflow() {
		RetryFixture run = new RetryFixture().run(read(settings()), rateLimited(Duration.ofSeconds(Long.MAX_VALUE)));

		assertThat(run.failure).isInstanceOf(RateLimitedException.class);
		assertThat(run.attempts()).isOne();
	}

	@Test
	void noWaitIsBegunThatLeavesNoTimeForAnAttempt() {
		RetrySettings settings = settings().withMaxTime(Duration.ofMillis(250));
		RetryFixture run = new RetryFixture();
		run.executor()
			.execute(read(settings), run.script(unavailable(503)))
			.subscribe((value) -> run.answer = value, (error) -> run.failure = error);
		run.time.advanceTimeBy(Duration.ofMillis(200));

		assertThat(run.attempts()).isEqualTo(3);
		assertThat(run.failure).isInstanceOf(ServiceUnavailableException.class);
		assertThat(run.failure.getSuppressed()[0]).hasMessageContaining("wait of 100 ms")
			.hasMessageContaining("sequoia.retry.max-time");
	}

	@Test
	void switchedOffRetriesMakeOneAttemptAndKeepTheDeadline() {
		Throwable failure = unavailable(503);
		RetryFixture failing = new RetryFixture().run(read(disabled()), failure, "answer");
		RetryFixture hanging = new RetryFixture().run(read(disabled()), Mono.never());

		assertThat(failing.failure).isSameAs(failure);
		assertThat(failing.failure.getSuppressed()).isEmpty();
		assertThat(failing.attempts()).isOne();
		assertThat(hanging.failure).isInstanceOf(RequestTimeoutException.class);
	}

	@Test
	void answerIsRetriedUntilAccepted() {
		RetryFixture run = new RetryFixture().run(reading(settings(), "full"::equals), "empty", "empty", "full");

		assertThat(run.answer).isEqualTo("full");
		assertThat(run.attempts()).isEqualTo(3);
	}

	@Test
	@Proves("10 empty result")
	void lastAnswerIsReturnedWhenAttemptsEnd() {
		RetryFixture run = new RetryFixture().run(reading(settings().withMaxAttempts(3), "full"::equals), "a", "b", "c",
				"full");

		assertThat(run.answer).isEqualTo("c");
		assertThat(run.failure).isNull();
	}

	@Test
	void lastAnswerIsReturnedWhenTimeEndsInWaitOrAttempt() {
		RetrySettings settings = settings().withMaxTime(Duration.ofMillis(150));
		RetryFixture waiting = new RetryFixture().run(reading(settings, "full"::equals), "a", "b", "full");
		RetryFixture running = new RetryFixture().run(reading(settings, "full"::equals), "a", Mono.never());

		assertThat(waiting.answer).isEqualTo("b");
		assertThat(running.answer).isEqualTo("a");
		assertThat(running.failure).isNull();
	}

	@Test
	void onlyAnswerIsReturnedWhereRetriesAreSwitchedOff() {
		RetryFixture run = new RetryFixture().run(reading(disabled(), "full"::equals), "empty", "full");

		assertThat(run.answer).isEqualTo("empty");
		assertThat(run.attempts()).isOne();
	}

	@Test
	void failureAfterAnswersIsTheFailure() {
		Throwable last = unavailable(503);

		RetryFixture run = new RetryFixture().run(reading(settings().withMaxAttempts(2), "full"::equals), "a", last);

		assertThat(run.failure).isSameAs(last);
		assertThat(run.answer).isNull();
	}

	@Test
	void answerToCallThatMustNotBeRepeatedIsNotQuestioned() {
		RetryCall<Object> call = new RetryCall<>(RetryFixture.call(null, "post"), false, List.of(), settings(),
				(answer) -> {
					throw new IllegalStateException("questioned");
				}, UnaryOperator.identity(), false);

		RetryFixture run = new RetryFixture().run(call, "empty", "full");

		assertThat(run.answer).isEqualTo("empty");
	}

	@Test
	void emptyAnswerIsAnAnswer() {
		RetryFixture run = new RetryFixture().run(reading(settings(), (answer) -> false), Mono.empty(), "late");

		assertThat(run.ended).isTrue();
		assertThat(run.answer).isNull();
		assertThat(run.attempts()).isOne();
	}

	@Test
	void pollingForAnAnswerLeavesTheBudgetAlone() {
		RetrySettings settings = settings(Strategy.CONSTANT, Jitter.NONE, new Budget(true, 0.1)).withMaxAttempts(1000)
			.withMaxTime(Duration.ofHours(1));

		RetryFixture run = new RetryFixture().run(reading(settings, "full"::equals), "empty");

		assertThat(run.attempts()).isEqualTo(1000);
	}

}
