package io.sequoia.retry;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * What an application brings of Spring Retry's own types to take part in the retries: its
 * beans that bear {@link SequoiaRetry}.
 *
 * @param retryPolicy says whether to go on, in place of
 * {@code sequoia.retry.max-attempts} and of the rules on which failures are worth a
 * retry; {@code null} for those. A call that must not be done twice is not repeated
 * whatever it says
 * @param backOffPolicy says how long to wait, in place of {@code sequoia.retry.strategy}
 * and what belongs to it; {@code null} for that
 * @param listeners are told of attempts, in this order when a call opens and in the
 * reverse order from then on
 */
public record RetryExtensions(@Nullable RetryPolicy retryPolicy, @Nullable BackOffPolicy backOffPolicy,
		List<RetryListener> listeners) {

	/**
	 * Nothing is brought.
	 */
	public static final RetryExtensions NONE = new RetryExtensions(null, null, List.of());

	public RetryExtensions {
		listeners = List.copyOf(listeners);
	}

}
