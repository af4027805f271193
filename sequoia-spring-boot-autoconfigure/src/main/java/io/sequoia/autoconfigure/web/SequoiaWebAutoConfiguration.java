package io.sequoia.autoconfigure.web;

import io.sequoia.autoconfigure.ConditionalOnSetting;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.data.web.config.PageableHandlerMethodArgumentResolverCustomizer;
import org.springframework.data.web.config.SortHandlerMethodArgumentResolverCustomizer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of the answers of a web application whose calls to the platform
 * fail. Enable it by {@code sequoia.web.problem-details=true}.
 */
@AutoConfiguration
@ConditionalOnSetting("sequoia.web.problem-details")
@Import({ SequoiaWebAutoConfiguration.Servlet.class, SequoiaWebAutoConfiguration.Reactive.class })
public final class SequoiaWebAutoConfiguration {

	/** The order before Spring Data's own resolver, which replaces invalid numbers. */
	private static final int BEFORE_SPRING_DATA = 0;

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(WebMvcConfigurer.class)
	static class Servlet {

		@Bean
		ServletFailureAdvice sequoiaFailureAdvice() {
			return new ServletFailureAdvice();
		}

		@Bean
		@Order(BEFORE_SPRING_DATA)
		WebMvcConfigurer sequoiaPageableConfigurer(
				ObjectProvider<PageableHandlerMethodArgumentResolverCustomizer> customizers,
				ObjectProvider<SortHandlerMethodArgumentResolverCustomizer> sortCustomizers) {
			return new ServletPageables(customizers, sortCustomizers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class Reactive {

		@Bean
		ReactiveFailureAdvice sequoiaFailureAdvice() {
			return new ReactiveFailureAdvice();
		}

		@Bean
		WebFluxConfigurer sequoiaPageableConfigurer() {
			return new ReactivePageables();
		}

	}

}
