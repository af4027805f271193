package io.sequoia.core;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.RetryCall;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetrySettings;
import reactor.core.publisher.Mono;

/**
 * Repeats the requests for registry, tokens and descriptors by the configured rules, once
 * for all calls that wait for them. Thread-safe.
 */
@Internal
public final class SharedCalls implements SharedRetry {

	private final RetryExecutor retry;

	private final RetrySettings settings;

	/**
	 * Create it.
	 * @param retry repeats failed calls
	 * @param settings the rules; their longest time is that of the waiting calls
	 */
	public SharedCalls(RetryExecutor retry, RetrySettings settings) {
		this.retry = retry;
		this.settings = settings;
	}

	@Override
	public <T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt) {
		RetrySettings wanted = (attempts > this.settings.maxAttempts()) ? this.settings.withMaxAttempts(attempts)
				: this.settings;
		return this.retry.execute(RetryCall.shared(call, wanted), attempt);
	}

	@Override
	public Throwable gaveUp(Call call, int attempts, Throwable failure) {
		return RetryExecutor.gaveUp(RetryCall.shared(call, this.settings), attempts, failure);
	}

}
