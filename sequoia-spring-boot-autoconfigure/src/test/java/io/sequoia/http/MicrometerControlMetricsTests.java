package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerControlMetricsTests {

	private static final String AGE = "sequoia.client.token.age";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void ageIsThatOfTheLivingOneOfTwoApplications() {
		MicrometerControlMetrics first = watching(100);
		MicrometerControlMetrics second = watching(5);
		assertThat(age()).isEqualTo(100);

		first.close();
		assertThat(age()).isEqualTo(5);

		MicrometerControlMetrics third = watching(7);
		second.close();
		assertThat(age()).isEqualTo(7);

		third.close();
		assertThat(this.registry.find(AGE).meters()).isEmpty();
	}

	@Test
	void thereIsNoAgeWhereNothingWasReceived() {
		try (MicrometerControlMetrics metrics = new MicrometerControlMetrics(this.registry)) {
			metrics.watchToken(() -> null);

			assertThat(age()).isNaN();
		}
	}

	private MicrometerControlMetrics watching(long seconds) {
		MicrometerControlMetrics metrics = new MicrometerControlMetrics(this.registry);
		metrics.watchToken(() -> Duration.ofSeconds(seconds));
		return metrics;
	}

	private double age() {
		return this.registry.get(AGE).timeGauge().value(TimeUnit.SECONDS);
	}

}
