package io.sequoia.autoconfigure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.sequoia.core.cache.CacheMetrics;
import io.sequoia.core.cache.MicrometerCacheMetrics;
import io.sequoia.core.observation.MicrometerOperationMetrics;
import io.sequoia.core.observation.OperationMetrics;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.MicrometerControlMetrics;
import io.sequoia.retry.MicrometerRetryMetrics;
import io.sequoia.retry.RetryMetrics;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Meters, if the application has Micrometer.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
class SequoiaMetricsConfiguration {

	/** Describe the timers that observations become without a description. */
	@Bean
	static MeterFilter sequoiaMeterDescriptions() {
		return OperationDescriptions.INSTANCE;
	}

	@Bean
	@ConditionalOnMissingBean
	RetryMetrics sequoiaRetryMetrics(MeterRegistry registry) {
		return new MicrometerRetryMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ControlMetrics sequoiaControlMetrics(MeterRegistry registry) {
		return new MicrometerControlMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	OperationMetrics sequoiaOperationMetrics(MeterRegistry registry) {
		return new MicrometerOperationMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	CacheMetrics sequoiaCacheMetrics(MeterRegistry registry) {
		return new MicrometerCacheMetrics(registry);
	}

	private enum OperationDescriptions implements MeterFilter {

		INSTANCE;

		private static final String OPERATIONS = "sequoia.client.operations";

		@Override
		public Meter.Id map(Meter.Id id) {
			if (id.getName().equals(OPERATIONS)) {
				return described(id, "Operations, from the call to its end");
			}
			return id.getName().equals(OPERATIONS + ".active") ? described(id, "Operations that are running") : id;
		}

		private static Meter.Id described(Meter.Id id, String description) {
			return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description,
					id.getType());
		}

	}

}
