package io.sequoia.retry.springretry;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.support.MetricsRetryListener;

/**
 * Holds what an application brings to the retries in Spring Retry's terms.
 *
 * @param retryPolicy decides on further attempts in place of the settings' own, or
 * {@code null}
 * @param backOffPolicy says how long to wait in place of the settings' own, or
 * {@code null}
 * @param listeners are told of attempts, in this order
 */
public record SpringRetryExtensions(@Nullable RetryPolicy retryPolicy, @Nullable BackOffPolicy backOffPolicy,
		List<RetryListener> listeners) {

	public SpringRetryExtensions {
		listeners = List.copyOf(listeners);
	}

	/**
	 * Translate them for the retries.
	 * @param timer measures calls before all listeners are told, unless the application
	 * declares a {@link MetricsRetryListener} to measure its way; or {@code null}
	 * @return the same in the terms of the retries
	 */
	public RetryExtensions extensions(@Nullable SpringRetryTimer timer) {
		List<RetryObserver> observers = new ArrayList<>();
		if (timer != null && this.listeners.stream().noneMatch((one) -> one instanceof MetricsRetryListener)) {
			observers.add(new ListenerObserver(timer));
		}
		this.listeners.forEach((listener) -> observers.add(new ListenerObserver(listener)));
		return new RetryExtensions((this.retryPolicy != null) ? new PolicyCondition(this.retryPolicy) : null,
				(this.backOffPolicy != null) ? new PolicyWaits(this.backOffPolicy) : null, observers);
	}

}
