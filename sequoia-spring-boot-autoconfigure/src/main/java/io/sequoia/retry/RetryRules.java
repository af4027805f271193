package io.sequoia.retry;

import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * What drives one call, put together from the call's settings and the application's
 * extensions.
 *
 * @param policy whether to go on
 * @param limit the policy in words, for those who ask why it ended
 * @param backOff how long to wait
 * @param listeners who is told
 * @param budget the budget of the call's service, or {@code null} without one
 * @param metrics what counts
 * @param timer the clock, and what waits
 * @param random the source of jitter
 * @param closed completes when the call has to end with the client
 */
record RetryRules(RetryPolicy policy, String limit, BackOffPolicy backOff, List<RetryListener> listeners,
		@Nullable RetryBudget budget, RetryMetrics metrics, Scheduler timer, RandomGenerator random,
		Mono<Void> closed) {
}
