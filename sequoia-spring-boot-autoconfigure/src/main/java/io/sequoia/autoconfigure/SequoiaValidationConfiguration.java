package io.sequoia.autoconfigure;

import io.sequoia.core.JakartaResourceConstraints;
import io.sequoia.core.ResourceConstraints;
import jakarta.validation.Validator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The check of resources by the application's validator, where there is one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Validator.class)
@ConditionalOnBooleanProperty(name = "sequoia.store.validate", matchIfMissing = true)
class SequoiaValidationConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResourceConstraints sequoiaResourceConstraints(ObjectProvider<Validator> validators) {
		Validator validator = validators.getIfUnique();
		return (validator != null) ? new JakartaResourceConstraints(validator) : ResourceConstraints.none();
	}

}
