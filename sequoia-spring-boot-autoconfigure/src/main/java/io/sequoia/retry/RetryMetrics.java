package io.sequoia.retry;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;

/**
 * Counts what becomes of failed attempts. The methods are called on event-loop and timer
 * threads and must not block.
 */
public interface RetryMetrics {

	/**
	 * Counts nothing.
	 */
	RetryMetrics NONE = new RetryMetrics() {
	};

	/**
	 * A further attempt is about to be made, after its wait.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param reason why: a status, {@code io}, {@code timeout} or {@code empty}
	 */
	default void retried(String service, String operation, String reason) {
	}

	/**
	 * Attempts or time of a call ended before it went well.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 */
	default void exhausted(String service, String operation) {
	}

	/**
	 * A call was not repeated since the retry budget of its service is used up.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 */
	default void budgetExhausted(String service, String operation) {
	}

	/**
	 * What measures whole calls in Spring Retry's own way.
	 * @return the listener, told before all others, or {@code null}
	 */
	default @Nullable RetryListener listener() {
		return null;
	}

}
