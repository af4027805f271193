package io.sequoia.http;

import io.sequoia.call.Call;
import reactor.core.publisher.Mono;

/**
 * Repeats the requests whose answers many callers wait for, by the rules that hold for
 * calls: once for all of them, and at the expense of a retry budget of its own.
 * Implementations are thread-safe.
 */
public interface SharedRetry {

	/**
	 * Repeats nothing.
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
	 * Make attempts while they help. Retries end with the failure of the last attempt;
	 * one that names a time to wait ({@code Retry-After}) ends them at once, since each
	 * caller has its own time.
	 * @param call what is asked for
	 * @param attempts how many attempts the caller that starts them wants at least, in
	 * place of fewer configured ones
	 * @param attempt makes one attempt; subscribed to once for each
	 * @param <T> the kind of answer
	 * @return the answer of the attempt that went well
	 */
	<T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt);

	/**
	 * Tell a caller that its own attempts are used up while others go on waiting.
	 * @param call what is asked for
	 * @param attempts how many attempts failed while the caller waited
	 * @param failure the failure of the last of them
	 * @return the failure for that caller alone
	 */
	Throwable gaveUp(Call call, int attempts, Throwable failure);

}
