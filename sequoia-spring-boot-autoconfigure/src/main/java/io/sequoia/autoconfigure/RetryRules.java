package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.Objects;

/**
 * The rules on retries.
 */
final class RetryRules {

	private final Violations violations;

	RetryRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Retry retry, Duration responseTimeout) {
		this.violations.checkRange("sequoia.retry.max-attempts", retry.getMaxAttempts(), 1, 100);
		this.violations.checkDuration("sequoia.retry.max-time", retry.getMaxTime());
		this.violations.checkDuration("sequoia.retry.interval", retry.getInterval());
		this.violations.checkDuration("sequoia.retry.max-interval", retry.getMaxInterval());
		this.violations.checkAtLeast("sequoia.retry.multiplier", retry.getMultiplier(), 1);
		this.violations.checkRange("sequoia.retry.budget.ratio", retry.getBudget().getRatio(), 0, 1);
		if (retry.getStatusCodes().stream().anyMatch(Objects::isNull)) {
			this.violations.add("sequoia.retry.status-codes", null, "contains an empty value",
					"Remove the comma that nothing follows");
		}
		retry.getStatusCodes()
			.stream()
			.filter(Objects::nonNull)
			.forEach((status) -> this.violations.checkRange("sequoia.retry.status-codes", status, 400, 599));
		if (isShorter(retry.getMaxInterval(), retry.getInterval())) {
			this.violations.add("sequoia.retry.max-interval", retry.getMaxInterval(),
					"is shorter than 'sequoia.retry.interval' (" + Violations.print(retry.getInterval()) + ")",
					"Make it at least as long, or shorten 'sequoia.retry.interval'");
		}
		if (isShorter(retry.getMaxTime(), responseTimeout)) {
			this.violations.add("sequoia.http.response-timeout", responseTimeout,
					"lets one attempt take longer than 'sequoia.retry.max-time' ("
							+ Violations.print(retry.getMaxTime()) + ") allows for all of them",
					"Make it at most as long, or lengthen 'sequoia.retry.max-time'");
		}
	}

	/** Compare a duration that is not wrong by itself. */
	private static boolean isShorter(Duration one, Duration other) {
		return one.compareTo(Duration.ZERO) > 0 && one.compareTo(other) < 0;
	}

}
