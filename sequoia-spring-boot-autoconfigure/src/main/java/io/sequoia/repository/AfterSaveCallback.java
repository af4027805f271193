package io.sequoia.repository;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called with each resource that a repository has stored or updated, in the form that the
 * service answered. Declare a bean of this type; several beans are called in their order.
 *
 * @param <T> the type of the resources, or one that they extend
 * @see ReactiveAfterSaveCallback
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that was saved.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	T onAfterSave(T resource);

}
