package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.retry.RetrySettings.Jitter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

/**
 * One subscriber's call. It is the loop of Spring Retry's template, cut into steps
 * (attempts and waits in turn) so that no thread waits. An answer, a time-out, a
 * cancellation and the end of the client come on different threads: the first one
 * continues the call, and the others are ignored.
 */
final class RetryRun<R> {

	private static final Log logger = LogFactory.getLog(RetryRun.class);

	private static final int ENDED = -1;

	private static final Duration FOR_AS_LONG_AS_SOMEBODY_WAITS = Duration.ofDays(1);

	private final RetryCall<R> call;

	private final Mono<R> attempt;

	private final RetryRules rules;

	private final Function<String, ServiceLimits> limits;

	private final Respite respite;

	private final Scheduler timer;

	private final MonoSink<R> sink;

	private final RunFailures failures;

	private final long started;

	private final RetryContext context;

	private final RetryListeners<R> listeners;

	private final AtomicInteger turn = new AtomicInteger();

	private final Disposable.Swap step = Disposables.swap();

	private volatile int attempts;

	// set from the start of an attempt until it is known that it was not applied
	private volatile boolean pending;

	private volatile boolean answered;

	// set if an attempt that failed may have been applied
	private volatile boolean doubtful;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable R answer;

	private volatile @Nullable BackOffs backOffs;

	RetryRun(RetryCall<R> call, Mono<R> attempt, RetryRules rules, Function<String, ServiceLimits> limits,
			Scheduler timer, MonoSink<R> sink) {
		this.call = call;
		this.attempt = attempt;
		this.rules = rules;
		this.limits = limits;
		this.respite = limits.apply(call.call().service()).respite();
		this.timer = timer;
		this.sink = sink;
		this.failures = new RunFailures(call, sink.contextView());
		this.started = started(call, sink.contextView(), timer.now(TimeUnit.NANOSECONDS));
		this.context = rules.policy().open(null);
		this.listeners = new RetryListeners<>(rules.listeners(), this.context, new LabelledCallback<>(call), this::log);
	}

	private static long started(RetryCall<?> call, ContextView subscriber, long now) {
		Long together = call.shared() ? null : CallContext.started(subscriber);
		return (together != null) ? together : now;
	}

	void start() {
		proceed(this.turn.get(), this::begin);
	}

	private void begin() {
		RetryListener refusing = this.listeners.open();
		if (refusing != null) {
			throw this.failures.refused("the RetryListener " + refusing.getClass().getName());
		}
		this.context.setAttribute(RetryContext.MAX_ATTEMPTS, this.rules.policy().getMaxAttempts());
		if (!isAllowed()) {
			throw this.failures.refused("the RetryPolicy " + this.rules.policy().getClass().getName());
		}
		if (isBudgeted()) {
			this.limits.apply(this.call.budget()).budget().earn(this.call.settings().budget().ratio());
		}
		if (remaining().compareTo(Duration.ZERO) <= 0) {
			deadline(); // earlier calls have used up the common time
			return;
		}
		attempt();
	}

	private void attempt() {
		Duration rest = this.respite.rest(now());
		if (rest.compareTo(Duration.ZERO) > 0 && (this.call.settings().enabled() || this.call.shared())) {
			new Wait().await(waitUntilTheEnd(rest));
			return;
		}
		this.attempts++;
		this.pending = true;
		new Attempt().await(this.attempt);
	}

	/** Wait because the service has asked another call to wait. */
	private Mono<Long> waitUntilTheEnd(Duration rest) {
		if (isTooLong(rest)) {
			return askedToWait(this.respite.again(rest, this.call.details(subscriber())), rest);
		}
		return Mono.delay(rest.plus(spread()), this.timer);
	}

	/** Continue the call, unless another thread has. */
	private void proceed(int turn, Runnable action) {
		if (!this.turn.compareAndSet(turn, turn + 1)) {
			return;
		}
		try {
			action.run();
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			fail(ex);
		}
	}

