package io.sequoia.retry;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.retry.RetrySettings.Jitter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

/**
 * One subscriber's call: the loop that Spring Retry's template runs on a waiting thread,
 * cut into steps between attempts and timers.
 */
final class RetryRun<R> {

	private static final Log logger = LogFactory.getLog(RetryRun.class);

	private final RetryCall<R> call;

	private final RetryRules rules;

	private final RunFailures failures;

	private final long started;

	private final ContextView subscriber;

	private final RetryContext context;

	private final RetryListeners<R> listeners;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile int attempts;

	// from the start of an attempt until it is known that it was not applied
	private volatile boolean pending;

	private volatile boolean answered;

	// whether an attempt that has failed may have been applied
	private volatile boolean doubtful;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable R answer;

	RetryRun(RetryCall<R> call, RetryRules rules, ContextView subscriber) {
		this.call = call;
		this.rules = rules;
		this.failures = new RunFailures(call, subscriber);
		this.subscriber = subscriber;
		this.started = rules.timer().now(TimeUnit.NANOSECONDS);
		this.context = rules.policy().open(null);
		this.listeners = new RetryListeners<>(rules.listeners(), this.context, new LabelledCallback<>(call), this::log);
	}

	Mono<R> run(Mono<R> attempt) {
		return Mono.defer(() -> begin(attempt))
			.timeout(this.call.settings().maxTime(), Mono.defer(this::deadline), this.rules.timer())
			.timeout(this.rules.closed(), Mono.defer(this::closed))
			.onErrorResume(UnacceptedAnswerException.class, (unaccepted) -> Mono.justOrEmpty(this.answer))
			.doOnSuccess((result) -> close(null))
			.doOnError(this::close)
			.doOnCancel(this::cancelled);
	}

	private Mono<R> begin(Mono<R> attempt) {
		RetryListener refusing = this.listeners.open();
		if (refusing != null) {
			return Mono.error(this.failures.refused("the RetryListener " + refusing.getClass().getName()));
		}
		this.context.setAttribute(RetryContext.MAX_ATTEMPTS, this.rules.policy().getMaxAttempts());
		BackOffs backOffs = BackOffs.start(this.rules.backOff(), this.context);
		if (!isAllowed()) {
			return Mono.error(this.failures.refused("the RetryPolicy " + this.rules.policy().getClass().getName()));
		}
		if (this.rules.budget() != null) {
			this.rules.budget().earn(this.call.settings().budget().ratio());
		}
		return Mono.defer(() -> next(attempt))
			.doOnSuccess(this::succeeded)
			.retryWhen(Retry.from((failed) -> failed.concatMap((signal) -> failed(signal.failure(), backOffs))));
	}

	private Mono<R> next(Mono<R> attempt) {
		int number = this.attempts + 1;
		this.attempts = number;
		this.pending = true;
		return attempt.contextWrite((context) -> context.put(RetryExecutor.ATTEMPT, number));
	}

	private void succeeded(@Nullable R result) {
		if (!this.call.isAccepted(result)) {
			this.answer = result;
			throw new UnacceptedAnswerException(this.call);
		}
		this.answered = true;
		this.listeners.onSuccess(result);
	}

	private Mono<Long> failed(Throwable failure, BackOffs backOffs) {
		long failedAt = now();
		register(failure);
		if (!this.call.repeatable() && (this.answered || !Failures.isUnapplied(failure, this.call))) {
			boolean unknown = !this.answered && Failures.isMaybeApplied(failure, this.call);
			return Mono.error(unknown ? this.failures.outcomeUnknown(failure) : failure);
		}
		this.doubtful = this.doubtful || Failures.isMaybeApplied(failure, this.call);
		this.pending = false;
		this.answered = false;
		if (!isAllowed()) {
			boolean helpful = Failures.isTransient(failure, this.call.settings().statusCodes());
			return helpful ? exhausted(failure, this.rules.limit()) : Mono.error(failure);
		}
		Duration asked = retryAfter(failure);
		if (asked.compareTo(remaining()) >= 0) {
			return exhausted(failure, "the server asks to wait " + asked.toSeconds() + " s (Retry-After), longer than "
					+ time() + " has left");
		}
		return backOffs.next().flatMap((own) -> {
			// a policy that blocks has waited by now
			Duration rest = asked.minusNanos(now() - failedAt);
			return pause(failure, (own.compareTo(rest) >= 0) ? own : rest.plus(spread()));
		});
	}

