package io.sequoia.retry.springretry;

import io.sequoia.Internal;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.SequoiaRetry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * Collects the beans of an application with {@link SequoiaRetry} that are of Spring
 * Retry's types: a {@link RetryPolicy} and a {@link BackOffPolicy} if there is exactly
 * one, or one marked as primary, and all {@link RetryListener}s in their order.
 */
@Internal
@Configuration(proxyBeanMethods = false)
public class SpringRetryConfiguration {

	@Bean
	SpringRetryExtensions sequoiaSpringRetry(@SequoiaRetry ObjectProvider<RetryPolicy> retryPolicy,
			@SequoiaRetry ObjectProvider<BackOffPolicy> backOffPolicy,
			@SequoiaRetry ObjectProvider<RetryListener> listeners) {
		return new SpringRetryExtensions(retryPolicy.getIfUnique(), backOffPolicy.getIfUnique(),
				listeners.orderedStream().toList());
	}

	@Bean
	RetryExtensions sequoiaSpringRetryExtensions(SpringRetryExtensions declared,
			ObjectProvider<SpringRetryTimer> timer) {
		return declared.extensions(timer.getIfAvailable());
	}

}
