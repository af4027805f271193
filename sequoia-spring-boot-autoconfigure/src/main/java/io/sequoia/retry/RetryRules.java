package io.sequoia.retry;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Holds what drives the calls of the same settings, put together from these and the
 * application's extensions.
 *
 * @param condition decides which failures are followed by a further attempt
 * @param waits decides how long to wait
 * @param observers are told
 * @param metrics what counts
 * @param random the source of jitter
 */
record RetryRules(RetryCondition condition, RetryWaits waits, List<RetryObserver> observers, RetryMetrics metrics,
		RandomGenerator random) {

}
