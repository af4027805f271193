package io.sequoia.autoconfigure.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The numbers of connections in the pools of a client, which Reactor Netty measures.
 *
 * @param meters has the meters of the pools
 */
record ConnectionPools(MeterRegistry meters) implements Supplier<Map<String, Map<String, Long>>> {

	private static final String PREFIX = "reactor.netty.connection.provider.";

	private static final String SUFFIX = ".connections";

	private static final String POOLS = "sequoia";

	@Override
	public Map<String, Map<String, Long>> get() {
		Map<String, Map<String, Long>> pools = new TreeMap<>();
		this.meters.getMeters().forEach((meter) -> {
			if (meter instanceof Gauge gauge) {
				add(gauge, pools);
			}
		});
		return pools;
	}

	private static void add(Gauge gauge, Map<String, Map<String, Long>> pools) {
		String name = gauge.getId().getName();
		String pool = gauge.getId().getTag("name");
		if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX) || pool == null || !pool.startsWith(POOLS)) {
			return;
		}
		double value = gauge.value();
		if (!Double.isNaN(value)) {
			pools.computeIfAbsent(pool, (unknown) -> new TreeMap<>())
				.merge(name.substring(PREFIX.length(), name.length() - SUFFIX.length()), (long) value, Long::sum);
		}
	}

}
