package io.sequoia.repository;

import org.reactivestreams.Publisher;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * The reactive counterpart of {@link AfterLoadCallback}, called by reactive repositories.
 *
 * @param <T> the type of the resources, or one that they extend
 */
@FunctionalInterface
public interface ReactiveAfterLoadCallback<T> extends EntityCallback<T> {

	/**
	 * Inspect or change a resource that was loaded.
	 * @param resource the resource
	 * @return the resource to return: the given one, or a changed copy
	 */
	Publisher<T> onAfterLoad(T resource);

}
