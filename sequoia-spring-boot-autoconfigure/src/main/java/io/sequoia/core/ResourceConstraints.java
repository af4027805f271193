package io.sequoia.core;

import java.util.function.BiConsumer;

/**
 * Checks resources when they are given to {@code store}, {@code storeAll} and {@code
 * update}, before anything is filled in or sent. A bean of this type replaces the check
 * by Jakarta Validation. Thread-safe.
 */
@FunctionalInterface
public interface ResourceConstraints {

	/**
	 * Check a resource.
	 * @param resource the resource, of an annotated type or a map
	 * @param violation takes each violation: the path of the property, empty for the
	 * resource as a whole, and the rule that it breaks
	 */
	void check(Object resource, BiConsumer<String, String> violation);

	/**
	 * Return constraints that every resource meets.
	 * @return constraints that every resource meets
	 */
	static ResourceConstraints none() {
		return (resource, violation) -> {
		};
	}

}
