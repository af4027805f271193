package io.sequoia.retry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sequoia.Internal;

/**
 * Counts in Micrometer: {@code sequoia.client.retries},
 * {@code sequoia.client.retries.exhausted} and
 * {@code sequoia.client.retry.budget.exhausted}. This is the only class of the package
 * that needs Micrometer. Thread-safe.
 */
@Internal
public final class MicrometerRetryMetrics implements RetryMetrics {

	/**
	 * Frequent reasons, whose counters exist before the first retry: a monitoring system
	 * sees no increase in a counter that begins with 1.
	 */
	private static final List<String> REASONS = List.of("io", "timeout", "429", "503");

	private final Set<Kind> known = ConcurrentHashMap.newKeySet();

	private final MeterProvider<Counter> retries;

	private final MeterProvider<Counter> exhausted;

	private final MeterProvider<Counter> budgetExhausted;

	/**
	 * Count in a registry.
	 * @param registry the registry
	 */
	public MicrometerRetryMetrics(MeterRegistry registry) {
		this(registry, Tags.empty());
	}

	/**
	 * Count in a registry.
	 * @param registry the registry
	 * @param client the tags that distinguish the client from others
	 */
	public MicrometerRetryMetrics(MeterRegistry registry, Tags client) {
		this.retries = Counter.builder("sequoia.client.retries")
			.description("Attempts after the first")
			.tags(client)
			.withRegistry(registry);
		this.exhausted = Counter.builder("sequoia.client.retries.exhausted")
			.description("Calls that failed after their last attempt or at the end of their time")
			.tags(client)
			.withRegistry(registry);
		this.budgetExhausted = Counter.builder("sequoia.client.retry.budget.exhausted")
			.description("Calls not repeated since the retry budget of their service was used up")
			.tags(client)
			.withRegistry(registry);
		// shared requests of every application
		called("registry", "services");
		called("identity", "token");
	}

	@Override
	public void called(String service, String operation) {
		if (this.known.add(new Kind(service, operation))) {
			REASONS.forEach((reason) -> counter(this.retries, service, operation, "reason", reason));
			counter(this.exhausted, service, operation);
			counter(this.budgetExhausted, service, operation);
		}
	}

	@Override
	public void retried(String service, String operation, String reason) {
		counter(this.retries, service, operation, "reason", reason).increment();
	}

	@Override
	public void exhausted(String service, String operation) {
		counter(this.exhausted, service, operation).increment();
	}

	@Override
	public void budgetExhausted(String service, String operation) {
		counter(this.budgetExhausted, service, operation).increment();
	}

	private static Counter counter(MeterProvider<Counter> counters, String service, String operation,
			String... further) {
		return counters.withTags(Tags.of("service", service, "operation", operation).and(further));
	}

	/** The calls that are counted together. */
	private record Kind(String service, String operation) {
	}

}
