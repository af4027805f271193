package io.sequoia.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token with two points in time on a monotonic clock: when to request its successor,
 * and when to stop using it. Thread-safe.
 */
final class KeptToken {

	/** The divisor of the lifetime, and of the time for a refresh ahead. */
	private static final int SHARE = 10;

	private static final Duration MAX_SOFT_WINDOW = Duration.ofSeconds(60);

	/**
	 * The shortest time of use, so that there is at most one request per second for the
	 * next token.
	 */
	private static final Duration MIN_USE = Duration.ofSeconds(1);

	private final String value;

	private final long receivedAt;

	/** {@code true} if it is used until it is refused. */
	private final boolean endless;

	private final long endsAt;

	private final long pause;

	private final AtomicLong refreshAt;

	private KeptToken(String value, long receivedAt, boolean endless, Duration softStart, Duration end,
			Duration pause) {
		this.value = value;
		this.receivedAt = receivedAt;
		this.endless = endless;
		this.refreshAt = new AtomicLong(receivedAt + softStart.toNanos());
		this.endsAt = receivedAt + end.toNanos();
		this.pause = pause.toNanos();
	}

	/**
	 * Create a token that is used until it is refused.
	 */
	static KeptToken endless(String value, long now) {
		return new KeptToken(value, now, true, Duration.ZERO, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * Create a token that the identity service has just returned.
	 */
	static KeptToken of(TokenAnswer answer, long now) {
		Duration lifetime = answer.lifetime();
		if (lifetime == null) {
			return endless(answer.value(), now);
		}
		Duration softWindow = min(lifetime.dividedBy(SHARE), MAX_SOFT_WINDOW);
		Duration hardWindow = softWindow.dividedBy(SHARE);
		return new KeptToken(answer.value(), now, false, max(lifetime.minus(softWindow), MIN_USE),
				max(lifetime.minus(hardWindow), MIN_USE), max(hardWindow, MIN_USE));
	}

	String value() {
		return this.value;
	}

	boolean isUsable(long now) {
		return this.endless || now - this.endsAt < 0;
	}

	Duration age(long now) {
		return Duration.ofNanos(now - this.receivedAt);
	}

	/**
	 * Tell whether the caller is to request a successor: one of all callers near the end,
	 * and another one after a pause if that request failed.
	 */
	boolean claimRefresh(long now) {
		long due = this.refreshAt.get();
		return isRefreshDue(now) && this.refreshAt.compareAndSet(due, now + this.pause);
	}

	boolean isRefreshDue(long now) {
		return !this.endless && now - this.refreshAt.get() >= 0;
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
