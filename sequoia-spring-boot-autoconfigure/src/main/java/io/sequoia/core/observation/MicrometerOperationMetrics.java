package io.sequoia.core.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sequoia.Internal;

/**
 * Counts in Micrometer: {@code sequoia.client.pages} and {@code
 * sequoia.client.resources}. This is the only class of the package that needs
 * Micrometer's meters. Thread-safe.
 */
@Internal
public final class MicrometerOperationMetrics implements OperationMetrics {

	private final MeterProvider<Counter> pages;

	private final MeterProvider<Counter> resources;

	private final ObservationRegistry observations = ObservationRegistry.create();

	/**
	 * Count in a registry.
	 * @param registry the registry
	 */
	public MicrometerOperationMetrics(MeterRegistry registry) {
		this(registry, Tags.empty());
	}

	/**
	 * Count in a registry.
	 * @param registry the registry
	 * @param client the tags that distinguish the client from others
	 */
	public MicrometerOperationMetrics(MeterRegistry registry, Tags client) {
		this.pages = Counter.builder("sequoia.client.pages")
			.description("Pages that browses fetched")
			.tags(client)
			.withRegistry(registry);
		this.resources = Counter.builder("sequoia.client.resources")
			.description("Resources on the pages that browses fetched")
			.tags(client)
			.withRegistry(registry);
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
	}

	@Override
	public void page(String service, String resource, int resources) {
		Tags tags = Tags.of("service", service, "resource", resource);
		this.pages.withTags(tags).increment();
		this.resources.withTags(tags).increment(resources);
	}

	/**
	 * Return a registry whose observations become timers only.
	 */
	@Override
	public ObservationRegistry observations() {
		return this.observations;
	}

}