	private Mono<Long> pause(Throwable failure, Duration delay) {
		if (delay.compareTo(remaining()) >= 0) {
			return exhausted(failure,
					"after the wait of " + delay.toMillis() + " ms that is due nothing would be left of " + time());
		}
		String reason = Failures.reason(failure);
		if (!isInBudget(failure)) {
			this.rules.metrics().budgetExhausted(this.call.tag(), this.call.operation());
			return gaveUp(failure,
					"the retry budget of the service '" + this.call.service() + "' is used up (sequoia.retry.budget)");
		}
		this.rules.metrics().retried(this.call.tag(), this.call.operation(), reason);
		if (logger.isDebugEnabled()) {
			log("Attempt " + this.attempts + " of " + this.call + " failed (" + reason + "), next in "
					+ delay.toMillis() + " ms", logger::debug);
		}
		return delay.isZero() ? Mono.just(0L) : Mono.delay(delay, this.rules.timer());
	}

	// polling for an answer is the caller's wish and no sign of an outage
	private boolean isInBudget(Throwable failure) {
		return this.rules.budget() == null || failure instanceof UnacceptedAnswerException
				|| this.rules.budget().take(now());
	}

	private Mono<R> deadline() {
		countExhausted();
		Throwable last = this.failure;
		if (last instanceof UnacceptedAnswerException) {
			return Mono.error(last);
		}
		RequestTimeoutException timeout = this.failures.timeout(this.attempts, last);
		boolean unknown = this.pending && !this.call.repeatable();
		register(timeout);
		return Mono.error(unknown ? this.failures.outcomeUnknown(timeout) : timeout);
	}

	private Mono<R> closed() {
		ServiceUnavailableException closed = this.failures.closed(this.attempts, !isMaybeSent());
		register(closed);
		return Mono.error(isMaybeWritten() ? this.failures.outcomeUnknown(closed) : closed);
	}

	private void cancelled() {
		CancellationException cancelled = new CancellationException(this.call + " was cancelled");
		if (isMaybeWritten()) {
			Consumer<OutcomeUnknownException> abandoned = this.subscriber.getOrDefault(RetryExecutor.ABANDONED, null);
			if (abandoned != null) {
				abandoned.accept(this.failures.outcomeUnknown(cancelled));
			}
		}
		close(cancelled);
	}

	private boolean isMaybeSent() {
		return this.pending || this.doubtful;
	}

	private boolean isMaybeWritten() {
		return isMaybeSent() && (!this.call.repeatable() || !this.call.refs().isEmpty());
	}

	private void register(Throwable failure) {
		this.failure = failure;
		this.rules.policy().registerThrowable(this.context, failure);
		this.listeners.onError(failure);
	}

	private <T> Mono<T> exhausted(Throwable failure, String why) {
		countExhausted();
		return gaveUp(failure, why);
	}

	private void countExhausted() {
		this.context.setAttribute(RetryContext.EXHAUSTED, true);
		if (this.call.settings().enabled()) {
			this.rules.metrics().exhausted(this.call.tag(), this.call.operation());
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

	private void close(@Nullable Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
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
		this.call.log(this.subscriber, line, logger);
	}

	private boolean isAllowed() {
		return this.rules.policy().canRetry(this.context) && !this.context.isExhaustedOnly();
	}

	private static Duration retryAfter(Throwable failure) {
		Duration asked = (failure instanceof RateLimitedException limited) ? limited.retryAfter() : null;
		return (asked != null) ? asked : Duration.ZERO;
	}

	// callers that the server asked to wait equally long must not come back as one
	private Duration spread() {
		RetrySettings settings = this.call.settings();
		return (settings.jitter() == Jitter.FULL)
				? Duration.ofMillis(this.rules.random().nextLong(settings.interval().toMillis() + 1)) : Duration.ZERO;
	}

	private String time() {
		return "the " + this.call.settings().maxTime().toMillis() + " ms of the call (sequoia.retry.max-time)";
	}

	private Duration remaining() {
		return this.call.settings().maxTime().minus(elapsed());
	}

	private Duration elapsed() {
		return Duration.ofNanos(now() - this.started);
	}

	private long now() {
		return this.rules.timer().now(TimeUnit.NANOSECONDS);
	}

}
