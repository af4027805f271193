package io.sequoia.repository;

import org.reactivestreams.Publisher;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * The reactive counterpart of {@link AfterSaveCallback}, called by reactive repositories.
 *
 * @param <T> the type of the resources, or one that they extend
 */
@FunctionalInterface
public interface ReactiveAfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that was saved.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	Publisher<T> onAfterSave(T resource);

}
