package io.sequoia.retry;

import io.sequoia.Internal;

/**
 * Decides which failures are followed by a further attempt. A call that must not be
 * repeated gets no further attempt, even if the condition allows one. The methods are
 * called on event-loop and timer threads and must not block. Implementations are
 * thread-safe, name themselves in {@code toString()}, and store the data of a call in its
 * {@link RetryState}.
 */
@Internal
public interface RetryCondition {

	/**
	 * Take note that a call begins.
	 * @param state the call
	 */
	default void begin(RetryState state) {
	}

	/**
	 * Decide on an attempt: before the first one, and after each one that failed.
	 * @param state the call, with the failure
	 * @return whether the attempt may be made
	 */
	boolean allows(RetryState state);

	/**
	 * Take note that an attempt failed.
	 * @param state the call, which has counted the failure
	 * @param failure the failure
	 */
	default void failed(RetryState state, Throwable failure) {
	}

	/**
	 * Take note that a call has ended.
	 * @param state the call
	 */
	default void end(RetryState state) {
	}

	/**
	 * Return the reason why there is no further attempt, for the note on the failure.
	 * @return the reason
	 */
	default String limit() {
		return this + " allows no further attempt";
	}

}
