package io.sequoia.autoconfigure;

import java.time.Duration;

/**
 * Adapts defaults to the settings that were written, so that a default never conflicts
 * with a written value.
 */
final class AdjustedDefaults {

	private final SequoiaProperties properties;

	private final WrittenSettings written;

	AdjustedDefaults(SequoiaProperties properties, WrittenSettings written) {
		this.properties = properties;
		this.written = written;
	}

	void apply() {
		SequoiaProperties.Retry retry = this.properties.getRetry();
		SequoiaProperties.Http http = this.properties.getHttp();
		if (isLonger(http.getResponseTimeout(), retry.getMaxTime())) {
			if (!this.written.contains("sequoia.http.response-timeout")) {
				http.setResponseTimeout(retry.getMaxTime());
			}
			else if (!this.written.contains("sequoia.retry.max-time")) {
				retry.setMaxTime(http.getResponseTimeout());
			}
		}
		if (isLonger(retry.getInterval(), retry.getMaxInterval())) {
			if (!this.written.contains("sequoia.retry.max-interval")) {
				retry.setMaxInterval(retry.getInterval());
			}
			else if (!this.written.contains("sequoia.retry.interval")) {
				retry.setInterval(retry.getMaxInterval());
			}
		}
	}

	private static boolean isLonger(Duration one, Duration other) {
		// a wrong duration is reported where it was written, and not spread
		return one.compareTo(other) > 0 && other.compareTo(Duration.ZERO) > 0;
	}

}