	private void answered(@Nullable R result) {
		try {
			if (!this.call.isAccepted(result)) {
				this.answer = result;
				throw new UnacceptedAnswerException(this.call);
			}
			this.answered = true;
			this.listeners.onSuccess(result);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		if (end()) {
			succeed(result);
		}
	}

	private void failed(Throwable failure) {
		new Wait().await(waitAfter(failure));
	}

	/** Determine whether and when to retry; an error if not. */
	private Mono<Long> waitAfter(Throwable failure) {
		if (GaveUpNote.isOn(failure)) {
			return waitAfterDependency(failure);
		}
		long failedAt = now();
		Duration asked = retryAfter(failure);
		if (!asked.isZero() && !Failures.isOfAnother(failure, this.call)) {
			// before a caller is informed of the failure and calls again
			this.respite.begin(failure, asked, failedAt);
		}
		register(failure);
		if (!this.call.repeatable() && (this.answered || !Failures.isUnapplied(failure, this.call))) {
			boolean unknown = !this.answered && Failures.isMaybeApplied(failure, this.call);
			return Mono.error(unknown ? this.failures.outcomeUnknown(failure) : failure);
		}
		this.doubtful = this.doubtful || Failures.isMaybeApplied(failure, this.call);
		this.pending = false;
		this.answered = false;
		return waitAfter(failure, asked, failedAt);
	}

	/**
	 * Handle the failure of a shared request, for which all calls have waited. It has
	 * been repeated for all of them, with its own budget and listeners. Each call only
	 * observes a time to wait.
	 */
	private Mono<Long> waitAfterDependency(Throwable failure) {
		note(failure);
		this.pending = false;
		Duration asked = retryAfter(failure);
		if (!asked.isZero()) {
			return waitAfter(failure, asked, now());
		}
		if (Failures.isTransient(failure, this.call.settings().statusCodes())) {
			countExhausted();
		}
		return Mono.error(failure);
	}

	private Mono<Long> waitAfter(Throwable failure, Duration asked, long failedAt) {
		if (!isAllowed()) {
			boolean helpful = Failures.isTransient(failure, this.call.settings().statusCodes());
			return helpful ? exhausted(failure, this.rules.limit())
					: Mono.error(isUnreadWrite(failure) ? this.failures.outcomeUnknown(failure) : failure);
		}
		if (!asked.isZero() && isTooLong(asked)) {
			return askedToWait(failure, asked);
		}
		return backOffs().next().flatMap((own) -> {
			// a policy that blocks has waited already
			Duration rest = asked.minusNanos(now() - failedAt);
			return pause(failure, (own.compareTo(rest) >= 0) ? own : rest.plus(spread()));
		});
	}

	/**
	 * Tell whether a requested wait is too long. A shared call does not wait, as each of
	 * its callers has its own time.
	 */
	private boolean isTooLong(Duration asked) {
		return this.call.shared() || asked.compareTo(remaining()) >= 0;
	}

	private <T> Mono<T> askedToWait(Throwable failure, Duration asked) {
		String asks = "the server asks to wait " + asked.toSeconds() + " s (Retry-After), ";
		return this.call.shared() ? gaveUp(failure, asks + "for which each call has its own time")
				: exhausted(failure, asks + "longer than " + time() + " has left");
	}

	private Mono<Long> pause(Throwable failure, Duration delay) {
		if (delay.compareTo(remaining()) >= 0) {
			return exhausted(failure,
					"after the wait of " + delay.toMillis() + " ms that is due nothing would be left of " + time());
		}
		String reason = Failures.reason(failure);
		if (!isInBudget(failure)) {
			this.rules.metrics().budgetExhausted(this.call.serviceTag(), this.call.call().operation());
			return gaveUp(failure,
					"the retry budget of the service '" + payer(failure) + "' is used up (sequoia.retry.budget)");
		}
		this.rules.metrics().retried(this.call.serviceTag(), this.call.call().operation(), reason);
		if (logger.isDebugEnabled()) {
			log("Attempt " + this.attempts + " of " + this.call + " failed (" + reason + "), next in "
					+ delay.toMillis() + " ms", logger::debug);
		}
		// on the timer even without a delay, as attempts that fail at once must not nest
		return Mono.delay(delay, this.timer);
	}

	private boolean isBudgeted() {
		return this.call.settings().enabled() && this.call.settings().budget().enabled();
	}

	// a repeated poll is the caller's wish and no sign of an outage; a shared request has
	// its own budget
	private boolean isInBudget(Throwable failure) {
		return !isBudgeted() || failure instanceof UnacceptedAnswerException || GaveUpNote.isOn(failure)
				|| this.limits.apply(payer(failure)).budget().take(now());
	}

	private String payer(Throwable failure) {
		String failed = (failure instanceof SequoiaFailure known) ? known.service() : null;
		return (failed == null || failed.equals(this.call.call().service())) ? this.call.budget() : failed;
	}

	private BackOffs backOffs() {
		BackOffs known = this.backOffs;
		if (known == null) {
			known = BackOffs.start(this.rules.backOff(), this.context);
			this.backOffs = known;
		}
		return known;
	}

	private void deadline() {
		countExhausted();
		Throwable last = this.failure;
		if (last instanceof UnacceptedAnswerException) {
			fail(last);
			return;
		}
		RequestTimeoutException timeout = this.failures.timeout(this.attempts, last);
		boolean unknown = this.pending && !this.call.repeatable();
		register(timeout);
		fail(unknown ? this.failures.outcomeUnknown(timeout) : timeout);
	}

	/** End the call as the client is closed. */
	void stop() {
		if (end()) {
			ServiceUnavailableException closed = this.failures.closed(this.attempts, !isMaybeSent());
			register(closed);
			conclude(isMaybeWritten() ? this.failures.outcomeUnknown(closed) : closed);
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
		if (isMaybeWritten()) {
			Consumer<OutcomeUnknownException> abandoned = CallContext.abandoned(subscriber());
			if (abandoned != null) {
				abandoned.accept(this.failures.outcomeUnknown(cancelled));
			}
		}
		close(cancelled);
	}

	private boolean isUnreadWrite(Throwable failure) {
		return Failures.isUnread(failure) && isMaybeWritten();
	}

	private boolean isMaybeSent() {
		return this.pending || this.doubtful;
	}

	private boolean isMaybeWritten() {
		return isMaybeSent() && (!this.call.repeatable() || !this.call.refs().isEmpty());
	}

	private void register(Throwable failure) {
		note(failure);
		this.listeners.onError(failure);
	}

	private void note(Throwable failure) {
		this.failure = failure;
		this.rules.policy().registerThrowable(this.context, failure);
	}

	private <T> Mono<T> exhausted(Throwable failure, String why) {
		countExhausted();
		return gaveUp(failure, why);
	}

	private void countExhausted() {
		this.context.setAttribute(RetryContext.EXHAUSTED, true);
		// for a shared call the waiting calls are counted
		if (this.call.settings().enabled() && !this.call.shared()) {
			this.rules.metrics().exhausted(this.call.serviceTag(), this.call.call().operation());
		}
	}

	private <T> Mono<T> gaveUp(Throwable failure, String why) {
		if (this.call.settings().enabled()) {
			String note = "Gave up after attempt " + this.attempts + " of " + this.call + ", " + elapsed().toMillis()
					+ " ms after its start: " + why;
			log(note, logger::debug);
			GaveUpNote.add(failure, note);
		}
		return Mono.error(failure);
	}

	private void fail(Throwable failure) {
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

	/** Take the last turn. */
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
			GaveUpNote.add(failure, "Another attempt of " + this.call + " would not help those who waited for it");
		}
		close(failure);
		this.sink.error(failure);
	}

	private void close(@Nullable Throwable failure) {
		this.context.setAttribute(RetryContext.CLOSED, true);
		try {
			this.rules.policy().close(this.context);
		}
		catch (RuntimeException ex) {
			log("RetryPolicy " + this.rules.policy().getClass().getName() + " failed to close " + this.call
					+ ", whose outcome stays what it is", (line) -> logger.warn(line, ex));
		}
		this.listeners.close(failure);
	}

	private void log(String line, Consumer<String> logger) {
		CorrelationIds.log(subscriber(), line, logger);
	}

	private boolean isAllowed() {
		return this.rules.policy().canRetry(this.context) && !this.context.isExhaustedOnly();
	}

	private static Duration retryAfter(Throwable failure) {
		Duration asked = (failure instanceof SequoiaFailure told) ? told.retryAfter() : null;
		return (asked != null) ? asked : Duration.ZERO;
	}

	// jitter, so that callers with the same time to wait do not come back at once
	private Duration spread() {
		RetrySettings settings = this.call.settings();
		return (settings.jitter() == Jitter.FULL)
				? Duration.ofMillis(this.rules.random().nextLong(settings.interval().toMillis() + 1)) : Duration.ZERO;
	}

	private String time() {
		return "the " + this.call.settings().maxTime().toMillis() + " ms of the call (sequoia.retry.max-time)";
	}

	/**
	 * Return the remaining time. A shared call has no limit of its own, as its callers
	 * have theirs.
	 */
	private Duration remaining() {
		if (this.call.shared()) {
			return FOR_AS_LONG_AS_SOMEBODY_WAITS;
		}
		return this.call.settings().maxTime().minus(elapsed());
	}

	private Duration elapsed() {
		return Duration.ofNanos(now() - this.started);
	}

	private long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	private ContextView subscriber() {
		return this.sink.contextView();
	}

	/**
	 * One step of the call with its time limit. A signal after its end is ignored, as the
	 * call has continued.
	 */
	private abstract class Step<T> implements CoreSubscriber<T>, Disposable {

		private final int turn = RetryRun.this.turn.get();

		private final AtomicReference<@Nullable Subscription> source = new AtomicReference<>();

		private volatile @Nullable Disposable timeout;

		private volatile @Nullable T answer;

		final void await(Mono<T> source) {
			if (this.turn == ENDED) {
				return;
			}
			RetryRun.this.step.update(this);
			source.subscribe(this);
			startTimeout();
		}

		/** Start the time limit of the step now, whatever it was before. */
		final synchronized void startTimeout() {
			stopTimeout();
			if (!isDisposed()) {
				this.timeout = RetryRun.this.timer.schedule(() -> end(this::onTimeout), limit().toNanos(),
						TimeUnit.NANOSECONDS);
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
			proceed(this.turn, () -> {
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

	private final class Attempt extends Step<R> implements Consumer<Boolean> {

		private final Context context = CallContext.withAttempt(CallContext.withWaiting(Context.of(subscriber()), this),
				RetryRun.this.attempts);

		private volatile boolean waiting;

		private volatile boolean last;

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void accept(Boolean waits) {
			this.waiting = waits;
			startTimeout();
		}

		@Override
		Duration limit() {
			Duration own = RetryRun.this.call.settings().attemptTimeout();
			Duration remaining = remaining();
			// shared requests are limited by the clients that send them
			this.last = this.waiting || RetryRun.this.call.shared() || remaining.compareTo(own) <= 0;
			return this.last ? remaining : own;
		}

		@Override
		void onAnswer(@Nullable R answer) {
			answered(answer);
		}

		@Override
		void onFailure(Throwable failure) {
			failed(failure);
		}

		@Override
		void onTimeout() {
			if (this.last) {
				deadline();
			}
			else {
				failed(RetryRun.this.failures.attemptTimeout());
			}
		}

	}

	private final class Wait extends Step<Long> {

		@Override
		public Context currentContext() {
			return Context.of(subscriber());
		}

		@Override
		Duration limit() {
			return remaining();
		}

		@Override
		void onAnswer(@Nullable Long waited) {
			attempt();
		}

		@Override
		void onFailure(Throwable failure) {
			fail(failure);
		}

		@Override
		void onTimeout() {
			deadline();
		}

	}

}
