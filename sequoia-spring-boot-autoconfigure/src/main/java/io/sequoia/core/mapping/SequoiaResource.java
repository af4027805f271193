package io.sequoia.core.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the service and the collection of a record or class. Its property {@code ref} (or
 * the one marked {@code @Id}), of type {@link io.sequoia.Ref} or {@code String}, is the
 * id; {@code version} (or {@code @Version}) is the version; every other property is the
 * JSON field of its name.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SequoiaResource {

	/**
	 * The name of the service in the registry.
	 * @return for example {@code metadata}
	 */
	String service();

	/**
	 * The name of the collection: plural, hyphenated or singular.
	 * @return for example {@code contents}
	 */
	String name();

}
