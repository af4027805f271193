package io.sequoia.repository;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called with each resource that a repository has loaded, before it is returned or
 * projected. Declare a bean of this type; several beans are called in their order.
 *
 * @param <T> the type of the resources, or one that they extend
 * @see ReactiveAfterLoadCallback
 */
@FunctionalInterface
public interface AfterLoadCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that was loaded.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	T onAfterLoad(T resource);

}
