package io.sequoia.core;

/**
 * A base class for resources that save, delete and reload themselves. An object is
 * attached when a template or a repository has read or stored it, or by
 * {@link SequoiaOperations#attach}; its operations have the {@link RequestOptions} of
 * that template. The connection is not serialized, neither by Java nor by Jackson, and is
 * no property for Spring Data. The operations change the object itself, so its properties
 * must not be final. They block as those of {@link SequoiaOperations} do; on event-loop
 * threads use {@link ReactiveActiveResource}. Not thread-safe.
 *
 * @param <T> the class itself, as in {@code class Film extends ActiveResource<Film>}
 */
public abstract class ActiveResource<T extends ActiveResource<T>> extends Attachable {

	/**
	 * Create a detached resource.
	 */
	protected ActiveResource() {
	}

	/**
	 * Write the state of this object to the platform: replace the resource if it still
	 * has the version that it was read with, or store a new one that was attached without
	 * a version. The object takes the state of the answer, with the new version; its
	 * {@code @Linked} properties stay as they are.
	 * @return this object
	 * @throws io.sequoia.VersionConflictException if the resource has another version;
	 * the object is unchanged
	 * @throws IllegalStateException if this object is detached, was read without its
	 * version, or has a property that cannot be changed
	 */
	public T save() {
		return Blocking.await(requireAttachment().save(self()));
	}

	/**
	 * Delete the resource, in any version. The object is detached then.
	 * @return {@code true} if it existed
	 * @throws IllegalStateException if this object is detached
	 */
	public boolean delete() {
		return Blocking.await(requireAttachment().delete(this));
	}

	/**
	 * Take the current state of the resource, which is read from the service, not from
	 * the cache. The {@code @Linked} properties stay as they are.
	 * @return this object
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 * @throws IllegalStateException if this object is detached, or has a property that
	 * cannot be changed
	 */
	public T reload() {
		return Blocking.awaitRead(requireAttachment().reload(self()));
	}

	@SuppressWarnings("unchecked")
	private T self() {
		return (T) this;
	}

}
