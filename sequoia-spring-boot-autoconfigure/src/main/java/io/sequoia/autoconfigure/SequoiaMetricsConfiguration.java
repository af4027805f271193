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
import io.sequoia.transfer.MicrometerTransferMetrics;
import io.sequoia.transfer.TransferMetrics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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
	ClientMeters.Factory sequoiaClientMeters(MeterRegistry registry) {
		return (tag) -> {
			Tags tags = tags(tag);
			MicrometerControlMetrics control = new MicrometerControlMetrics(registry, tags);
			MicrometerCacheMetrics cache = new MicrometerCacheMetrics(registry, tags);
			return new ClientMeters(new MicrometerRetryMetrics(registry, tags), control,
					new MicrometerOperationMetrics(registry, tags), cache,
					new MicrometerTransferMetrics(registry, tags), () -> {
						control.close();
						cache.close();
					});
		};
	}

	private static Tags tags(@Nullable String client) {
		return (client != null) ? Tags.of("client", client) : Tags.empty();
	}

	/** The meters of the default client, which the application can replace. */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnDefaultClient.class)
	static class OfDefaultClient {

		private final Tags tags;

		OfDefaultClient(Environment environment) {
			this.tags = tags(ClientNames.defaultTag(environment));
		}

		@Bean
		@ConditionalOnMissingBean
		RetryMetrics sequoiaRetryMetrics(MeterRegistry registry) {
			return new MicrometerRetryMetrics(registry, this.tags);
		}

		@Bean
		@ConditionalOnMissingBean
		ControlMetrics sequoiaControlMetrics(MeterRegistry registry) {
			return new MicrometerControlMetrics(registry, this.tags);
		}

		@Bean
		@ConditionalOnMissingBean
		OperationMetrics sequoiaOperationMetrics(MeterRegistry registry) {
			return new MicrometerOperationMetrics(registry, this.tags);
		}

		@Bean
		@ConditionalOnMissingBean
		TransferMetrics sequoiaTransferMetrics(MeterRegistry registry) {
			return new MicrometerTransferMetrics(registry, this.tags);
		}

		@Bean
		@ConditionalOnMissingBean
		CacheMetrics sequoiaCacheMetrics(MeterRegistry registry) {
			return new MicrometerCacheMetrics(registry, this.tags);
		}

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
