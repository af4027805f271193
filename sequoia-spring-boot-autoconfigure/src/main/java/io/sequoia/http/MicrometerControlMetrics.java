package io.sequoia.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Measures in Micrometer: {@code sequoia.client.token.requests}, {@code
 * sequoia.client.token.age}, {@code sequoia.client.registry.refreshes} and {@code
 * sequoia.client.registry.age}. If several application contexts measure in one registry,
 * the ages are those of the oldest token and answer. Needs Micrometer on the class path.
 * Thread-safe.
 */
@Internal
public final class MicrometerControlMetrics implements ControlMetrics, AutoCloseable {

	/** The sources of the gauges in a registry, by their names. */
	private static final Map<MeterRegistry, Map<Gauge, List<Supplier<@Nullable Duration>>>> AGES = new WeakHashMap<>();

	private final MeterRegistry registry;

	private final Tags client;

	private final Map<Gauge, Supplier<@Nullable Duration>> watched = new ConcurrentHashMap<>();

	private final MeterProvider<Timer> tokenRequests;

	private final MeterProvider<Timer> registryRefreshes;

	/**
	 * Measure in a registry.
	 * @param registry the registry
	 */
	public MicrometerControlMetrics(MeterRegistry registry) {
		this(registry, Tags.empty());
	}

	/**
	 * Measure in a registry.
	 * @param registry the registry
	 * @param client the tags that distinguish the client from others
	 */
	public MicrometerControlMetrics(MeterRegistry registry, Tags client) {
		this.registry = registry;
		this.client = client;
		this.tokenRequests = Timer.builder("sequoia.client.token.requests")
			.description("Requests for a token")
			.tags(client)
			.withRegistry(registry);
		this.registryRefreshes = Timer.builder("sequoia.client.registry.refreshes")
			.description("Requests for the registry's services")
			.tags(client)
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
		Gauge gauge = new Gauge(name, this.client);
		this.watched.put(gauge, age);
		synchronized (AGES) {
			List<Supplier<@Nullable Duration>> ages = AGES.computeIfAbsent(this.registry, (unknown) -> new HashMap<>())
				.computeIfAbsent(gauge, (unknown) -> new CopyOnWriteArrayList<>());
			if (ages.isEmpty()) {
				TimeGauge.builder(name, () -> oldest(ages), TimeUnit.MILLISECONDS)
					.description(description)
					.tags(this.client)
					.register(this.registry);
			}
			ages.add(age);
		}
	}

	/**
	 * Stop measuring ages, as the application context ends. The gauges stay for other
	 * contexts that measure in the same registry.
	 */
	@Override
	public void close() {
		synchronized (AGES) {
			Map<Gauge, List<Supplier<@Nullable Duration>>> gauges = AGES.getOrDefault(this.registry, Map.of());
			this.watched.forEach((gauge, age) -> {
				List<Supplier<@Nullable Duration>> ages = gauges.getOrDefault(gauge, List.of());
				if (ages.remove(age) && ages.isEmpty()) {
					this.registry.find(gauge.name()).tags(gauge.client()).meters().forEach(this.registry::remove);
				}
			});
			this.watched.clear();
		}
	}

	/** A gauge of one client, or of all that have no tags. */
	private record Gauge(String name, Tags client) {
	}

	private static Number oldest(List<Supplier<@Nullable Duration>> ages) {
		return millis(ages.stream()
			.flatMap((age) -> Stream.ofNullable(age.get()))
			.max(Comparator.naturalOrder())
			.orElse(null));
	}

	private static Number millis(@Nullable Duration age) {
		return (age != null) ? age.toMillis() : Double.NaN;
	}

}
