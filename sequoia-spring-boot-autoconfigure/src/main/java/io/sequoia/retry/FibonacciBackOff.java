package io.sequoia.retry;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Waits the interval times 1, 1, 2, 3, 5 and so on, up to a longest wait
 * (docs/protocol.md, section 10).
 *
 * @param interval the first wait in milliseconds
 * @param maxInterval the longest wait in milliseconds
 */
record FibonacciBackOff(long interval, long maxInterval) implements BackOff {

	@Override
	public BackOffExecution start() {
		return new Execution(this.interval, this.maxInterval);
	}

	private static final class Execution implements BackOffExecution {

		private final long longest;

		private long current;

		private long following;

		Execution(long interval, long longest) {
			this.longest = longest;
			this.current = interval;
			this.following = interval;
		}

		@Override
		public synchronized long nextBackOff() {
			long delay = Math.min(this.current, this.longest);
			if (this.current < this.longest) {
				long sum = this.current + this.following;
				this.current = this.following;
				this.following = sum;
			}
			return delay;
		}

	}

}
