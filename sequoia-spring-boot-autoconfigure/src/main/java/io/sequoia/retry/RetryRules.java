package io.sequoia.retry;

import java.util.List;
import java.util.random.RandomGenerator;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * The rules of the calls with the same settings, made of these and the application's
 * extensions.
 *
 * @param policy decides whether to continue
 * @param limit the policy in words, for messages
 * @param backOff determines the waits
 * @param listeners the listeners
 * @param metrics counts retries
 * @param random the source of jitter
 */
record RetryRules(RetryPolicy policy, String limit, BackOffPolicy backOff, List<RetryListener> listeners,
		RetryMetrics metrics, RandomGenerator random) {

}
