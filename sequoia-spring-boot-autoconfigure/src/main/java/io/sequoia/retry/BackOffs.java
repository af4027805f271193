package io.sequoia.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.sequoia.retry.RetrySettings.Jitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.ExponentialBackOffPolicy;
import org.springframework.retry.backoff.FixedBackOffPolicy;
import org.springframework.retry.backoff.SleepingBackOffPolicy;

/**
 * The waits of one call. It asks a {@link BackOffPolicy} for the duration instead of
 * letting it sleep.
 */
final class BackOffs {

	private final BackOffPolicy policy;

	private final boolean blocking;

	private final @Nullable BackOffContext context;

	private long asked;

	private BackOffs(BackOffPolicy policy, RetryContext context) {
		BackOffPolicy telling = (policy instanceof SleepingBackOffPolicy<?> sleeping)
				? sleeping.withSleeper((millis) -> this.asked += millis) : null;
		// a subclass that does not override the copy would come back as its parent
		this.blocking = telling == null || telling.getClass() != policy.getClass();
		this.policy = (this.blocking || telling == null) ? policy : telling;
		this.context = this.policy.start(context);
	}

	/**
	 * Begin the waits of a call.
	 * @param policy determines their duration
	 * @param context the call's context
	 * @return the waits
	 */
	static BackOffs start(BackOffPolicy policy, RetryContext context) {
		return new BackOffs(policy, context);
	}

	/**
	 * Create the policy for settings.
	 * @param settings the settings
	 * @param random the source of jitter
	 * @return the policy
	 */
	static BackOffPolicy policy(RetrySettings settings, RandomGenerator random) {
		SleepingBackOffPolicy<?> policy = strategy(settings);
		return (settings.jitter() == Jitter.FULL) ? new JitteredBackOffPolicy(policy, random) : policy;
	}

	private static SleepingBackOffPolicy<?> strategy(RetrySettings settings) {
		long interval = Math.max(1, settings.interval().toMillis());
		long maxInterval = Math.max(1, settings.maxInterval().toMillis());
		switch (settings.strategy()) {
			case CONSTANT -> {
				FixedBackOffPolicy constant = new FixedBackOffPolicy();
				constant.setBackOffPeriod(interval);
				return constant;
			}
			case FIBONACCI -> {
				return new FibonacciBackOffPolicy(interval, maxInterval);
			}
			default -> {
				ExponentialBackOffPolicy exponential = new ExponentialBackOffPolicy();
				exponential.setInitialInterval(interval);
				exponential.setMultiplier(settings.multiplier());
				exponential.setMaxInterval(maxInterval);
				return exponential;
			}
		}
	}

	/**
	 * Return the next wait.
	 * @return the remaining time; zero after a policy that can only block, which has
	 * blocked a thread for that purpose
	 */
	Mono<Duration> next() {
		if (!this.blocking) {
			return Mono.fromSupplier(() -> {
				this.asked = 0;
				this.policy.backOff(this.context);
				return Duration.ofMillis(this.asked);
			});
		}
		return Mono.fromSupplier(() -> {
			this.policy.backOff(this.context);
			return Duration.ZERO;
		}).subscribeOn(Schedulers.boundedElastic());
	}

}
