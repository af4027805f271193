package io.sequoia;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type or a constructor that is public only because other packages of this
 * library use it. It may change in any release. Applications use, implement and replace
 * the other public types, which the page on the API lists.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ ElementType.TYPE, ElementType.CONSTRUCTOR })
public @interface Internal {

}
