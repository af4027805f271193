package io.sequoia.autoconfigure;

import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryMetrics;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What repeats failed calls.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaRetryConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RetryExecutor sequoiaRetryExecutor(BeanFactory beans, ObjectProvider<RetryMetrics> metrics) {
		return new RetryExecutor(RetryExtensions.of(beans), metrics.getIfAvailable(() -> RetryMetrics.NONE));
	}

}
