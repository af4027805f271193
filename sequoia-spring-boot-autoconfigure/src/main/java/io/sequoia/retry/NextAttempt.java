package io.sequoia.retry;

import java.time.Duration;

import io.sequoia.call.Effect;
import io.sequoia.retry.RetryWaits.Waits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides whether and when a call gets a further attempt.
 */
final class NextAttempt {

	private final RetryCall<?> call;

	private final RunRules rules;

	private final RetryState state;

	private final RunTime time;

	private final RunBudget budget;

	private final RunReport report;

	private final RunFailures failures;

	private volatile @Nullable Waits waits;

	NextAttempt(RetryCall<?> call, RunRules rules, RetryState state, RunTime time, RunBudget budget, RunReport report,
			RunFailures failures) {
		this.call = call;
		this.rules = rules;
		this.state = state;
		this.time = time;
		this.budget = budget;
		this.report = report;
		this.failures = failures;
	}

	/**
	 * Wait after a failed attempt.
	 * @param failure the failure
	 * @param effect the effect of the attempts, this one included
	 * @param failedAt the time at which the attempt failed
	 * @return the wait; an error if the call ends
	 */
	Mono<Long> after(Throwable failure, Effect effect, long failedAt) {
		boolean allowed = this.rules.allow(this.state);
		return switch (Verdict.of(failure, this.call, effect, allowed)) {
			case RETRY -> this.call.spent().getAsBoolean()
					? gaveUp(failure, "the body of the request is a stream, which" + " is sent only once")
					: pause(failure, Failures.retryAfter(failure), failedAt);
			case FAIL -> Mono.error(failure);
			case UNKNOWN -> Mono.error(this.failures.outcomeUnknown(failure));
			case EXHAUSTED -> exhausted(failure, this.rules.condition().limit());
		};
	}

	/**
	 * Wait before an attempt, as the service has asked another call to.
	 * @param rest the remaining time
	 * @param pause has the service's answer
	 * @return the wait; an error if the call ends
	 */
	Mono<Long> afterPause(Duration rest, RetryAfterPause pause) {
		if (this.time.isTooLong(rest)) {
			return askedToWait(pause.again(rest, this.failures.details()), rest);
		}
		return Mono.delay(rest.plus(spread()), this.time.timer());
	}

	private Mono<Long> pause(Throwable failure, Duration asked, long failedAt) {
		if (!asked.isZero() && this.time.isTooLong(asked)) {
			return askedToWait(failure, asked);
		}
		return waits().next()
			.switchIfEmpty(Mono.defer(() -> exhausted(failure, this.rules.condition().limit())))
			.flatMap((own) -> {
				// waits that block have ended by now
				Duration rest = asked.minusNanos(this.time.now() - failedAt);
				return pause(failure, (own.compareTo(rest) >= 0) ? own : rest.plus(spread()));
			});
	}

	private Mono<Long> pause(Throwable failure, Duration delay) {
		if (delay.compareTo(this.time.remaining()) >= 0) {
			return exhausted(failure, "the next wait of " + delay.toMillis() + " ms would be longer than what"
					+ " is left of " + this.time.limit());
		}
		if (!this.budget.pay(failure, this.time.now())) {
			this.report.budgetExhausted();
			return gaveUp(failure, "the retry budget of the service '" + this.budget.payer(failure)
					+ "' is used up (sequoia.retry.budget)");
		}
		this.report.retried(failure, delay);
		// on the timer even without a delay, as attempts that fail at once must not nest
		return Mono.delay(delay, this.time.timer());
	}

	private Waits waits() {
		Waits known = this.waits;
		if (known == null) {
			known = this.rules.waits().start(this.state);
			this.waits = known;
		}
		return known;
	}

	private Duration spread() {
		return this.time.spread(this.rules.random());
	}

	private <T> Mono<T> askedToWait(Throwable failure, Duration asked) {
		String asks = "the server asks to wait " + asked.toSeconds() + " s (Retry-After), ";
		return this.call.shared() ? gaveUp(failure, asks + "and each waiting call decides by its own time limit")
				: exhausted(failure, asks + "longer than what is left of " + this.time.limit());
	}

	private <T> Mono<T> exhausted(Throwable failure, String why) {
		this.report.exhausted();
		return gaveUp(failure, why);
	}

	private <T> Mono<T> gaveUp(Throwable failure, String why) {
		this.report.gaveUp(failure, why);
		return Mono.error(failure);
	}

}
