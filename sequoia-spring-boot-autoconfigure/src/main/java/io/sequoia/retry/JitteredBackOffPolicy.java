package io.sequoia.retry;

import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.retry.backoff.SleepingBackOffPolicy;
import org.springframework.retry.backoff.ThreadWaitSleeper;

/**
 * Full jitter for another policy: waits a random time between zero and the wait of that
 * policy. Spring Retry's random policies never wait less than their interval.
 */
final class JitteredBackOffPolicy implements SleepingBackOffPolicy<JitteredBackOffPolicy> {

	private final SleepingBackOffPolicy<?> policy;

	private final SleepingBackOffPolicy<?> jittered;

	private final RandomGenerator random;

	JitteredBackOffPolicy(SleepingBackOffPolicy<?> policy, RandomGenerator random) {
		this(policy, random, new ThreadWaitSleeper());
	}

	private JitteredBackOffPolicy(SleepingBackOffPolicy<?> policy, RandomGenerator random, Sleeper sleeper) {
		this.policy = policy;
		this.random = random;
		this.jittered = policy.withSleeper((longest) -> sleeper.sleep(random.nextLong(longest + 1)));
	}

	@Override
	public JitteredBackOffPolicy withSleeper(Sleeper sleeper) {
		return new JitteredBackOffPolicy(this.policy, this.random, sleeper);
	}

	@Override
	public BackOffContext start(@Nullable RetryContext context) {
		return this.jittered.start(context);
	}

	@Override
	public void backOff(@Nullable BackOffContext context) {
		this.jittered.backOff(context);
	}

}
