package io.sequoia.core.mapping;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.mapping.model.BasicPersistentEntity;

/**
 * A type of resources.
 *
 * @param <T> the type
 */
public final class SequoiaPersistentEntity<T> extends BasicPersistentEntity<T, SequoiaPersistentProperty> {

	SequoiaPersistentEntity(TypeInformation<T> information) {
		super(information);
	}

	/**
	 * Return the collection of this type.
	 * @return the annotation of the type
	 * @throws IllegalArgumentException if the type has none
	 */
	public SequoiaResource requireResource() {
		SequoiaResource resource = findAnnotation(SequoiaResource.class);
		if (resource == null) {
			throw new IllegalArgumentException("The type " + getType().getName()
					+ " does not say of which collection it is a resource: annotate it, for example with"
					+ " @SequoiaResource(service = \"metadata\", name = \"contents\")");
		}
		return resource;
	}

	/**
	 * Return the reference of a resource: its id, or the reference made of its owner and
	 * name.
	 * @param resource the resource
	 * @return the reference, or {@code null} if it has none yet
	 */
	public @Nullable Ref refOf(T resource) {
		PersistentPropertyAccessor<T> properties = getPropertyAccessor(resource);
		SequoiaPersistentProperty id = getIdProperty();
		Object ref = (id != null) ? properties.getProperty(id) : null;
		if (ref != null) {
			return (ref instanceof Ref typed) ? typed : Ref.parse(ref.toString());
		}
		Object owner = value(properties, "owner");
		Object name = value(properties, "name");
		return (owner != null && name != null) ? Ref.of(owner.toString(), name.toString()) : null;
	}

	/**
	 * Tell whether a resource has the version that it was read with. For a primitive
	 * number, 0 means that there is no version.
	 * @param resource the resource
	 * @return {@code true} if it can be updated
	 */
	public boolean isVersioned(T resource) {
		SequoiaPersistentProperty version = getVersionProperty();
		if (version == null) {
			return false;
		}
		Object value = getPropertyAccessor(resource).getProperty(version);
		boolean unset = version.getType().isPrimitive() && value instanceof Number number && number.longValue() == 0;
		return value != null && !unset;
	}

	private @Nullable Object value(PersistentPropertyAccessor<T> properties, String fieldName) {
		for (SequoiaPersistentProperty property : this) {
			if (property.getFieldName().equals(fieldName)) {
				return properties.getProperty(property);
			}
		}
		return null;
	}

}
