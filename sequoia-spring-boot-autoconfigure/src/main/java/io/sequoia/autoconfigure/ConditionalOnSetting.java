package io.sequoia.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.sequoia.Internal;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if a boolean setting is {@code true}, in any form that its property may have:
 * {@code on}, {@code yes} and {@code 1} too. The condition of Spring Boot compares the
 * text, so the property and the condition would differ.
 */
@Internal
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@Conditional(OnSetting.class)
public @interface ConditionalOnSetting {

	/**
	 * Return the key of the setting.
	 * @return the key
	 */
	String value();

	/**
	 * Tell whether to match if the setting is not written.
	 * @return its default
	 */
	boolean matchIfMissing() default false;

}
