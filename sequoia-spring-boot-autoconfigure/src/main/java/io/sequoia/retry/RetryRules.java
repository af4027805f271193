package io.sequoia.retry;

import java.util.List;
import java.util.random.RandomGenerator;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * What drives the calls of the same settings, put together from these and the
 * application's extensions.
 *
 * @param policy whether to go on
 * @param limit the policy in words, for those who ask why it ended
 * @param backOff how long to wait
 * @param listeners who is told
 * @param metrics what counts
 * @param random the source of jitter
 */
record RetryRules(RetryPolicy policy, String limit, BackOffPolicy backOff, List<RetryListener> listeners,
		RetryMetrics metrics, RandomGenerator random) {

}
