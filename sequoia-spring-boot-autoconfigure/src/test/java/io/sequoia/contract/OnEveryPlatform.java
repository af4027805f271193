package io.sequoia.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of the class hold for both templates, against the sandbox as well as against
 * a server that gives the documented answers and nothing else. So neither the client nor
 * the sandbox can leave the protocol without one of them failing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("io.sequoia.contract.Platform#all")
@interface OnEveryPlatform {

}
