package io.sequoia.autoconfigure;

import io.sequoia.core.JakartaResourceConstraints;
import io.sequoia.core.ResourceConstraints;
import jakarta.validation.Validator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The check of resources by the application's validator, or by one of the client if there
 * is none.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Validator.class)
@ConditionalOnSetting(value = "sequoia.store.validate", matchIfMissing = true)
class SequoiaValidationConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Validator.class)
	static class OfTheApplication {

		@Bean
		@ConditionalOnMissingBean
		ResourceConstraints sequoiaResourceConstraints(ObjectProvider<Validator> validators) {
			Validator validator = validators.getIfUnique();
			return (validator != null) ? new JakartaResourceConstraints(validator) : ResourceConstraints.none();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(Validator.class)
	@ConditionalOnResource(resources = "classpath:META-INF/services/jakarta.validation.spi.ValidationProvider")
	static class OfTheClient {

		@Bean
		@ConditionalOnMissingBean
		ResourceConstraints sequoiaResourceConstraints(ApplicationContext context) {
			return new LazyResourceConstraints(context.getAutowireCapableBeanFactory(), context);
		}

	}

}
