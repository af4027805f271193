package io.sequoia.repository;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called before a repository stores or updates a resource: what it returns is sent, and
 * decides by its version which of the two happens. The place for defaults and checks of
 * the application's own. A bean of the application; several are called in their order.
 *
 * @param <T> the type of the resources, or one that they extend
 * @see ReactiveBeforeSaveCallback
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Look at a resource that is about to be saved.
	 * @param resource the resource
	 * @return the resource to save: the given one, or a changed copy
	 */
	T onBeforeSave(T resource);

}
