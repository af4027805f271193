package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.CallContext;
import io.sequoia.call.CallContext.SharedWait;
import io.sequoia.call.Effect;
import io.sequoia.call.UserCode;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Runs the call of one subscriber in steps, attempts and waits in turn. An answer, a
 * time-out, a cancellation and the end of the client come on different threads; the first
 * one continues the call, and the others are ignored.
 */
final class RetryRun<R> {

	static final int ENDED = -1;

	private final RetryCall<R> call;

	private final Mono<R> attempt;

	private final RunRules rules;

	private final ServiceLimits service;

	private final MonoSink<R> sink;

	private final RunTime time;

	private final RetryState state;

	private final Observers observers;

	private final Function<String, ServiceLimits> limits;

	/** Decides after a failure; {@code null} before the first one. */
	private volatile @Nullable NextAttempt next;

	private final AtomicInteger turn = new AtomicInteger();

	private final Disposable.Swap step = Disposables.swap();

	// the effect of the attempts that have ended
	private volatile Effect settled = Effect.NOT_BEGUN;

	// the effect of all attempts: one in flight may have been applied
	private volatile Effect effect = Effect.NOT_BEGUN;

	private volatile @Nullable R answer;

	RetryRun(RetryCall<R> call, Mono<R> attempt, RunRules rules, Function<String, ServiceLimits> limits,
			Scheduler timer, MonoSink<R> sink) {
		this.call = call;
		this.attempt = attempt;
		this.rules = rules;
		this.service = limits.apply(call.call().service());
		this.sink = sink;
		this.time = new RunTime(call, timer, subscriber());
		this.state = new RetryState(call, this.time::elapsed);
		this.observers = new Observers(rules.observers(), this.state, subscriber());
		this.limits = limits;
		rules.condition().begin(this.state);
	}

	int turn() {
		return this.turn.get();
	}

	RunTime time() {
		return this.time;
	}

	RetryCall<R> call() {
		return this.call;
	}

	void enter(Step<?> step) {
		this.step.update(step);
	}

	void start() {
		proceed(this.turn.get(), this::begin);
	}

	private void begin() {
		RetryObserver refusing = this.observers.open();
		if (refusing != null) {
			throw failures().refused("the " + refusing);
		}
		if (!this.rules.allow(this.state)) {
			throw failures().refused(this.rules.condition().toString());
		}
		if (this.call.isBudgeted()) {
			ServiceLimits payer = this.call.shared() ? this.limits.apply(this.call.budget()) : this.service;
			payer.budget().earn(this.call.settings().budget().ratio());
		}
		if (this.time.remaining().compareTo(Duration.ZERO) <= 0) {
			deadline(null); // earlier calls have used up the common time
			return;
		}
		attempt();
	}

	void attempt() {
		Duration rest = this.service.pause().rest(this.time.now());
		if (rest.compareTo(Duration.ZERO) > 0 && (this.call.settings().enabled() || this.call.shared())) {
			new PauseStep(this).await(next().afterPause(rest, this.service.pause()));
			return;
		}
		this.state.begin();
		if (this.state.attempts() > 1) {
			this.observers.beforeRetry();
		}
		this.effect = this.settled.and(Effect.MAYBE_APPLIED);
		new AttemptStep<>(this, this.state.attempts()).await(this.attempt);
	}

	/** Continue the call, unless another thread has. */
	void proceed(int turn, Runnable action) {
		if (!this.turn.compareAndSet(turn, turn + 1)) {
			return;
		}
		try {
			action.run();
		}
		catch (LinkageError | StackOverflowError ex) {
			fail(UserCode.reported(ex));
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			fail(ex);
		}
	}

