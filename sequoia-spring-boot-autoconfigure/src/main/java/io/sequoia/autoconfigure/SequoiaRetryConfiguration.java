package io.sequoia.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.retry.MicrometerRetryMetrics;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryMetrics;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What repeats failed calls, and what counts it.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaRetryConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RetryExecutor sequoiaRetryExecutor(BeanFactory beans, ObjectProvider<RetryMetrics> metrics) {
		return new RetryExecutor(RetryExtensions.of(beans), metrics.getIfAvailable(() -> RetryMetrics.NONE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RetryMetrics sequoiaRetryMetrics(MeterRegistry registry) {
			return new MicrometerRetryMetrics(registry);
		}

	}

}
