package io.sequoia.core.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property that holds resources included with this one (PROTOCOL 8): a list, set
 * or array of them, or a single one. A browse whose criteria include the relationship
 * fills it, with all there are, by what the service's descriptor says of the
 * relationship; the fields that this takes are asked for too. Elsewhere a list is empty
 * and a single value {@code null}. It is never sent.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
public @interface Linked {

	/**
	 * The name of the relationship.
	 * @return for example {@code assets}
	 */
	String value();

}
