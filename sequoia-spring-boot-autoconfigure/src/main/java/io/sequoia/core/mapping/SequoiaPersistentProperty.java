package io.sequoia.core.mapping;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * A property of a resource type.
 */
public final class SequoiaPersistentProperty extends AnnotationBasedPersistentProperty<SequoiaPersistentProperty> {

	private final String fieldName;

	SequoiaPersistentProperty(Property property, PersistentEntity<?, SequoiaPersistentProperty> owner,
			SimpleTypeHolder simpleTypes, String fieldName) {
		super(property, owner, simpleTypes);
		this.fieldName = fieldName;
	}

	/**
	 * Return the name of the property in JSON, which determines its role.
	 * @return the name, for example {@code version} of a property that has another name
	 * in Java
	 */
	public String getFieldName() {
		return this.fieldName;
	}

	@Override
	public boolean isIdProperty() {
		return super.isIdProperty() || this.fieldName.equals("ref");
	}

	@Override
	public boolean isVersionProperty() {
		return super.isVersionProperty() || this.fieldName.equals("version");
	}

	/**
	 * Tell whether the property is not part of the resource.
	 */
	@Override
	public boolean isTransient() {
		return super.isTransient() || isIgnoredByJson();
	}

	private boolean isIgnoredByJson() {
		JsonIgnore ignored = findAnnotation(JsonIgnore.class);
		Field field = getField();
		return (ignored != null && ignored.value()) || (field != null && Modifier.isTransient(field.getModifiers()));
	}

	/**
	 * Return no types: the content of a property is handled by JSON, and only the
	 * resource's own properties matter here.
	 */
	@Override
	public Iterable<? extends TypeInformation<?>> getPersistentEntityTypeInformation() {
		return List.of();
	}

	@Override
	protected Association<SequoiaPersistentProperty> createAssociation() {
		return new Association<>(this, null);
	}

}
