package io.sequoia.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that is set by the test.
 */
final class MutableClock extends Clock {

	private volatile Instant now;

	MutableClock(String now) {
		this.now = Instant.parse(now);
	}

	void advanceSeconds(long seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

}
