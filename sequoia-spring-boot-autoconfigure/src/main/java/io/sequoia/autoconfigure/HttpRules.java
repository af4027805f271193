package io.sequoia.autoconfigure;

import io.sequoia.http.HeaderRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The rules on connections and their limits.
 */
final class HttpRules {

	/** The limit on the header size, because each connection may use that much memory. */
	private static final int MAX_HEADER_SIZE = 1024 * 1024;

	private final Violations violations;

	HttpRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Http http) {
		this.violations.checkDuration("sequoia.http.connect-timeout", http.getConnectTimeout());
		this.violations.checkDuration("sequoia.http.response-timeout", http.getResponseTimeout());
		checkSize("sequoia.http.max-response-size", http.getMaxResponseSize(), Integer.MAX_VALUE, "2047MB", "16MB");
		checkSize("sequoia.http.max-header-size", http.getMaxHeaderSize(), MAX_HEADER_SIZE, "1MB", "16KB");
		checkUserAgent(http.getUserAgent());
		new ProxyRules(this.violations).check(http.getProxy());
		checkPool(http.getPool());
	}

	private void checkSize(String key, DataSize size, int largest, String written, String example) {
		if (size.toBytes() <= 0 || size.toBytes() > largest) {
			this.violations.add(key, size, "must be from 1B to " + written,
					"Write a size with its unit, such as '" + example + "'");
		}
	}

	private void checkUserAgent(@Nullable String userAgent) {
		String key = "sequoia.http.user-agent";
		if (Text.isGiven(userAgent) && this.violations.checkResolved(key, userAgent, userAgent)
				&& !HeaderRules.isValue(userAgent)) {
			this.violations.add(key, userAgent, "contains characters other than printable ASCII",
					"Write a product and version such as 'catalogue/1.0'");
		}
	}

	private void checkPool(SequoiaProperties.Http.Pool pool) {
		this.violations.checkAtLeast("sequoia.http.pool.max-connections", pool.getMaxConnections(), 1);
		this.violations.checkDuration("sequoia.http.pool.max-idle-time", pool.getMaxIdleTime());
		this.violations.checkDuration("sequoia.http.pool.max-life-time", pool.getMaxLifeTime());
		this.violations.checkDuration("sequoia.http.pool.acquire-timeout", pool.getAcquireTimeout());
	}

}
