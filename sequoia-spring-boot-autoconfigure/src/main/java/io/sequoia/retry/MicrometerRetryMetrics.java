package io.sequoia.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts in Micrometer: {@code sequoia.client.retries},
 * {@code sequoia.client.retries.exhausted} and
 * {@code sequoia.client.retry.budget.exhausted}. This is the only class of the package
 * that needs Micrometer. Thread-safe.
 */
public final class MicrometerRetryMetrics implements RetryMetrics {

	private final MeterProvider<Counter> retries;

	private final MeterProvider<Counter> exhausted;

	private final MeterProvider<Counter> budgetExhausted;

	/**
	 * Count in a registry.
	 * @param registry the registry
	 */
	public MicrometerRetryMetrics(MeterRegistry registry) {
		this.retries = Counter.builder("sequoia.client.retries")
			.description("Attempts after the first")
			.withRegistry(registry);
		this.exhausted = Counter.builder("sequoia.client.retries.exhausted")
			.description("Calls whose attempts or time ended before they went well")
			.withRegistry(registry);
		this.budgetExhausted = Counter.builder("sequoia.client.retry.budget.exhausted")
			.description("Calls not repeated since the retry budget of their service was used up")
			.withRegistry(registry);
	}

	@Override
	public void retried(String service, String operation, String reason) {
		this.retries.withTags("service", service, "operation", operation, "reason", reason).increment();
	}

	@Override
	public void exhausted(String service, String operation) {
		this.exhausted.withTags("service", service, "operation", operation).increment();
	}

	@Override
	public void budgetExhausted(String service, String operation) {
		this.budgetExhausted.withTags("service", service, "operation", operation).increment();
	}

}
