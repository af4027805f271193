package io.sequoia.retry;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.retry.backoff.SleepingBackOffPolicy;
import org.springframework.retry.backoff.ThreadWaitSleeper;

/**
 * Waits the interval times 1, 1, 2, 3, 5 and so on, up to a longest wait. Spring Retry
 * does not have this strategy (docs/protocol.md, section 10).
 */
final class FibonacciBackOffPolicy implements SleepingBackOffPolicy<FibonacciBackOffPolicy> {

	private final long interval;

	private final long maxInterval;

	private final Sleeper sleeper;

	FibonacciBackOffPolicy(long interval, long maxInterval) {
		this(interval, maxInterval, new ThreadWaitSleeper());
	}

	private FibonacciBackOffPolicy(long interval, long maxInterval, Sleeper sleeper) {
		this.interval = interval;
		this.maxInterval = maxInterval;
		this.sleeper = sleeper;
	}

	@Override
	public FibonacciBackOffPolicy withSleeper(Sleeper sleeper) {
		return new FibonacciBackOffPolicy(this.interval, this.maxInterval, sleeper);
	}

	@Override
	public BackOffContext start(@Nullable RetryContext context) {
		return new Position(this.interval);
	}

	@Override
	public void backOff(BackOffContext context) {
		try {
			this.sleeper.sleep(((Position) context).next(this.maxInterval));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BackOffInterruptedException("Interrupted while waiting for the next attempt", ex);
		}
	}

	private static final class Position implements BackOffContext {

		private static final long serialVersionUID = 1L;

		private long current;

		private long following;

		Position(long interval) {
			this.current = interval;
			this.following = interval;
		}

		synchronized long next(long longest) {
			long delay = Math.min(this.current, longest);
			if (this.current < longest) {
				long sum = this.current + this.following;
				this.current = this.following;
				this.following = sum;
			}
			return delay;
		}

	}

}
