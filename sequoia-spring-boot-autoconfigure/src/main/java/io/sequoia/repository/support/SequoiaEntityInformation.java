package io.sequoia.repository.support;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.repository.query.ResourceFields;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Persistable;
import org.springframework.data.repository.core.support.AbstractEntityInformation;

/**
 * The knowledge of a repository about the type of its resources. Thread-safe.
 *
 * @param <T> the type
 */
public final class SequoiaEntityInformation<T> extends AbstractEntityInformation<T, Ref> {

	private final SequoiaPersistentEntity<T> entity;

	private final ResourceFields fields;

	private final boolean deleteAllAllowed;

	SequoiaEntityInformation(SequoiaPersistentEntity<T> entity, ResourceFields fields, boolean deleteAllAllowed) {
		super(entity.getType());
		this.entity = entity;
		this.fields = fields;
		this.deleteAllAllowed = deleteAllAllowed;
	}

	SequoiaPersistentEntity<T> entity() {
		return this.entity;
	}

	ResourceFields fields() {
		return this.fields;
	}

	/**
	 * Return the reference of a resource: its id, or the reference made of its owner and
	 * name.
	 */
	@Override
	public @Nullable Ref getId(T resource) {
		return this.entity.refOf(resource);
	}

	@Override
	public Class<Ref> getIdType() {
		return Ref.class;
	}

	/**
	 * Tell whether a resource is new, that is, was not read from the service. A
	 * {@link Persistable} decides by itself; any other resource is new if it has no
	 * version or, if its type has none, no reference.
	 */
	@Override
	public boolean isNew(T resource) {
		if (resource instanceof Persistable<?> persistable) {
			return persistable.isNew();
		}
		return this.entity.holdsVersion(resource) ? !this.entity.isVersioned(resource) : getId(resource) == null;
	}

	/**
	 * Tell whether a resource is updated, with the version that it was read with.
	 * @param resource the resource
	 * @return {@code true} to update it, {@code false} to store it
	 */
	public boolean isUpdated(T resource) {
		return this.entity.isVersioned(resource) && !isNew(resource);
	}

	/**
	 * Check that all resources of the type may be deleted at once.
	 * @throws InvalidDataAccessApiUsageException if not
	 */
	void requireDeleteAllAllowed() {
		if (!this.deleteAllAllowed) {
			throw new InvalidDataAccessApiUsageException("deleteAll() would delete every resource of "
					+ getJavaType().getSimpleName() + " that the tenant has: delete single resources, or allow it with"
					+ " sequoia.repositories.allow-delete-all=true");
		}
	}

}
