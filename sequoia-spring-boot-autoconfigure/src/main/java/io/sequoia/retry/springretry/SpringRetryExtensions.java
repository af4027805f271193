package io.sequoia.retry.springretry;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.Internal;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.support.MetricsRetryListener;

/**
 * The extensions of the retries by an application, in types of Spring Retry.
 *
 * @param retryPolicy decides on further attempts instead of the settings, or {@code null}
 * @param backOffPolicy determines the waits instead of the settings, or {@code null}
 * @param listeners are informed of attempts, in this order
 */
@Internal
public record SpringRetryExtensions(@Nullable RetryPolicy retryPolicy, @Nullable BackOffPolicy backOffPolicy,
		List<RetryListener> listeners) {

	public SpringRetryExtensions {
		listeners = List.copyOf(listeners);
	}

	/**
	 * Convert them for the retries.
	 * @param timer measures calls before all listeners are informed, unless the
	 * application declares its own {@link MetricsRetryListener}; or {@code null}
	 * @return the extensions
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
