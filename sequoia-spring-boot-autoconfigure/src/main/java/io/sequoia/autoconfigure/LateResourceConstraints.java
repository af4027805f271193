package io.sequoia.autoconfigure;

import java.util.function.BiConsumer;

import io.sequoia.core.JakartaResourceConstraints;
import io.sequoia.core.ResourceConstraints;

import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * The check of resources in an application without a validator, by one that is set up as
 * Boot does it, but for the first resource: that takes more than a tenth of a second. It
 * is no bean, so that it can be made while some thread that waits for it makes beans.
 * Thread-safe.
 */
final class LateResourceConstraints implements ResourceConstraints, AutoCloseable {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private final SingletonSupplier<ResourceConstraints> constraints;

	private volatile boolean closed;

	LateResourceConstraints(ApplicationContext context) {
		this.validator.setApplicationContext(context);
		this.constraints = SingletonSupplier.of(() -> {
			this.validator.setMessageInterpolator(new MessageInterpolatorFactory(context).getObject());
			this.validator.afterPropertiesSet();
			return new JakartaResourceConstraints(this.validator);
		});
	}

	@Override
	public void check(Object resource, BiConsumer<String, String> violation) {
		// the client refuses calls then, and the context to help with a validator
		if (!this.closed) {
			this.constraints.obtain().check(resource, violation);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.validator.close();
	}

}
