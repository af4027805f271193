package io.sequoia.retry;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.sequoia.contract.Proves;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RetrySettingsTests {

	private final RetrySettings defaults = RetrySettings.defaults();

	@Test
	@Proves({ "10 attempts", "10 time" })
	void defaultsAreThoseOfTheConfigurationKeys() {
		assertThat(this.defaults).isEqualTo(new RetrySettings(true, 10, Duration.ofSeconds(120), Duration.ofSeconds(30),
				Strategy.EXPONENTIAL, Duration.ofMillis(100), 2, Duration.ofSeconds(10), Jitter.FULL, Set.of(),
				new Budget(true, 0.1)));
	}

	@Test
	void copiesChangeOneThing() {
		assertThat(this.defaults.withMaxAttempts(20).maxAttempts()).isEqualTo(20);
		assertThat(this.defaults.withMaxTime(Duration.ofSeconds(5)).maxTime()).hasSeconds(5);
		assertThat(this.defaults.withInterval(Duration.ofMillis(10)).interval()).hasMillis(10);
		assertThat(this.defaults.withMaxAttempts(20).withMaxAttempts(10)).isEqualTo(this.defaults);
		assertThat(this.defaults.withMaxTime(Duration.ofSeconds(5)).withMaxTime(Duration.ofMinutes(2)))
			.isEqualTo(this.defaults);
		assertThat(this.defaults.withInterval(Duration.ofMillis(10)).withInterval(Duration.ofMillis(100)))
			.isEqualTo(this.defaults);
	}

	@Test
	void furtherStatusesAddUp() {
		assertThat(this.defaults.withStatusCodes(Set.of(404)).withStatusCodes(Set.of(404, 409)).statusCodes())
			.containsExactlyInAnyOrder(404, 409);
	}

	@Test
	void intervalOfACallMayExceedTheLongestWait() {
		assertThat(this.defaults.withInterval(Duration.ofSeconds(20)).maxInterval()).hasSeconds(20);
	}

	static List<Arguments> mistakes() {
		RetrySettings defaults = RetrySettings.defaults();
		return List.of(mistake("sequoia.retry.max-attempts", () -> defaults.withMaxAttempts(0)),
				mistake("sequoia.retry.max-time", () -> defaults.withMaxTime(Duration.ZERO)),
				mistake("sequoia.retry.max-time", () -> defaults.withMaxTime(Duration.ofSeconds(-1))),
				mistake("sequoia.retry.interval", () -> defaults.withInterval(Duration.ZERO)),
				mistake("sequoia.retry.multiplier", () -> settings(0.5, Duration.ofSeconds(1))),
				mistake("sequoia.retry.multiplier", () -> settings(Double.NaN, Duration.ofSeconds(1))),
				mistake("sequoia.retry.max-interval", () -> settings(2, Duration.ofMillis(99))),
				mistake("sequoia.retry.budget.ratio", () -> new Budget(true, -0.1)),
				mistake("sequoia.retry.budget.ratio", () -> new Budget(true, 1.1)));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void mistakeNamesItsKey(String key, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessageStartingWith(key);
	}

	private static Arguments mistake(String key, ThrowingCallable mistake) {
		return arguments(key, mistake);
	}

	private static RetrySettings settings(double multiplier, Duration maxInterval) {
		return new RetrySettings(true, 10, Duration.ofSeconds(120), Duration.ofSeconds(30), Strategy.EXPONENTIAL,
				Duration.ofMillis(100), multiplier, maxInterval, Jitter.FULL, Set.of(), new Budget(true, 0.1));
	}

}
