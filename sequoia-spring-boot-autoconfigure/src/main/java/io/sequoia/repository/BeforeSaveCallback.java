package io.sequoia.repository;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called before a repository stores or updates a resource. The returned resource is sent;
 * it is updated if it has a version, and stored otherwise. Use it for defaults and checks
 * of the application. Declare a bean of this type; several beans are called in their
 * order.
 *
 * @param <T> the type of the resources, or one that they extend
 * @see ReactiveBeforeSaveCallback
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that is about to be saved.
	 * @param resource the resource
	 * @return the resource to save: the given one, or a changed copy
	 */
	T onBeforeSave(T resource);

}
