package io.sequoia.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures the requests to registry and identity service, and how old that is what they
 * brought. The methods are called on event-loop threads and must not block.
 */
public interface ControlMetrics {

	/**
	 * Measures nothing.
	 */
	ControlMetrics NONE = new ControlMetrics() {
	};

	/**
	 * The identity service was asked for a token.
	 * @param outcome how it went
	 * @param time how long it took
	 */
	default void tokenRequested(Outcome outcome, Duration time) {
	}

	/**
	 * The registry was asked for its services.
	 * @param outcome how it went
	 * @param time how long it took
	 */
	default void registryRefreshed(Outcome outcome, Duration time) {
	}

	/**
	 * There is a source of tokens to watch.
	 * @param age tells how long ago the token in use was received, the oldest one of
	 * several tenants; {@code null} while there is none
	 */
	default void watchToken(Supplier<@Nullable Duration> age) {
	}

	/**
	 * There is a registry to watch.
	 * @param age tells how long ago the answer in use was received, the oldest one of
	 * several tenants; {@code null} while there is none
	 */
	default void watchRegistry(Supplier<@Nullable Duration> age) {
	}

}
