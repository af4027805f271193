package io.sequoia.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures the requests to registry and identity service, and the age of the answers in
 * use. The methods are called on event-loop threads and must not block.
 */
public interface ControlMetrics {

	/**
	 * Metrics that measure nothing.
	 */
	ControlMetrics NONE = new ControlMetrics() {
	};

	/**
	 * Count a request for a token.
	 * @param outcome the outcome
	 * @param time the duration
	 */
	default void tokenRequested(Outcome outcome, Duration time) {
	}

	/**
	 * Count a request for the registry's listing.
	 * @param outcome the outcome
	 * @param time the duration
	 */
	default void registryRefreshed(Outcome outcome, Duration time) {
	}

	/**
	 * Begin to measure the age of tokens.
	 * @param age returns the time since the token in use was received, the oldest one of
	 * several tenants; {@code null} while there is none
	 */
	default void watchToken(Supplier<@Nullable Duration> age) {
	}

	/**
	 * Begin to measure the age of listings.
	 * @param age returns the time since the listing in use was received, the oldest one
	 * of several tenants; {@code null} while there is none
	 */
	default void watchRegistry(Supplier<@Nullable Duration> age) {
	}

}
