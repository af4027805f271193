package io.sequoia.core;

import java.util.function.BiConsumer;

/**
 * Checks resources as they are given to {@code store}, {@code storeAll} and
 * {@code update}, before anything is filled in or sent. A bean of this type replaces the
 * check by Jakarta Validation. Thread-safe.
 */
@FunctionalInterface
public interface ResourceConstraints {

	/**
	 * Check a resource.
	 * @param resource the resource, of an annotated type or a map
	 * @param violation takes whatever is wrong: the path of the property, empty for the
	 * resource as a whole, and what must hold there
	 */
	void check(Object resource, BiConsumer<String, String> violation);

	/**
	 * No constraints.
	 * @return constraints that every resource meets
	 */
	static ResourceConstraints none() {
		return (resource, violation) -> {
		};
	}

}
