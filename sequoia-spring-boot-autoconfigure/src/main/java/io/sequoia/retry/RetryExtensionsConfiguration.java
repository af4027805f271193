package io.sequoia.retry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * Collects the application's beans with {@link SequoiaRetry}: a {@link RetryPolicy} and a
 * {@link BackOffPolicy} if there is exactly one, or one marked as primary, and all
 * {@link RetryListener}s in their order.
 */
@Configuration(proxyBeanMethods = false)
public class RetryExtensionsConfiguration {

	@Bean
	RetryExtensions sequoiaRetryExtensions(@SequoiaRetry ObjectProvider<RetryPolicy> retryPolicy,
			@SequoiaRetry ObjectProvider<BackOffPolicy> backOffPolicy,
			@SequoiaRetry ObjectProvider<RetryListener> listeners) {
		return new RetryExtensions(retryPolicy.getIfUnique(), backOffPolicy.getIfUnique(),
				listeners.orderedStream().toList());
	}

}
