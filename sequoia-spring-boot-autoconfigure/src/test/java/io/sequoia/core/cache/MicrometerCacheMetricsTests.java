package io.sequoia.core.cache;

import java.time.Duration;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters of caches in a registry that outlives the application context.
 */
class MicrometerCacheMetricsTests {

	private static final String NAME = "sequoia.metadata.contents";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void measuresTheCacheOfTheNextApplication() {
		MicrometerCacheMetrics first = new MicrometerCacheMetrics(this.registry, Tags.of("client", "a"));
		MicrometerCacheMetrics other = new MicrometerCacheMetrics(this.registry, Tags.of("client", "b"));
		keep(first, "x");
		keep(other, "x", "y", "z");
		assertThat(size("a")).isEqualTo(1);
		first.close();
		assertThat(this.registry.find("cache.size").tag("client", "a").gauge()).isNull();
		assertThat(size("b")).isEqualTo(3);

		keep(new MicrometerCacheMetrics(this.registry, Tags.of("client", "a")), "x", "y");
		assertThat(size("a")).isEqualTo(2);
		assertThat(this.registry.get("cache.gets").tags("client", "a", "result", "miss").functionCounter().count())
			.isEqualTo(1);
	}

	private static void keep(MicrometerCacheMetrics metrics, String... keys) {
		AnswerStore store = CaffeineStore.watchedBy(metrics).create(NAME, 10, Duration.ofMinutes(1));
		store.find("none").block();
		for (String key : keys) {
			store.keep(key, new CachedAnswer(new byte[0], "", 0)).block();
		}
	}

	private double size(String client) {
		return this.registry.get("cache.size").tags("cache", NAME, "client", client).gauge().value();
	}

}
