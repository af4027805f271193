package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Waits for an attempt or a pause of a call, no longer than a limit. A signal after the
 * end of the step is ignored, as the call has continued.
 *
 * @param <T> the type of the result
 */
abstract class Step<T> implements CoreSubscriber<T>, Disposable {

	private final RetryRun<?> run;

	private final int turn;

	private final AtomicReference<@Nullable Subscription> source = new AtomicReference<>();

	private volatile @Nullable Disposable timeout;

	private volatile @Nullable T answer;

	Step(RetryRun<?> run) {
		this.run = run;
		this.turn = run.turn();
	}

	final void await(Mono<T> source) {
		if (this.turn == RetryRun.ENDED) {
			return;
		}
		this.run.enter(this);
		source.subscribe(this);
		startTimeout();
	}

	/** Start the time limit of the step now, and replace an earlier limit. */
	final synchronized void startTimeout() {
		stopTimeout();
		if (!isDisposed()) {
			this.timeout = this.run.time()
				.timer()
				.schedule(() -> end(this::onTimeout), limit().toNanos(), TimeUnit.NANOSECONDS);
		}
		if (isDisposed()) {
			stopTimeout();
		}
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (this.source.compareAndSet(null, subscription)) {
			subscription.request(Long.MAX_VALUE);
		}
		else {
			subscription.cancel();
		}
	}

	@Override
	public final void onNext(T value) {
		this.answer = value;
	}

	@Override
	public final void onComplete() {
		this.source.set(Operators.cancelledSubscription());
		end(() -> onAnswer(this.answer));
	}

	@Override
	public final void onError(Throwable failure) {
		this.source.set(Operators.cancelledSubscription());
		end(() -> onFailure(failure));
	}

	private void end(Runnable next) {
		this.run.proceed(this.turn, () -> {
			dispose();
			next.run();
		});
	}

	@Override
	public final void dispose() {
		Subscription running = this.source.getAndSet(Operators.cancelledSubscription());
		if (running != null) {
			running.cancel();
		}
		stopTimeout();
	}

	@Override
	public final boolean isDisposed() {
		return this.source.get() == Operators.cancelledSubscription();
	}

	private void stopTimeout() {
		Disposable running = this.timeout;
		if (running != null) {
			running.dispose();
		}
	}

	abstract Duration limit();

	abstract void onAnswer(@Nullable T answer);

	abstract void onFailure(Throwable failure);

	abstract void onTimeout();

}
