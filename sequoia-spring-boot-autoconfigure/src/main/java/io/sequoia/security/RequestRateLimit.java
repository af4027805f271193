package io.sequoia.security;

import java.time.Duration;

/**
 * A rate limit on requests: a few at once, then one per second, for any reason.
 * Thread-safe.
 */
final class RequestRateLimit {

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private static final int AT_ONCE = 5;

	/** The time at which the next request would be due if all had kept the interval. */
	private long due;

	private boolean started;

	/**
	 * Reserve the place of one request.
	 * @param now the time on a monotonic clock
	 * @return the time for which the request has to wait
	 */
	synchronized Duration next(long now) {
		long place = (this.started && this.due - now > 0) ? this.due : now;
		this.started = true;
		this.due = place + INTERVAL;
		return Duration.ofNanos(Math.max(0, place - now - (AT_ONCE - 1) * INTERVAL));
	}

}
