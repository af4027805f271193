package io.sequoia.core.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property for resources that are included with this one (docs/protocol.md,
 * section 8): a list, set or array of them, or a single one. A browse whose criteria
 * include the relationship fills it with all of them, according to the relationship in
 * the service's descriptor; the fields that this needs are requested too. In other cases
 * a list is empty and a single value {@code null}. The property is never sent.
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
