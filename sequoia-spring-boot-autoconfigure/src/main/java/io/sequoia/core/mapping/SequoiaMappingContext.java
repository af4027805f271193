package io.sequoia.core.mapping;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.Internal;
import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;

import org.springframework.core.ResolvableType;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * The resource types of the application and their properties. Thread-safe.
 */
public final class SequoiaMappingContext
		extends AbstractMappingContext<SequoiaPersistentEntity<?>, SequoiaPersistentProperty> {

	private static final SimpleTypeHolder SIMPLE_TYPES = new SimpleTypeHolder(Set.of(Ref.class), true) {

		@Override
		public boolean isSimpleType(Class<?> type) {
			return super.isSimpleType(type) || isOfTheJdk(type);
		}

	};

	private final ResourceMapper mapper;

	/** The names in JSON by the names in Java, for each type. */
	private final Map<Class<?>, Map<String, String>> fieldNames = new ConcurrentHashMap<>();

	/**
	 * Create a context that reads each type when it is first used, without modules and
	 * mix-ins of an application.
	 */
	public SequoiaMappingContext() {
		this(ResourceMapper.plain());
	}

	/**
	 * Create a context that reads each type when it is first used.
	 * @param mapper knows the names of properties in JSON, by which reference and version
	 * are found
	 */
	@Internal
	public SequoiaMappingContext(ResourceMapper mapper) {
		this.mapper = mapper;
		setSimpleTypeHolder(SIMPLE_TYPES);
	}

	private static boolean isOfTheJdk(Class<?> type) {
		return type.getName().startsWith("java.") && !Collection.class.isAssignableFrom(type)
				&& !Map.class.isAssignableFrom(type) && !Optional.class.equals(type);
	}

	@Override
	protected <T> SequoiaPersistentEntity<?> createPersistentEntity(TypeInformation<T> typeInformation) {
		return new SequoiaPersistentEntity<>(typeInformation, this, furtherFields(typeInformation.getType()));
	}

	private @Nullable AnnotatedMember furtherFields(Class<?> type) {
		ClassIntrospector introspector = this.mapper.json().serializationConfig().classIntrospectorInstance();
		JavaType introspected = this.mapper.json().constructType(type);
		AnnotatedMember further = introspector
			.introspectForSerialization(introspected, introspector.introspectClassAnnotations(introspected))
			.findAnyGetter();
		if (further != null) {
			further.fixAccess(true);
		}
		return further;
	}

	@Override
	protected SequoiaPersistentProperty createPersistentProperty(Property property, SequoiaPersistentEntity<?> owner,
			SimpleTypeHolder simpleTypeHolder) {
		String name = fieldNames(owner.getType()).getOrDefault(property.getName(), property.getName());
		return new SequoiaPersistentProperty(property, owner, simpleTypeHolder, name);
	}

	/** Return the text that JSON has for a value. */
	String text(Object value) {
		return this.mapper.json().valueToTree(value).asString();
	}

	private Map<String, String> fieldNames(Class<?> type) {
		return this.fieldNames.computeIfAbsent(type,
				(unknown) -> this.mapper.fieldNames(ResolvableType.forClass(unknown)));
	}

}
