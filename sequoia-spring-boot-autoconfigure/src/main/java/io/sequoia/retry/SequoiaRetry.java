package io.sequoia.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the beans that take part in the retries of this client:
 * {@link org.springframework.retry.RetryPolicy RetryPolicy},
 * {@link org.springframework.retry.backoff.BackOffPolicy BackOffPolicy} and
 * {@link org.springframework.retry.RetryListener RetryListener}. Beans without it belong
 * to other retries of the application, and have no effect here. Put it on the method of
 * the bean, or on its class.
 *
 * @see RetryExtensions
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Qualifier
public @interface SequoiaRetry {

}
