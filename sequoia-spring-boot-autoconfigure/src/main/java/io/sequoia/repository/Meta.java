package io.sequoia.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

/**
 * The options of the calls of a query method. A parameter of type
 * {@link io.sequoia.core.RequestOptions} takes precedence.
 */
@Documented
@QueryAnnotation
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Meta {

	/**
	 * The longest time of a call in all, instead of {@code sequoia.retry.max-time}.
	 * @return a duration, such as {@code 5s} or {@code PT5S}
	 */
	String timeout();

}
