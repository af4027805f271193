package io.sequoia.autoconfigure;

import io.sequoia.core.SharedCalls;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryExtensionsConfiguration;
import io.sequoia.retry.RetryMetrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The retries of failed calls.
 */
@Configuration(proxyBeanMethods = false)
@Import(RetryExtensionsConfiguration.class)
class SequoiaRetryConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RetryExecutor sequoiaRetryExecutor(RetryExtensions extensions, ObjectProvider<RetryMetrics> metrics) {
		return new RetryExecutor(extensions, metrics.getIfAvailable(() -> RetryMetrics.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	SharedRetry sequoiaSharedRetry(RetryExecutor retry, SettingsMapper settings) {
		return new SharedCalls(retry, settings.retry());
	}

}
