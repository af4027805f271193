package io.sequoia.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rows of the protocol that a test proves, as {@code docs/protocol.md} lists
 * them.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Protocol {

	/**
	 * The rows.
	 * @return for example {@code 6 notEqualTo}
	 */
	String[] value();

}
