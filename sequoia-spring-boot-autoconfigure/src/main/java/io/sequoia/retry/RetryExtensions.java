package io.sequoia.retry;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * The application's extensions of the retries, in types of Spring Retry: its beans with
 * {@link SequoiaRetry}.
 *
 * @param retryPolicy decides whether to continue, instead of {@code
 * sequoia.retry.max-attempts} and of the rules on failures; {@code null} for those. A
 * call that must not be made twice is not repeated whatever it decides
 * @param backOffPolicy determines the waits, instead of {@code sequoia.retry.strategy}
 * and its settings; {@code null} for those
 * @param listeners are informed of attempts, in this order when a call opens and in the
 * reverse order after that
 */
public record RetryExtensions(@Nullable RetryPolicy retryPolicy, @Nullable BackOffPolicy backOffPolicy,
		List<RetryListener> listeners) {

	/**
	 * No extensions.
	 */
	public static final RetryExtensions NONE = new RetryExtensions(null, null, List.of());

	public RetryExtensions {
		listeners = List.copyOf(listeners);
	}

}
