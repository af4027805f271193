package io.sequoia.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.sequoia.retry.RetrySettings.Jitter;
import reactor.core.publisher.Mono;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Takes the waits from a {@link BackOff}.
 *
 * @param backOff determines their duration
 */
record BackOffs(BackOff backOff) implements RetryWaits {

	/**
	 * Create the waits for settings.
	 * @param settings the settings
	 * @param random the source of jitter
	 * @return the waits
	 */
	static BackOffs of(RetrySettings settings, RandomGenerator random) {
		BackOff strategy = strategy(settings);
		return new BackOffs((settings.jitter() == Jitter.FULL) ? new FullJitterBackOff(strategy, random) : strategy);
	}

	private static BackOff strategy(RetrySettings settings) {
		long interval = Math.max(1, settings.interval().toMillis());
		long maxInterval = Math.max(1, settings.maxInterval().toMillis());
		return switch (settings.strategy()) {
			case CONSTANT -> new FixedBackOff(interval, FixedBackOff.UNLIMITED_ATTEMPTS);
			case FIBONACCI -> new FibonacciBackOff(interval, maxInterval);
			case EXPONENTIAL -> exponential(interval, settings.multiplier(), maxInterval);
		};
	}

	private static BackOff exponential(long interval, double multiplier, long maxInterval) {
		ExponentialBackOff exponential = new ExponentialBackOff(interval, multiplier);
		exponential.setMaxInterval(maxInterval);
		return exponential;
	}

	@Override
	public Waits start(RetryState state) {
		BackOffExecution execution = this.backOff.start();
		return () -> Mono.fromSupplier(execution::nextBackOff)
			.filter((millis) -> millis != BackOffExecution.STOP)
			.map(Duration::ofMillis);
	}

}
