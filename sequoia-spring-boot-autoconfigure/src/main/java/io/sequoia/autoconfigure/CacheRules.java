package io.sequoia.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rules on the cache of answers.
 */
final class CacheRules {

	private final Violations violations;

	CacheRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Cache cache) {
		check("sequoia.cache", cache.getTimeToLive(), cache.getMaximumSize());
		cache.getTypes()
			.forEach((name, type) -> check("sequoia.cache.types." + name, type.getTimeToLive(), type.getMaximumSize()));
	}

	private void check(String prefix, @Nullable Duration timeToLive, @Nullable Long maximumSize) {
		if (timeToLive != null) {
			this.violations.checkDuration(prefix + ".time-to-live", timeToLive);
		}
		if (maximumSize != null) {
			this.violations.checkRange(prefix + ".maximum-size", maximumSize, 1, 10_000_000);
		}
	}

}
