package io.sequoia.core.mapping;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.sequoia.Ref;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * Knows the resource types of the application and their properties. Thread-safe.
 */
public final class SequoiaMappingContext
		extends AbstractMappingContext<SequoiaPersistentEntity<?>, SequoiaPersistentProperty> {

	private static final SimpleTypeHolder SIMPLE_TYPES = new SimpleTypeHolder(Set.of(Ref.class), true) {

		@Override
		public boolean isSimpleType(Class<?> type) {
			return super.isSimpleType(type) || isOfTheJdk(type);
		}

	};

	/**
	 * Create a context that learns each type when it is first used.
	 */
	public SequoiaMappingContext() {
		setSimpleTypeHolder(SIMPLE_TYPES);
	}

	private static boolean isOfTheJdk(Class<?> type) {
		return type.getName().startsWith("java.") && !Collection.class.isAssignableFrom(type)
				&& !Map.class.isAssignableFrom(type) && !Optional.class.equals(type);
	}

	@Override
	protected <T> SequoiaPersistentEntity<?> createPersistentEntity(TypeInformation<T> typeInformation) {
		return new SequoiaPersistentEntity<>(typeInformation);
	}

	@Override
	protected SequoiaPersistentProperty createPersistentProperty(Property property, SequoiaPersistentEntity<?> owner,
			SimpleTypeHolder simpleTypeHolder) {
		return new SequoiaPersistentProperty(property, owner, simpleTypeHolder);
	}

}
