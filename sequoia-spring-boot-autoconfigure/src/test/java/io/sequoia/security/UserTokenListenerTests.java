package io.sequoia.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The information before the end of a user's token.
 */
class UserTokenListenerTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Duration> told = new ArrayList<>();

	private final UserSession session = new UserSession(System::nanoTime, List.of((left) -> {
		throw new IllegalStateException("broken listener");
	}, new Unprepared(), this.told::add), this.time);

	@Test
	void isToldOnceAMinuteBeforeTheEnd() {
		logIn(Duration.ofHours(1));
		this.time.advanceTimeBy(Duration.ofMinutes(59).minusMillis(1));
		assertThat(this.told).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.told).containsExactly(Duration.ofMinutes(1));
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void isToldInTheMiddleOfAShortLife() {
		logIn(Duration.ofSeconds(30));
		this.time.advanceTimeBy(Duration.ofSeconds(15));
		assertThat(this.told).containsExactly(Duration.ofSeconds(15));
	}

	@Test
	void isToldNothingOfATokenWithoutAnEnd() {
		this.session.begin(new TokenAnswer("t", null), this.session.logouts());
		this.time.advanceTimeBy(Duration.ofDays(1));
		assertThat(this.told).isEmpty();
	}

	@Test
	void isToldNothingAfterALogout() {
		logIn(Duration.ofHours(1));
		this.session.end();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.told).isEmpty();
	}

	@Test
	void isToldOfTheLatestLoginOnly() {
		logIn(Duration.ofHours(1));
		this.time.advanceTimeBy(Duration.ofMinutes(30));
		logIn(Duration.ofHours(1));
		this.time.advanceTimeBy(Duration.ofMinutes(59).minusMillis(1));
		assertThat(this.told).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void isToldNothingAfterTheEndOfTheApplication() {
		logIn(Duration.ofHours(1));
		this.session.close();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.told).isEmpty();
	}

	@Test
	void doesNotFailALogin() {
		logIn(Duration.ofHours(1));
		assertThat(this.session.isLoggedIn()).isTrue();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.told).hasSize(1);
	}

	private void logIn(Duration lifetime) {
		assertThat(this.session.begin(new TokenAnswer("t", lifetime), this.session.logouts())).isTrue();
	}

	/** A listener whose configuration cannot be loaded. */
	private static final class Unprepared implements UserTokenListener {

		@Override
		public void expiring(Duration left) {
			throw new AssertionError("not scheduled");
		}

		@Override
		public Duration ahead() {
			throw new NoClassDefFoundError("missing/Settings");
		}

	}

}
