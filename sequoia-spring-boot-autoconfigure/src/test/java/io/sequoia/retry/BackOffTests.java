package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.sequoia.contract.Proves;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import org.junit.jupiter.api.Test;

import org.springframework.util.backoff.BackOffExecution;

import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

class BackOffTests {

	private static final Budget NO_BUDGET = new Budget(false, 0);

	@Test
	@Proves("10 strategies")
	void constantStrategyWaitsTheIntervalEachTime() {
		assertThat(waits(Strategy.CONSTANT)).containsOnly(100L).hasSize(9);
	}

	@Test
	@Proves({ "10 strategies", "P attempts without a wait" })
	void exponentialStrategyMultipliesUpToTheLongest() {
		assertThat(waits(Strategy.EXPONENTIAL)).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L,
				10_000L);
	}

	@Test
	@Proves("10 strategies")
	void fibonacciStrategyAddsUpToTheLongestAndStaysThere() {
		RetrySettings settings = settings(Strategy.FIBONACCI, Jitter.NONE, NO_BUDGET).withMaxAttempts(120)
			.withMaxTime(Duration.ofHours(1));

		List<Long> waits = new RetryFixture().run(read(settings), unavailable(503)).waits();

		assertThat(waits.subList(0, 11)).containsExactly(100L, 100L, 200L, 300L, 500L, 800L, 1300L, 2100L, 3400L, 5500L,
				8900L);
		assertThat(waits.subList(11, 119)).containsOnly(10_000L);
	}

	@Test
	@Proves("10 jitter")
	void fullJitterFillsZeroToTheDelay() {
		List<Long> firsts = new ArrayList<>();
		List<Long> fifths = new ArrayList<>();
		Random random = new Random(RetryFixture.SEED);
		for (int i = 0; i < 5_000; i++) {
			BackOffExecution waits = BackOffs.of(RetrySettings.defaults(), random).backOff().start();
			List<Long> slept = new ArrayList<>();
			for (int n = 0; n < 5; n++) {
				slept.add(waits.nextBackOff());
			}
			firsts.add(slept.get(0));
			fifths.add(slept.get(4));
		}

		assertThat(firsts).allMatch((wait) -> wait >= 0 && wait <= 100).contains(0L, 100L);
		assertThat(fifths).allMatch((wait) -> wait >= 0 && wait <= 1600);
		assertThat(firsts.stream().mapToLong(Long::longValue).average().orElseThrow()).isBetween(47.0, 53.0);
		assertThat(fifths.stream().mapToLong(Long::longValue).average().orElseThrow()).isBetween(770.0, 830.0);
	}

	@Test
	@Proves("P 429 not retried")
	void retryAfterIsNeverUndercut() {
		RetrySettings settings = settings(Strategy.EXPONENTIAL, Jitter.FULL, NO_BUDGET);

		RetryFixture run = new RetryFixture().run(read(settings), rateLimited(Duration.ofSeconds(2)),
				rateLimited(Duration.ofSeconds(1)), "answer");

		assertThat(run.answer).isEqualTo("answer");
		assertThat(run.waits().get(0)).isBetween(2000L, 2100L);
		assertThat(run.waits().get(1)).isBetween(1000L, 1100L);
	}

	@Test
	void callersToldTheSameRetryAfterComeBackSpread() {
		RetrySettings settings = settings(Strategy.EXPONENTIAL, Jitter.FULL, NO_BUDGET);
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			RetryFixture run = new RetryFixture();
			Random random = new Random(i);
			waits.addAll(run.run(new RetryExecutor(RetryExtensions.NONE, RetryMetrics.NONE, run.time, random),
					read(settings), rateLimited(Duration.ofSeconds(2)), "answer")
				.waits());
		}

		assertThat(waits).allMatch((wait) -> wait >= 2000 && wait <= 2100);
		assertThat(waits.stream().distinct().count()).isGreaterThan(20);
	}

	@Test
	void ownWaitHoldsWhereTheServerAsksForLess() {
		RetryFixture run = new RetryFixture().run(read(settings()), rateLimited(Duration.ofMillis(20)), "answer");

		assertThat(run.waits()).containsExactly(100L);
	}

	@Test
	void pastOrMissingRetryAfterLeavesTheOwnWait() {
		RetryFixture run = new RetryFixture().run(read(settings()), rateLimited(Duration.ofSeconds(-5)),
				rateLimited(null), "answer");

		assertThat(run.waits()).containsExactly(100L, 100L);
	}

	private static List<Long> waits(Strategy strategy) {
		return new RetryFixture().run(read(settings(strategy, Jitter.NONE, NO_BUDGET)), unavailable(503)).waits();
	}

}
