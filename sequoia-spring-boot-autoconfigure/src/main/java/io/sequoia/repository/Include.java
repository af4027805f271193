package io.sequoia.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

/**
 * Requests related resources together with the results of a query method, to fill the
 * properties marked {@link io.sequoia.core.mapping.Linked} (docs/protocol.md, section 8).
 */
@Documented
@QueryAnnotation
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Include {

	/**
	 * The names of the relationships.
	 * @return for example {@code assets}
	 */
	String[] value();

}
