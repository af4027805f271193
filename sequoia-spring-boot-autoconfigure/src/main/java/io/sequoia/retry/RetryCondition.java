package io.sequoia.retry;

/**
 * Decides which failures are followed by a further attempt. A call that must not be
 * repeated is not, whatever the condition says. The methods are called on event-loop and
 * timer threads and must not block. Implementations are thread-safe, name themselves in
 * {@code toString()}, and keep what belongs to one call in its {@link RetryState}.
 */
public interface RetryCondition {

	/**
	 * Tell that a call begins.
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
	 * Tell that an attempt failed.
	 * @param state the call, which counts the failure already
	 * @param failure the failure
	 */
	default void failed(RetryState state, Throwable failure) {
	}

	/**
	 * Tell that a call is over.
	 * @param state the call
	 */
	default void end(RetryState state) {
	}

	/**
	 * Tell why there is no further attempt, for the note on the failure.
	 * @return the reason
	 */
	default String limit() {
		return this + " allows no further one";
	}

}
