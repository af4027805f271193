package io.sequoia.retry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Waits before an attempt of a call.
 */
final class PauseStep extends Step<Long> {

	private final RetryRun<?> run;

	PauseStep(RetryRun<?> run) {
		super(run);
		this.run = run;
	}

	@Override
	public Context currentContext() {
		return Context.of(this.run.subscriber());
	}

	@Override
	Duration limit() {
		return this.run.time().remaining();
	}

	@Override
	void onAnswer(@Nullable Long waited) {
		this.run.attempt();
	}

	@Override
	void onFailure(Throwable failure) {
		this.run.fail(failure);
	}

	@Override
	void onTimeout() {
		this.run.deadline(null);
	}

}
