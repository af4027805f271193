package io.sequoia.retry;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The rules of the calls with the same settings, made of these and the application's
 * extensions.
 *
 * @param condition decides which failures are followed by a further attempt
 * @param waits determines the waits
 * @param observers the observers
 * @param metrics counts retries
 * @param random the source of jitter
 */
record RunRules(RetryCondition condition, RetryWaits waits, List<RetryObserver> observers, RetryMetrics metrics,
		RandomGenerator random) {

	/** Tell whether a call may make an attempt. */
	boolean allow(RetryState state) {
		return this.condition.allows(state) && !state.isEnded();
	}

}
