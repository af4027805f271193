package io.sequoia.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the beans that take part in the retries of this client, of Spring Retry or of
 * Spring Framework's {@code org.springframework.core.retry}: a {@code RetryPolicy}, a
 * {@code BackOffPolicy} (Spring Retry only) and any number of {@code RetryListener}s.
 * Beans without it belong to other retries of the application, and have no effect here.
 * Put it on the method of the bean, or on its class.
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
