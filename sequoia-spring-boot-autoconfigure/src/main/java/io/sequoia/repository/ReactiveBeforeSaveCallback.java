package io.sequoia.repository;

import org.reactivestreams.Publisher;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * The reactive counterpart of {@link BeforeSaveCallback}, called by reactive
 * repositories.
 *
 * @param <T> the type of the resources, or one that they extend
 */
@FunctionalInterface
public interface ReactiveBeforeSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that is about to be saved.
	 * @param resource the resource
	 * @return the resource to save: the given one, or a changed copy
	 */
	Publisher<T> onBeforeSave(T resource);

}
