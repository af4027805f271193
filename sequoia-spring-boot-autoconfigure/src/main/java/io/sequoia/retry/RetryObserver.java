package io.sequoia.retry;

import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of calls and their attempts. The methods are called on event-loop
 * and timer threads and must not block. Implementations are thread-safe and name
 * themselves in {@code toString()}.
 */
public interface RetryObserver {

	/**
	 * Tell that a call begins. What this throws ends the call.
	 * @param state the call
	 * @return whether the call may be made
	 */
	default boolean open(RetryState state) {
		return true;
	}

	/**
	 * Tell that a further attempt begins. What this throws is logged.
	 * @param state the call
	 */
	default void beforeRetry(RetryState state) {
	}

	/**
	 * Tell of an answer. What this throws makes the attempt a failed one.
	 * @param state the call
	 * @param answer the answer
	 */
	default void onSuccess(RetryState state, @Nullable Object answer) {
	}

	/**
	 * Tell of a failed attempt. What this throws is logged.
	 * @param state the call, which counts the failure already
	 * @param failure the failure
	 */
	default void onError(RetryState state, Throwable failure) {
	}

	/**
	 * Tell that the call is over. What this throws is logged.
	 * @param state the call
	 * @param failure the failure that the caller gets, or {@code null}
	 */
	default void close(RetryState state, @Nullable Throwable failure) {
	}

}
