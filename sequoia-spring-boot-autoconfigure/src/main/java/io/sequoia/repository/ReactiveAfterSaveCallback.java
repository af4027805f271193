package io.sequoia.repository;

import org.reactivestreams.Publisher;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * The reactive twin of {@link AfterSaveCallback}, called by reactive repositories.
 *
 * @param <T> the type of the resources, or one that they extend
 */
@FunctionalInterface
public interface ReactiveAfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Look at a resource that was saved.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	Publisher<T> onAfterSave(T resource);

}
