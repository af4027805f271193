package io.sequoia.retry;

import java.util.random.RandomGenerator;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Waits a random time between zero and the wait of another back-off, equally distributed.
 *
 * @param backOff the other back-off
 * @param random the source of jitter
 */
record FullJitterBackOff(BackOff backOff, RandomGenerator random) implements BackOff {

	@Override
	public BackOffExecution start() {
		BackOffExecution longest = this.backOff.start();
		return () -> {
			long most = longest.nextBackOff();
			return (most != BackOffExecution.STOP) ? this.random.nextLong(most + 1) : most;
		};
	}

}
