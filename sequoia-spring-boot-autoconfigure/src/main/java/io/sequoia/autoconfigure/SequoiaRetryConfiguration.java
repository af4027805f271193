package io.sequoia.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.core.SharedCalls;
import io.sequoia.http.HttpConnections;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryExtensionsConfiguration;
import io.sequoia.retry.RetryMetrics;
import io.sequoia.retry.springretry.SpringRetryConfiguration;
import io.sequoia.retry.springretry.SpringRetryTimer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The retries of failed calls.
 */
@Configuration(proxyBeanMethods = false)
@Import(RetryExtensionsConfiguration.class)
class SequoiaRetryConfiguration {

	/** Adapts Spring Retry's types if its jar is present. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.retry.RetryPolicy")
	@Import(SpringRetryConfiguration.class)
	static class WithSpringRetry {

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MeterRegistry.class)
		@ConditionalOnSingleCandidate(MeterRegistry.class)
		static class Measured {

			@Bean
			SpringRetryTimer sequoiaSpringRetryTimer(MeterRegistry registry) {
				return new SpringRetryTimer(registry);
			}

		}

	}

	/** The retries of the default client. */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnDefaultClient.class)
	static class OfDefaultClient {

		/**
		 * Create the executor.
		 * @param connections are closed after it, so that no call tries again on closed
		 * ones
		 */
		@Bean
		@ConditionalOnMissingBean
		RetryExecutor sequoiaRetryExecutor(ObjectProvider<RetryExtensions> extensions,
				ObjectProvider<RetryMetrics> metrics, HttpConnections connections) {
			return new RetryExecutor(RetryExtensions.join(extensions.orderedStream().toList()),
					metrics.getIfAvailable(() -> RetryMetrics.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		SharedRetry sequoiaSharedRetry(RetryExecutor retry, SettingsMapper settings) {
			return new SharedCalls(retry, settings.retry());
		}

	}

}
