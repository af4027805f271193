package io.sequoia.retry;

import java.time.Duration;

/**
 * The retry budget of one service (RELIABILITY 1, row 6): a token bucket to which each
 * call adds a fraction of a token and from which each retry takes one. Thread-safe.
 * <p>
 * The bucket starts full, so that single calls can use all of their attempts; its
 * {@value #CAPACITY} tokens are as many attempts as one call may have, and more than the
 * connections of a pool (64) that a restarting server resets at once. These tokens are an
 * advance on the calls to come: the first calls pay it back before others earn. So over
 * any run of calls the retries are at most the larger of {@value #CAPACITY} and
 * {@code ratio} times the calls: an outage costs the server at most 1.1 times the calls
 * from the thousandth call on.
 * <p>
 * A minute in which nobody asked for a retry ends a run and fills the bucket: without
 * that, a service that is called seldom would not be retried again for hours after an
 * outage. During an outage somebody asks all the time, so nothing is filled.
 */
final class RetryBudget {

	static final int CAPACITY = 100;

	static final Duration QUIET = Duration.ofMinutes(1);

	// in thousandths, as sums of fractions would lose some
	private static final long TOKEN = 1000;

	private long tokens = CAPACITY * TOKEN;

	private long advance = CAPACITY * TOKEN;

	private long lastAsked;

	/**
	 * A call begins.
	 * @param ratio the tokens that it earns
	 */
	synchronized void earn(double ratio) {
		long earned = Math.round(ratio * TOKEN);
		long repaid = Math.min(this.advance, earned);
		this.advance -= repaid;
		this.tokens = Math.min(CAPACITY * TOKEN, this.tokens + earned - repaid);
	}

	/**
	 * A retry is wanted.
	 * @param now the time in nanoseconds, of any monotonic clock
	 * @return whether there was a token for it
	 */
	synchronized boolean take(long now) {
		if (this.tokens < CAPACITY * TOKEN && now - this.lastAsked >= QUIET.toNanos()) {
			this.tokens = CAPACITY * TOKEN;
			this.advance = CAPACITY * TOKEN;
		}
		this.lastAsked = now;
		if (this.tokens < TOKEN) {
			return false;
		}
		this.tokens -= TOKEN;
		return true;
	}

}
