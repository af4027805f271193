package io.sequoia.retry;

/**
 * Counts retries and the reasons why there are no more. The methods are called on
 * event-loop and timer threads and must not block.
 */
public interface RetryMetrics {

	/**
	 * Metrics that count nothing.
	 */
	RetryMetrics NONE = new RetryMetrics() {
	};

	/**
	 * Take notice of a call that has ended, so that there are counts for its kind even if
	 * it is never retried.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 */
	default void called(String service, String operation) {
	}

	/**
	 * Count a further attempt, when its wait has ended.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param reason the reason: a status, {@code io}, {@code timeout} or {@code empty}
	 */
	default void retried(String service, String operation, String reason) {
	}

	/**
	 * Count a call whose attempts or time ended before it succeeded.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 */
	default void exhausted(String service, String operation) {
	}

	/**
	 * Count a call that was not repeated because the retry budget of its service is used
	 * up.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 */
	default void budgetExhausted(String service, String operation) {
	}

}
