package io.sequoia.retry;

import io.sequoia.Internal;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;

/**
 * Collects the beans of an application with {@link SequoiaRetry} that are of Spring
 * Framework's types: a {@link RetryPolicy} if there is exactly one, or one marked as
 * primary, and all {@link RetryListener}s in their order.
 */
@Internal
@Configuration(proxyBeanMethods = false)
public class RetryExtensionsConfiguration {

	@Bean
	RetryExtensions sequoiaRetryExtensions(@SequoiaRetry ObjectProvider<RetryPolicy> retryPolicy,
			@SequoiaRetry ObjectProvider<RetryListener> listeners) {
		return FrameworkRetry.extensions(retryPolicy.getIfUnique(), listeners.orderedStream().toList());
	}

}
