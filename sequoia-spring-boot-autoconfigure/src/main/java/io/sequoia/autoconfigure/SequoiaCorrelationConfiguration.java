package io.sequoia.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.correlation.CorrelationPropagation;
import io.sequoia.correlation.CorrelationServletFilter;
import io.sequoia.correlation.CorrelationWebFilter;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Correlation ids, and the filters that adopt them in a servlet or a reactive
 * application.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaCorrelationConfiguration {

	/**
	 * The order of the filters, before all others that may write log lines or make calls.
	 */
	private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	@Bean
	@ConditionalOnMissingBean
	CorrelationIds sequoiaCorrelationIds(SettingsMapper settings) {
		return settings.correlationIds();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Filter.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnSetting(value = "sequoia.correlation.adopt-inbound", matchIfMissing = true)
	static class Servlet {

		@Bean
		FilterRegistrationBean<CorrelationServletFilter> sequoiaCorrelationFilter(CorrelationIds ids,
				SettingsMapper settings) {
			FilterRegistrationBean<CorrelationServletFilter> registration = new FilterRegistrationBean<>(
					new CorrelationServletFilter(ids, settings.correlationHeader()));
			registration.setOrder(FILTER_ORDER);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnSetting(value = "sequoia.correlation.adopt-inbound", matchIfMissing = true)
	static class Reactive {

		@Bean
		@Order(FILTER_ORDER)
		CorrelationWebFilter sequoiaCorrelationWebFilter(CorrelationIds ids, SettingsMapper settings) {
			return new CorrelationWebFilter(ids, settings.correlationHeader());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	@ConditionalOnSetting(value = "sequoia.correlation.adopt-inbound", matchIfMissing = true)
	static class Propagation {

		@Bean
		@Lazy(false)
		CorrelationPropagation sequoiaCorrelationPropagation(CorrelationIds ids) {
			return new CorrelationPropagation(ContextRegistry.getInstance(), ids.mdcKey());
		}

	}

}
