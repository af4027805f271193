package io.sequoia.retry;

import java.time.Duration;
import java.util.function.Consumer;

import io.sequoia.call.CallContext;
import io.sequoia.call.CallContext.SharedWait;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Makes one attempt of a call.
 *
 * @param <R> the type of the answer
 */
final class AttemptStep<R> extends Step<R> implements Consumer<@Nullable SharedWait> {

	private final RetryRun<R> run;

	private final Context context;

	private volatile @Nullable SharedWait waiting;

	private volatile boolean last;

	AttemptStep(RetryRun<R> run, int number) {
		super(run);
		this.run = run;
		this.context = CallContext.withAttempt(CallContext.withWaiting(Context.of(run.subscriber()), this), number);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	/**
	 * Count time for the call, not for the attempt, while it waits for shared requests.
	 */
	@Override
	public void accept(@Nullable SharedWait waits) {
		this.waiting = waits;
		startTimeout();
	}

	@Override
	Duration limit() {
		Duration own = this.run.call().settings().attemptTimeout();
		Duration remaining = this.run.time().remaining();
		// shared requests are limited by the clients that send them
		this.last = this.waiting != null || this.run.call().shared() || remaining.compareTo(own) <= 0;
		return this.last ? remaining : own;
	}

	@Override
	void onAnswer(@Nullable R answer) {
		this.run.answered(answer);
	}

	@Override
	void onFailure(Throwable failure) {
		this.run.failed(failure);
	}

	@Override
	void onTimeout() {
		if (this.last) {
			this.run.deadline(this.waiting);
		}
		else {
			this.run.timedOut();
		}
	}

}
