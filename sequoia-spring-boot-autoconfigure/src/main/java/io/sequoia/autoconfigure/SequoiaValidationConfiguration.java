package io.sequoia.autoconfigure;

import java.util.function.Supplier;

import io.sequoia.core.JakartaResourceConstraints;
import io.sequoia.core.ResourceConstraints;
import jakarta.validation.Validator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * The check of resources by the application's validator, or else by one that is made for
 * the first resource: Hibernate Validator takes a start more than a tenth of a second.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Validator.class)
@ConditionalOnBooleanProperty(name = "sequoia.store.validate", matchIfMissing = true)
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

		/** Set up as Boot does it; for this client only. */
		@Lazy
		@Bean(defaultCandidate = false)
		LocalValidatorFactoryBean sequoiaValidator(MessageSource messages) {
			LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
			validator.setMessageInterpolator(new MessageInterpolatorFactory(messages).getObject());
			return validator;
		}

		@Bean
		@ConditionalOnMissingBean
		ResourceConstraints sequoiaResourceConstraints(@Qualifier("sequoiaValidator") ObjectProvider<Validator> own) {
			Supplier<ResourceConstraints> constraints = SingletonSupplier
				.of(() -> new JakartaResourceConstraints(own.getObject()));
			return (resource, violation) -> constraints.get().check(resource, violation);
		}

	}

}
