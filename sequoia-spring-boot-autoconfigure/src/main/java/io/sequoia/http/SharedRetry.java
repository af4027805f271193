package io.sequoia.http;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import reactor.core.publisher.Mono;

/**
 * Repeats the requests whose answers many callers wait for, by the same rules as calls:
 * once for all callers, and with a retry budget of its own. Implementations are
 * thread-safe.
 */
@Internal
public interface SharedRetry {

	/**
	 * A retry that repeats nothing.
	 */
	SharedRetry NONE = new SharedRetry() {

		@Override
		public <T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt) {
			return attempt;
		}

		@Override
		public Throwable gaveUp(Call call, int attempts, Throwable failure) {
			return failure;
		}

	};

	/**
	 * Make attempts while they help. Retries end with the failure of the last attempt. A
	 * failure with a {@code Retry-After} ends them at once, since each caller has its own
	 * time limit.
	 * @param call the call that is made
	 * @param attempts the least number of attempts that the starting caller wants, if
	 * more than configured
	 * @param attempt makes one attempt; subscribed to once for each
	 * @param <T> the type of the answer
	 * @return the answer of the successful attempt
	 */
	<T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt);

	/**
	 * Create the failure for a caller whose own attempts are used up while others
	 * continue to wait.
	 * @param call the call that is made
	 * @param attempts the number of attempts that failed while the caller waited
	 * @param failure the failure of the last of them
	 * @return the failure for that caller alone
	 */
	Throwable gaveUp(Call call, int attempts, Throwable failure);

}
