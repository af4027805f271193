package io.sequoia.retry;

import java.time.Duration;

/**
 * The retry budget of one service: a token bucket to which each call adds a fraction of a
 * token and from which each retry takes one. Thread-safe.
 * <p>
 * The bucket is full at the start, so that single calls can use all of their attempts.
 * Its {@value #CAPACITY} tokens are as many as the attempts that one call may have, and
 * more than the connections of a pool (64) that a restarting server resets at once. These
 * tokens are an advance: the first calls pay it back before later ones add tokens.
 * Therefore the number of retries over any series of calls is at most the larger of
 * {@value #CAPACITY} and {@code ratio} times the calls: from the thousandth call on, an
 * outage causes at most 1.1 times the requests of the calls.
 * <p>
 * After a minute without a request for a retry the bucket is full again. Otherwise a
 * service that is called rarely would not be retried for hours after an outage. During an
 * outage there are such requests all the time, so the bucket is not filled.
 */
final class RetryBudget {

	static final int CAPACITY = 100;

	static final Duration QUIET = Duration.ofMinutes(1);

	// in thousandths, as a sum of fractions would lose precision
	private static final long TOKEN = 1000;

	private long tokens = CAPACITY * TOKEN;

	private long advance = CAPACITY * TOKEN;

	private long lastAsked;

	/**
	 * Add the tokens of a call.
	 * @param ratio the number of tokens
	 */
	synchronized void earn(double ratio) {
		long earned = Math.round(ratio * TOKEN);
		long repaid = Math.min(this.advance, earned);
		this.advance -= repaid;
		this.tokens = Math.min(CAPACITY * TOKEN, this.tokens + earned - repaid);
	}

	/** Return the number of retries that it pays for now. */
	synchronized long remaining() {
		return this.tokens / TOKEN;
	}

	/**
	 * Take a token for a retry.
	 * @param now the time in nanoseconds, of any monotonic clock
	 * @return {@code true} if there was a token
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
