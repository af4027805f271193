package io.sequoia.core.cache;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.search.Search;
import io.sequoia.Internal;

/**
 * Counts in Micrometer: {@code sequoia.client.cache.reads}, and Micrometer's own meters
 * of Caffeine. Thread-safe.
 */
@Internal
public final class MicrometerCacheMetrics implements CacheMetrics, AutoCloseable {

	private final MeterRegistry registry;

	private final Tags client;

	private final MeterProvider<Counter> reads;

	private final Set<String> watched = ConcurrentHashMap.newKeySet();

	/**
	 * Count in a registry.
	 * @param registry the registry
	 */
	public MicrometerCacheMetrics(MeterRegistry registry) {
		this(registry, Tags.empty());
	}

	/**
	 * Count in a registry.
	 * @param registry the registry
	 * @param client the tags that distinguish the client from others
	 */
	public MicrometerCacheMetrics(MeterRegistry registry, Tags client) {
		this.registry = registry;
		this.client = client;
		this.reads = Counter.builder("sequoia.client.cache.reads")
			.description("Reads of collections whose answers are cached, by the source of their answer")
			.tags(client)
			.withRegistry(registry);
	}

	@Override
	public void read(String service, String resource, Result result) {
		this.reads
			.withTags(
					Tags.of("service", service, "resource", resource, "result", result.name().toLowerCase(Locale.ROOT)))
			.increment();
	}

	@Override
	public void watch(String name, Object cache) {
		Watched.by(this.registry, name, cache, this.client);
		this.watched.add(name);
	}

	/**
	 * Stop watching the caches, as the application context ends. A registry that goes on
	 * would measure no later cache of the same name.
	 */
	@Override
	public void close() {
		this.watched.forEach((name) -> Search.in(this.registry)
			.name((meter) -> meter.startsWith("cache."))
			.tags(this.client.and("cache", name))
			.meters()
			.forEach(this.registry::remove));
		this.watched.clear();
	}

	/** Access to Caffeine. Loaded only in applications that have it. */
	private static final class Watched {

		private Watched() {
		}

		static void by(MeterRegistry registry, String name, Object cache, Tags client) {
			CaffeineCacheMetrics.monitor(registry, (Cache<?, ?>) cache, name, client);
		}

	}

}
