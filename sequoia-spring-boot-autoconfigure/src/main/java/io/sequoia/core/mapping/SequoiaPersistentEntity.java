package io.sequoia.core.mapping;

import java.util.Map;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.introspect.AnnotatedMember;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.mapping.model.BasicPersistentEntity;
import org.springframework.util.ClassUtils;

/**
 * A type of resources. Of a resource whose class is a subtype, the properties of that
 * class are used, as an interface or a base class need not have them.
 *
 * @param <T> the type
 */
public final class SequoiaPersistentEntity<T> extends BasicPersistentEntity<T, SequoiaPersistentProperty> {

	/** Fields that the type does not name ({@code @JsonAnyGetter}). */
	private final @Nullable AnnotatedMember furtherFields;

	private final SequoiaMappingContext types;

	SequoiaPersistentEntity(TypeInformation<T> information, SequoiaMappingContext types,
			@Nullable AnnotatedMember furtherFields) {
		super(information);
		this.types = types;
		this.furtherFields = furtherFields;
	}

	/**
	 * Return the collection of this type.
	 * @return the annotation of the type
	 * @throws IllegalArgumentException if the type has none
	 */
	public SequoiaResource requireResource() {
		SequoiaResource resource = findAnnotation(SequoiaResource.class);
		if (resource == null) {
			throw new IllegalArgumentException(
					"The type " + getType().getName() + " does not name its collection: annotate it, for example with"
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
		return of(resource).ownRef(resource);
	}

	private @Nullable Ref ownRef(T resource) {
		PersistentPropertyAccessor<T> properties = getPropertyAccessor(resource);
		SequoiaPersistentProperty id = getIdProperty();
		Object ref = (id != null) ? properties.getProperty(id) : furtherField(resource, "ref");
		if (ref != null) {
			return (ref instanceof Ref typed) ? typed
					: Ref.parse((ref instanceof String text) ? text : this.types.text(ref));
		}
		Object owner = value(resource, properties, "owner");
		Object name = value(resource, properties, "name");
		return (owner != null && name != null) ? Ref.of(owner.toString(), name.toString()) : null;
	}

	/**
	 * Tell whether a resource has the version that it was read with. For a primitive
	 * number, 0 means that there is no version.
	 * @param resource the resource
	 * @return {@code true} if it can be updated
	 */
	public boolean isVersioned(T resource) {
		return of(resource).hasOwnVersion(resource);
	}

	private boolean hasOwnVersion(T resource) {
		SequoiaPersistentProperty version = getVersionProperty();
		if (version == null) {
			return furtherField(resource, "version") != null;
		}
		Object value = getPropertyAccessor(resource).getProperty(version);
		boolean unset = version.getType().isPrimitive() && value instanceof Number number && number.longValue() == 0;
		return value != null && !unset;
	}

	/**
	 * Return the version of a resource.
	 * @param resource the resource
	 * @return the version, or {@code null} if it has none or the type does not hold it
	 */
	public @Nullable Object versionOf(T resource) {
		return of(resource).ownVersion(resource);
	}

	private @Nullable Object ownVersion(T resource) {
		SequoiaPersistentProperty version = getVersionProperty();
		return (version != null) ? getPropertyAccessor(resource).getProperty(version)
				: furtherField(resource, "version");
	}

	/**
	 * Tell whether the class of a resource has a property for its version.
	 * @param resource the resource
	 * @return {@code true} if it has
	 */
	public boolean holdsVersion(T resource) {
		return of(resource).hasVersionProperty();
	}

	@SuppressWarnings("unchecked")
	private SequoiaPersistentEntity<T> of(T resource) {
		Class<?> own = ClassUtils.getUserClass(resource);
		return (own == getType()) ? this : (SequoiaPersistentEntity<T>) this.types.getRequiredPersistentEntity(own);
	}

	private @Nullable Object furtherField(T resource, String name) {
		Object fields = (this.furtherFields != null) ? this.furtherFields.getValue(resource) : null;
		return (fields instanceof Map<?, ?> map) ? map.get(name) : null;
	}

	private @Nullable Object value(T resource, PersistentPropertyAccessor<T> properties, String fieldName) {
		for (SequoiaPersistentProperty property : this) {
			if (property.getFieldName().equals(fieldName)) {
				return properties.getProperty(property);
			}
		}
		return furtherField(resource, fieldName);
	}

}
