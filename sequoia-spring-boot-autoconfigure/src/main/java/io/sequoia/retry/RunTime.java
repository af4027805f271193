package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.sequoia.call.CallContext;
import io.sequoia.retry.RetrySettings.Jitter;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * The time of one call.
 */
final class RunTime {

	private static final Duration UNLIMITED = Duration.ofDays(1);

	private final RetryCall<?> call;

	private final Scheduler timer;

	private final long started;

	RunTime(RetryCall<?> call, Scheduler timer, ContextView subscriber) {
		this.call = call;
		this.timer = timer;
		Long together = call.shared() ? null : CallContext.started(subscriber);
		this.started = (together != null) ? together : now();
	}

	Scheduler timer() {
		return this.timer;
	}

	/**
	 * Return the time in nanoseconds of the timer.
	 */
	long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	Duration elapsed() {
		return Duration.ofNanos(now() - this.started);
	}

	/**
	 * Return the remaining time of the call. A shared call has no limit of its own, as
	 * its callers have theirs.
	 */
	Duration remaining() {
		return this.call.shared() ? UNLIMITED : this.call.settings().maxTime().minus(elapsed());
	}

	/**
	 * Tell whether a requested wait is too long. A shared call does not wait, as each of
	 * its callers has its own time.
	 */
	boolean isTooLong(Duration asked) {
		return this.call.shared() || asked.compareTo(remaining()) >= 0;
	}

	/**
	 * Return a random time, so that callers with the same time to wait do not come back
	 * at once.
	 */
	Duration spread(RandomGenerator random) {
		RetrySettings settings = this.call.settings();
		return (settings.jitter() == Jitter.FULL)
				? Duration.ofMillis(random.nextLong(settings.interval().toMillis() + 1)) : Duration.ZERO;
	}

	/**
	 * Name the limit for messages.
	 */
	String limit() {
		return "the " + this.call.settings().maxTime().toMillis() + " ms of the call (sequoia.retry.max-time)";
	}

}
