package io.sequoia.retry;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * An observer of calls and their attempts. The methods are called on event-loop and timer
 * threads and must not block. Implementations are thread-safe and name themselves in
 * {@code toString()}.
 */
@Internal
public interface RetryObserver {

	/**
	 * React to the beginning of a call. An exception ends the call.
	 * @param state the call
	 * @return {@code true} if the call may be made
	 */
	default boolean open(RetryState state) {
		return true;
	}

	/**
	 * React to the beginning of a further attempt. An exception is logged.
	 * @param state the call
	 */
	default void beforeRetry(RetryState state) {
	}

	/**
	 * React to an answer. An exception makes the attempt a failed one.
	 * @param state the call
	 * @param answer the answer
	 */
	default void onSuccess(RetryState state, @Nullable Object answer) {
	}

	/**
	 * React to a failed attempt. An exception is logged.
	 * @param state the call, which has counted the failure
	 * @param failure the failure
	 */
	default void onError(RetryState state, Throwable failure) {
	}

	/**
	 * React to the end of the call. An exception is logged.
	 * @param state the call
	 * @param failure the failure that the caller gets, or {@code null}
	 */
	default void close(RetryState state, @Nullable Throwable failure) {
	}

}
