package io.sequoia.core;

import java.util.List;
import java.util.function.Consumer;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.Call;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.RetryCall;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetrySettings;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Repeats the requests for registry, tokens and descriptors by the configured rules: once
 * for all calls that wait for them. Thread-safe.
 */
public final class SharedCalls implements SharedRetry {

	private final RetryExecutor retry;

	private final RetrySettings settings;

	/**
	 * Repeat by these rules.
	 * @param retry repeats what failed
	 * @param settings the rules; their longest time is that of the calls that wait
	 */
	public SharedCalls(RetryExecutor retry, RetrySettings settings) {
		this.retry = retry;
		this.settings = settings;
	}

	@Override
	public <T> Mono<T> repeat(Call call, int attempts, Mono<T> attempt) {
		RetrySettings wanted = (attempts > this.settings.maxAttempts()) ? this.settings.withMaxAttempts(attempts)
				: this.settings;
		return this.retry.execute(shared(call, wanted), attempt);
	}

	@Override
	public Throwable gaveUp(Call call, int attempts, Throwable failure) {
		return RetryExecutor.gaveUp(shared(call, this.settings), attempts, failure);
	}

	private static <T> RetryCall<T> shared(Call call, RetrySettings settings) {
		return new RetryCall<>(call.service(), call.resource(), call.operation(), true, List.of(), settings,
				new View(call), null, true);
	}

	/**
	 * How a shared call is told. Its names are tags as they are: the registry, the
	 * identity service, and services that the registry knows.
	 *
	 * @param call the call
	 */
	private record View(Call call) implements RetryCall.View {

		@Override
		public Details details(ContextView context) {
			return this.call.details(context);
		}

		@Override
		public void log(ContextView context, String line, Consumer<String> logger) {
			Call.log(context, line, logger);
		}

	}

}