	void answered(@Nullable R result) {
		try {
			if (!this.call.isAccepted(result)) {
				this.answer = result;
				throw new UnacceptedAnswerException(this.call);
			}
			this.settled = Effect.APPLIED;
			this.observers.onSuccess(result);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		if (end()) {
			succeed(result);
		}
	}

	/** Continue after an attempt whose own time has ended. */
	void timedOut() {
		failed(failures().attemptTimeout());
	}

	void failed(Throwable failure) {
		new PauseStep(this).await(waitAfter(failure));
	}

	private Mono<Long> waitAfter(Throwable failure) {
		long failedAt = this.time.now();
		if (GaveUpNote.isOn(failure)) {
			// the failure of a shared call, whose observers were informed then
			note(failure);
		}
		else {
			Duration asked = Failures.retryAfter(failure);
			if (!asked.isZero() && !Failures.isOfAnother(failure, this.call)) {
				// begins before the caller learns of the failure, as the caller may call
				// again at once
				this.service.pause().begin(failure, asked, failedAt);
			}
			register(failure);
			this.settled = this.settled.and(Effect.of(failure, this.call.call()));
		}
		this.effect = this.settled;
		return next().after(failure, this.settled, failedAt);
	}

	void deadline(@Nullable SharedWait wait) {
		report().exhausted();
		Throwable last = this.state.lastFailure();
		if (last instanceof UnacceptedAnswerException) {
			fail(last);
			return;
		}
		RequestTimeoutException timeout = failures().timeout(this.state.attempts(), last, wait);
		register(timeout);
		fail((this.effect.isPossible() && !this.call.repeatable()) ? failures().outcomeUnknown(timeout) : timeout);
	}

	/** End the call, as the client is closed. */
	void stop() {
		if (end()) {
			ServiceUnavailableException closed = failures().closed(this.state.attempts(), !this.effect.isPossible());
			register(closed);
			conclude(this.call.isUnknown(this.effect) ? failures().outcomeUnknown(closed) : closed);
		}
	}

	/** Free the call, as it has ended or was cancelled. */
	void release() {
		if (end()) {
			cancelled();
		}
		this.step.dispose();
	}

	private void cancelled() {
		CancellationException cancelled = new CancellationException(this.call + " was cancelled");
		if (this.call.isUnknown(this.effect)) {
			Consumer<OutcomeUnknownException> abandoned = CallContext.abandoned(subscriber());
			if (abandoned != null) {
				abandoned.accept(failures().outcomeUnknown(cancelled));
			}
		}
		close(cancelled);
	}

	private void register(Throwable failure) {
		note(failure);
		this.observers.onError(failure);
	}

	private void note(Throwable failure) {
		this.state.failed(failure);
		this.rules.condition().failed(this.state, failure);
	}

	void fail(Throwable failure) {
		if (!end()) {
			return;
		}
		if (failure instanceof UnacceptedAnswerException) {
			succeed(this.answer);
		}
		else {
			conclude(failure);
		}
	}

	/** End the run, and tell whether it had not ended before. */
	private boolean end() {
		return this.turn.getAndSet(ENDED) != ENDED;
	}

	private void succeed(@Nullable R result) {
		close(null);
		this.sink.success(result);
	}

	private void conclude(Throwable failure) {
		if (this.call.shared()) {
			// waiting callers must not start a new fetch
			GaveUpNote.add(failure, "Another attempt of " + this.call + " would not help the calls that waited for it");
		}
		close(failure);
		this.sink.error(failure);
	}

	private void close(@Nullable Throwable failure) {
		// the caller gets the answer whatever fails here
		if (this.call.settings().enabled()) {
			this.observers.tell("RetryMetrics", "called",
					() -> this.rules.metrics().called(this.call.serviceTag(), this.call.call().operation()));
		}
		this.observers.tell(this.rules.condition(), "close", () -> this.rules.condition().end(this.state));
		this.observers.close(failure);
	}

	private NextAttempt next() {
		NextAttempt known = this.next;
		if (known == null) {
			known = new NextAttempt(this.call, this.rules, this.state, this.time, new RunBudget(this.call, this.limits),
					report(), failures());
			this.next = known;
		}
		return known;
	}

	private RunReport report() {
		return new RunReport(this.call, this.state, this.rules.metrics(), this.observers, subscriber());
	}

	private RunFailures failures() {
		return new RunFailures(this.call, subscriber());
	}

	ContextView subscriber() {
		return this.sink.contextView();
	}

}
