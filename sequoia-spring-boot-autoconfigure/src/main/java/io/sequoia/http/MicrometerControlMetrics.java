package io.sequoia.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures in Micrometer: {@code sequoia.client.token.requests},
 * {@code sequoia.client.token.age}, {@code sequoia.client.registry.refreshes} and
 * {@code sequoia.client.registry.age}. Needs Micrometer on the class path. Thread-safe.
 */
public final class MicrometerControlMetrics implements ControlMetrics {

	private final MeterRegistry registry;

	private final MeterProvider<Timer> tokenRequests;

	private final MeterProvider<Timer> registryRefreshes;

	/**
	 * Measure in a registry.
	 * @param registry the registry
	 */
	public MicrometerControlMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.tokenRequests = Timer.builder("sequoia.client.token.requests")
			.description("Requests for a token")
			.withRegistry(registry);
		this.registryRefreshes = Timer.builder("sequoia.client.registry.refreshes")
			.description("Requests for the registry's services")
			.withRegistry(registry);
	}

	@Override
	public void tokenRequested(Outcome outcome, Duration time) {
		this.tokenRequests.withTag("outcome", outcome.name()).record(time);
	}

	@Override
	public void registryRefreshed(Outcome outcome, Duration time) {
		this.registryRefreshes.withTag("outcome", outcome.name()).record(time);
	}

	@Override
	public void watchToken(Supplier<@Nullable Duration> age) {
		watch("sequoia.client.token.age", "Time since the token in use was received", age);
	}

	@Override
	public void watchRegistry(Supplier<@Nullable Duration> age) {
		watch("sequoia.client.registry.age", "Time since the registry's answer in use was received", age);
	}

	private void watch(String name, String description, Supplier<@Nullable Duration> age) {
		TimeGauge.builder(name, () -> millis(age.get()), TimeUnit.MILLISECONDS)
			.description(description)
			.register(this.registry);
	}

	private static Number millis(@Nullable Duration age) {
		return (age != null) ? age.toMillis() : Double.NaN;
	}

}
