package io.sequoia.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of the class run for both templates, against the sandbox as well as against a
 * server that returns only the documented answers. So neither the client nor the sandbox
 * can deviate from the protocol without a failing test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("io.sequoia.contract.Platform#all")
@interface OnEveryPlatform {

}
