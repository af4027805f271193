package io.sequoia.autoconfigure;

import java.util.function.BiConsumer;

import io.sequoia.core.JakartaResourceConstraints;
import io.sequoia.core.ResourceConstraints;

import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.MessageSource;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.SpringConstraintValidatorFactory;

/**
 * Checks resources in an application without a validator, by a validator that is
 * configured like Spring Boot's. It is created when the first resource is checked, since
 * that takes more than a tenth of a second. It is not a bean, so that it can be created
 * while a thread that waits for it creates beans. Thread-safe.
 */
final class LazyResourceConstraints implements ResourceConstraints, AutoCloseable {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private final SingletonSupplier<ResourceConstraints> constraints;

	/**
	 * Prepare the check.
	 * @param beans creates the validators of the application's own constraints
	 * @param messages the application's texts for violations
	 */
	LazyResourceConstraints(AutowireCapableBeanFactory beans, MessageSource messages) {
		this.validator.setConstraintValidatorFactory(new SpringConstraintValidatorFactory(beans));
		this.constraints = SingletonSupplier.of(() -> {
			this.validator.setMessageInterpolator(new MessageInterpolatorFactory(messages).getObject());
			this.validator.afterPropertiesSet();
			return new JakartaResourceConstraints(this.validator);
		});
	}

	/** Read the configuration of the provider, or wait for the thread that reads it. */
	private ResourceConstraints constraints() {
		return this.constraints.obtain();
	}

	@Override
	public void check(Object resource, BiConsumer<String, String> violation) {
		constraints().check(resource, violation);
	}

	@Override
	public void close() {
		this.validator.close();
	}

}
