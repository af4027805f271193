package io.sequoia.retry;

import java.time.Duration;
import java.util.List;

import io.sequoia.VersionConflictException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

class ConflictRetryTests {

	private static final Throwable CONFLICT = new VersionConflictException("412", DETAILS.withStatus(412), null);

	private final RetryFixture fixture = new RetryFixture();

	@Test
	void endsWithTheConflictOfTheTwentiethAttempt() {
		run(CONFLICT);

		assertThat(this.fixture.attempts()).isEqualTo(20);
		assertThat(this.fixture.failure).isSameAs(CONFLICT);
	}

	@Test
	void waitsGrowFromFiveMillisecondsWithFullJitter() {
		run(CONFLICT);

		List<Long> waits = this.fixture.waits();
		for (int i = 0; i < waits.size(); i++) {
			assertThat(waits.get(i)).isBetween(0L, Math.min(5L << i, 10_000));
		}
		assertThat(waits.subList(11, 19)).as("spread").doesNotHaveDuplicates();
	}

	@Test
	void endsWithTheFirstChangeThatIsNotOvertaken() {
		run(CONFLICT, CONFLICT, "changed");

		assertThat(this.fixture.answer).isEqualTo("changed");
		assertThat(this.fixture.attempts()).isEqualTo(3);
	}

	@Test
	void otherFailuresEndIt() {
		Throwable failure = unavailable(503);

		run(CONFLICT, failure, "changed");

		assertThat(this.fixture.failure).isSameAs(failure);
		assertThat(this.fixture.attempts()).isEqualTo(2);
	}

	private void run(Object... outcomes) {
		Mono<Object> change = this.fixture.executor().onConflict(this.fixture.script(outcomes));
		change.subscribe((answer) -> this.fixture.answer = answer, (error) -> this.fixture.failure = error);
		this.fixture.time.advanceTimeBy(Duration.ofHours(1));
	}

}
