package io.sequoia.transfer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.sequoia.Internal;

/**
 * Counts in Micrometer: {@code sequoia.client.transfer.bytes} and {@code
 * sequoia.client.transfer.resumed}. Thread-safe.
 */
@Internal
public final class MicrometerTransferMetrics implements TransferMetrics {

	private final MeterProvider<Counter> transferred;

	private final MeterProvider<Counter> resumed;

	/**
	 * Count in a registry.
	 * @param registry the registry
	 * @param client the tags that distinguish the client from others
	 */
	public MicrometerTransferMetrics(MeterRegistry registry, Tags client) {
		this.transferred = Counter.builder("sequoia.client.transfer.bytes")
			.description("Bytes of files that were sent and received")
			.baseUnit(BaseUnits.BYTES)
			.tags(client)
			.withRegistry(registry);
		this.resumed = Counter.builder("sequoia.client.transfer.resumed")
			.description("Bytes of files that an earlier transfer had left")
			.baseUnit(BaseUnits.BYTES)
			.tags(client)
			.withRegistry(registry);
	}

	@Override
	public void transferred(String operation, long bytes) {
		this.transferred.withTags(Tags.of("operation", operation)).increment(bytes);
	}

	@Override
	public void resumed(String operation, long bytes) {
		this.resumed.withTags(Tags.of("operation", operation)).increment(bytes);
	}

}
