package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdleCacheTests {

	/** A clock that overflows during the test, as a monotonic clock may. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(30).toNanos());

	private final IdleCache<Integer, String> cache = new IdleCache<>(100, this.clock::get);

	private final AtomicInteger made = new AtomicInteger();

	@Test
	void makesAnEntryOnce() {
		assertThat(get(1)).isEqualTo("1 of 1");
		assertThat(get(1)).isEqualTo("1 of 1");
		assertThat(this.cache.find(1)).isEqualTo("1 of 1");
		assertThat(this.cache.find(2)).isNull();
		assertThat(this.cache.values()).containsExactly("1 of 1");
	}

	@Test
	void dropsWhatNobodyUsesForAnHourWhileOthersAreUsed() {
		get(1);
		get(2);
		for (int i = 0; i < 12; i++) {
			pass(Duration.ofMinutes(5));
			get(2);
			this.cache.find(1);
		}
		assertThat(this.cache.find(1)).isNull();
		assertThat(this.cache.find(2)).isNotNull();
	}

	@Test
	void givesBackWhatIsThereHoweverLongItWasUnused() {
		get(1);
		pass(Duration.ofDays(30));
		assertThat(get(1)).isEqualTo("1 of 1");
	}

	@Test
	void dropsWhatWasUnusedForLongestBeyondTheLargestNumber() {
		for (int i = 0; i < 1000; i++) {
			get(i);
			get(0);
			pass(Duration.ofNanos(1));
			assertThat(this.cache.values().count()).isLessThanOrEqualTo(101);
		}
		assertThat(this.cache.find(0)).as("kept, as it is in use").isEqualTo("0 of 1");
		assertThat(this.cache.find(999)).isNotNull();
		assertThat(this.cache.find(1)).isNull();
	}

	private String get(int key) {
		return this.cache.get(key, (unknown) -> unknown + " of " + this.made.incrementAndGet());
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

}
