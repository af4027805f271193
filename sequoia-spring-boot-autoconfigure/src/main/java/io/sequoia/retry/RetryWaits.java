package io.sequoia.retry;

import java.time.Duration;

import io.sequoia.Internal;
import reactor.core.publisher.Mono;

/**
 * Determines the waits of a call before its further attempts. Implementations are
 * thread-safe.
 */
@Internal
@FunctionalInterface
public interface RetryWaits {

	/**
	 * Begin the waits of a call, at its first wait.
	 * @param state the call
	 * @return its waits
	 */
	Waits start(RetryState state);

	/**
	 * The waits of one call.
	 */
	@FunctionalInterface
	interface Waits {

		/**
		 * Return the next wait.
		 * @return the remaining time; empty if there is to be no further attempt
		 */
		Mono<Duration> next();

	}

}
