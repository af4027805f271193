package io.sequoia.retry;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import io.sequoia.Internal;

import org.springframework.util.Assert;

/**
 * The rules on retries of a call ({@code sequoia.retry.*}); the {@code with} methods make
 * copies for the options of a single call.
 *
 * @param enabled whether failed calls are repeated; the deadline applies anyway
 * @param maxAttempts the most attempts of one call, the first included
 * @param maxTime the longest time of one call, over all its attempts and waits
 * @param attemptTimeout the longest time of one attempt ({@code
 * sequoia.http.response-timeout})
 * @param strategy the growth of the waits
 * @param interval the first wait, before jitter; whole milliseconds, at least one
 * @param multiplier the growth of exponential waits, at least 1
 * @param maxInterval the longest wait of the exponential and fibonacci strategies
 * @param jitter whether the waits are randomized
 * @param statusCodes the statuses to retry besides 5xx and 429
 * @param budget limits the retries of all calls to one service together
 */
@Internal
public record RetrySettings(boolean enabled, int maxAttempts, Duration maxTime, Duration attemptTimeout,
		Strategy strategy, Duration interval, double multiplier, Duration maxInterval, Jitter jitter,
		Set<Integer> statusCodes, Budget budget) {

	private static final RetrySettings DEFAULTS = new RetrySettings(true, 10, Duration.ofSeconds(120),
			Duration.ofSeconds(30), Strategy.EXPONENTIAL, Duration.ofMillis(100), 2, Duration.ofSeconds(10),
			Jitter.FULL, Set.of(), new Budget(true, 0.1));

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if a value is out of its bounds; the message names
	 * the key
	 */
	public RetrySettings {
		Assert.isTrue(maxAttempts >= 1, () -> "sequoia.retry.max-attempts must be at least 1, not " + maxAttempts);
		Assert.isTrue(isPositive(maxTime), () -> "sequoia.retry.max-time must be longer than zero, not " + maxTime);
		Assert.isTrue(isPositive(attemptTimeout),
				() -> "sequoia.http.response-timeout must be longer than zero, not " + attemptTimeout);
		Assert.isTrue(isPositive(interval), () -> "sequoia.retry.interval must be longer than zero, not " + interval);
		Assert.isTrue(multiplier >= 1, () -> "sequoia.retry.multiplier must be at least 1, not " + multiplier);
		Assert.isTrue(maxInterval.compareTo(interval) >= 0, () -> "sequoia.retry.max-interval (" + maxInterval
				+ ") must not be shorter than sequoia.retry.interval (" + interval + ")");
		statusCodes = Set.copyOf(statusCodes);
	}

	/**
	 * Return the settings of an application that configures none: 10 attempts in 120 s,
	 * exponential from 100 ms by 2 up to 10 s with full jitter, a budget of 10 %.
	 * @return the defaults
	 */
	public static RetrySettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Create a copy with another limit of attempts.
	 * @param maxAttempts the most attempts, the first included
	 * @return the copy
	 */
	public RetrySettings withMaxAttempts(int maxAttempts) {
		return new RetrySettings(this.enabled, maxAttempts, this.maxTime, this.attemptTimeout, this.strategy,
				this.interval, this.multiplier, this.maxInterval, this.jitter, this.statusCodes, this.budget);
	}

	/**
	 * Create a copy with another deadline.
	 * @param maxTime the longest time over all attempts and waits
	 * @return the copy
	 */
	public RetrySettings withMaxTime(Duration maxTime) {
		return new RetrySettings(this.enabled, this.maxAttempts, maxTime, this.attemptTimeout, this.strategy,
				this.interval, this.multiplier, this.maxInterval, this.jitter, this.statusCodes, this.budget);
	}

	/**
	 * Create a copy with another limit of each attempt.
	 * @param attemptTimeout the longest time of one attempt
	 * @return the copy
	 */
	public RetrySettings withAttemptTimeout(Duration attemptTimeout) {
		return new RetrySettings(this.enabled, this.maxAttempts, this.maxTime, attemptTimeout, this.strategy,
				this.interval, this.multiplier, this.maxInterval, this.jitter, this.statusCodes, this.budget);
	}

	/**
	 * Create a copy with another first wait; the longest wait is raised to it if it is
	 * shorter.
	 * @param interval the first wait, before jitter
	 * @return the copy
	 */
	public RetrySettings withInterval(Duration interval) {
		Duration longest = (this.maxInterval.compareTo(interval) >= 0) ? this.maxInterval : interval;
		return new RetrySettings(this.enabled, this.maxAttempts, this.maxTime, this.attemptTimeout, this.strategy,
				interval, this.multiplier, longest, this.jitter, this.statusCodes, this.budget);
	}

	/**
	 * Create a copy that retries further statuses.
	 * @param statusCodes the statuses, in addition to the present ones
	 * @return the copy
	 */
	public RetrySettings withStatusCodes(Set<Integer> statusCodes) {
		Set<Integer> all = new TreeSet<>(this.statusCodes);
		all.addAll(statusCodes);
		return new RetrySettings(this.enabled, this.maxAttempts, this.maxTime, this.attemptTimeout, this.strategy,
				this.interval, this.multiplier, this.maxInterval, this.jitter, all, this.budget);
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isZero() && !duration.isNegative();
	}

	/**
	 * The growth of the waits of one call.
	 */
	public enum Strategy {

		/** The interval each time. */
		CONSTANT,

		/** The previous wait times the multiplier, up to the longest wait. */
		EXPONENTIAL,

		/** The interval times 1, 1, 2, 3, 5, 8 and so on, up to the longest wait. */
		FIBONACCI

	}

	/**
	 * The randomization of waits, so that callers that failed together do not come back
	 * together.
	 */
	public enum Jitter {

		/** A random time between zero and the strategy's wait, equally distributed. */
		FULL,

		/** The strategy's wait. */
		NONE

	}

	/**
	 * The limit of the retries of all calls to one service.
	 *
	 * @param enabled whether there is a limit
	 * @param ratio the number of retries that one call adds: 0.1 allows one for ten calls
	 */
	public record Budget(boolean enabled, double ratio) {

		/**
		 * Check the ratio.
		 * @throws IllegalArgumentException if it is not from 0 to 1
		 */
		public Budget {
			Assert.isTrue(ratio >= 0 && ratio <= 1,
					() -> "sequoia.retry.budget.ratio must be from 0 to 1, not " + ratio);
		}

	}

}
