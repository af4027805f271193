package io.sequoia.security;

import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestRateLimitTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final RequestRateLimit pace = new RequestRateLimit();

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MIN_VALUE, Long.MAX_VALUE - 2_000_000_000L, -1 })
	void letsAFewRequestsThroughAtOnceAndThenOnePerSecond(long origin) {
		long[] waits = LongStream.range(0, 9).map((i) -> this.pace.next(origin).toSeconds()).toArray();
		assertThat(waits).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 4);
	}

	@Test
	void neverHoldsUpOneRequestPerSecond() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.pace.next(i * SECOND)).isZero();
		}
	}

	@Test
	void holdsUpWhatWouldBeMoreThanOnePerSecondInTheLongRun() {
		long clock = 0;
		for (int i = 0; i < 100; i++) {
			clock += SECOND / 10;
			clock += this.pace.next(clock).toNanos();
		}
		assertThat(clock).isGreaterThanOrEqualTo(95 * SECOND);
	}

	@Test
	void forgetsTheRushAfterAQuietTime() {
		for (int i = 0; i < 5; i++) {
			this.pace.next(0);
		}
		for (int i = 0; i < 5; i++) {
			assertThat(this.pace.next(10 * SECOND)).isZero();
		}
		assertThat(this.pace.next(10 * SECOND)).isEqualTo(Duration.ofSeconds(1));
	}

}
