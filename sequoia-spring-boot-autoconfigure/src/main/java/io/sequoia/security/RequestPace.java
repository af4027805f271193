package io.sequoia.security;

import java.time.Duration;

/**
 * Keeps requests from following one another too fast, whatever makes them necessary: a
 * few at once, then one per second. Thread-safe.
 */
final class RequestPace {

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private static final int AT_ONCE = 5;

	/** When the next request would be due if each had kept to the interval. */
	private long due;

	private boolean started;

	/**
	 * Take the place of one request.
	 * @param now the time on a monotonic clock
	 * @return how long the request has to wait
	 */
	synchronized Duration next(long now) {
		long place = (this.started && this.due - now > 0) ? this.due : now;
		this.started = true;
		this.due = place + INTERVAL;
		return Duration.ofNanos(Math.max(0, place - now - (AT_ONCE - 1) * INTERVAL));
	}

}
