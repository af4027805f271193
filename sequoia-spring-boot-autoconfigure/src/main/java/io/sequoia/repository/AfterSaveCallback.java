package io.sequoia.repository;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called with what a repository has stored or updated, as the service answered. A bean of
 * the application; several are called in their order.
 *
 * @param <T> the type of the resources, or one that they extend
 * @see ReactiveAfterSaveCallback
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Look at a resource that was saved.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	T onAfterSave(T resource);

}
