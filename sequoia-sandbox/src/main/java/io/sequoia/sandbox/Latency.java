package io.sequoia.sandbox;

import java.time.Duration;

/**
 * The time that every answer takes, which the console may change. Thread-safe.
 */
final class Latency {

	private final Duration given;

	private volatile Duration current;

	Latency(Duration given) {
		this.given = given;
		this.current = given;
	}

	Duration current() {
		return this.current;
	}

	void change(Duration changed) {
		this.current = changed;
	}

	/** Restore the latency of the start. */
	void reset() {
		this.current = this.given;
	}

}
