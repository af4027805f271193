package io.sequoia.retry;

import java.util.function.Function;

import io.sequoia.SequoiaFailure;

/**
 * Pays for the retries of one call.
 */
final class RunBudget {

	private final RetryCall<?> call;

	private final Function<String, ServiceLimits> limits;

	RunBudget(RetryCall<?> call, Function<String, ServiceLimits> limits) {
		this.call = call;
		this.limits = limits;
	}

	/**
	 * Pay for a retry. Two kinds are free: a repeated poll is the caller's wish and no
	 * sign of an outage, and a shared request has its own budget.
	 * @param failure the failure that the retry is for
	 * @param now the time in nanoseconds
	 * @return {@code true} if there was enough
	 */
	boolean pay(Throwable failure, long now) {
		return !this.call.isBudgeted() || failure instanceof UnacceptedAnswerException || GaveUpNote.isOn(failure)
				|| this.limits.apply(payer(failure)).budget().take(now);
	}

	/**
	 * Name the service whose budget pays.
	 * @param failure the failure that the retry is for
	 */
	String payer(Throwable failure) {
		String failed = (failure instanceof SequoiaFailure known) ? known.service() : null;
		return (failed == null || failed.equals(this.call.call().service())) ? this.call.budget() : failed;
	}

}
