package io.sequoia.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
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
 * What counts and measures, where the application has Micrometer.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
class SequoiaMetricsConfiguration {

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

}
