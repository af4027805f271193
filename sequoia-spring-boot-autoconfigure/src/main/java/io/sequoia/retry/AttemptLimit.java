package io.sequoia.retry;

import java.util.Set;

/**
 * Allows attempts according to the settings: after transient failures, up to a number.
 *
 * @param maxAttempts the most attempts, the first included
 * @param statusCodes the statuses to retry besides 5xx and 429
 */
record AttemptLimit(int maxAttempts, Set<Integer> statusCodes) implements RetryCondition {

	static AttemptLimit of(RetrySettings settings) {
		return new AttemptLimit(settings.enabled() ? settings.maxAttempts() : 1, settings.statusCodes());
	}

	@Override
	public boolean allows(RetryState state) {
		Throwable last = state.lastFailure();
		return state.failures() < this.maxAttempts && (last == null || Failures.isTransient(last, this.statusCodes));
	}

	@Override
	public String limit() {
		return "sequoia.retry.max-attempts is " + this.maxAttempts;
	}

}
