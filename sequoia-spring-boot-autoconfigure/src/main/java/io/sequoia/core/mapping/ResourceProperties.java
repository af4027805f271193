package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.util.ClassUtils;

/**
 * Writes single values like the properties of a resource type, with the format and the
 * serializer of the property. Thread-safe.
 */
@Internal
public final class ResourceProperties {

	private final JsonMapper json;

	private final JavaType type;

	/** The properties that can be read, by their names in JSON. */
	private final Map<String, BeanProperty> read = new ConcurrentHashMap<>();

	/**
	 * Read the properties of a type.
	 * @param mapper writes its resources
	 * @param type the type
	 */
	public ResourceProperties(ResourceMapper mapper, Class<?> type) {
		this.json = mapper.json();
		this.type = this.json.constructType(type);
		ClassIntrospector introspector = this.json.deserializationConfig().classIntrospectorInstance();
		introspector.introspectForDeserialization(this.type, introspector.introspectClassAnnotations(this.type))
			.findProperties()
			.forEach((property) -> this.read.put(property.getName(), property(property)));
	}

	private static BeanProperty property(BeanPropertyDefinition property) {
		return new BeanProperty.Std(property.getFullName(), property.getPrimaryType(), property.getWrapperName(),
				property.getPrimaryMember(), property.getMetadata());
	}

	/**
	 * Find the type of a property.
	 * @param name its name in JSON
	 * @return its type, or that of its elements for a list, an array or an {@code
	 * Optional}; empty if there is no such property
	 */
	public Optional<Class<?>> elementType(String name) {
		return Optional.ofNullable(this.read.get(name)).map((property) -> element(property.getType()).getRawClass());
	}

	/**
	 * Write a value like that of a property, or like an element of it.
	 * @param name the name of the property in JSON
	 * @param value the value
	 * @return its JSON; the value's own JSON if there is no such property
	 * @throws JacksonException if it cannot be written
	 */
	public JsonNode write(String name, Object value) {
		JsonNode written = this.json.valueToTree(new Written(this, name, value));
		boolean one = written.isArray() && written.size() == 1 && !(value instanceof Collection);
		return one ? written.get(0) : written;
	}

	private static JavaType element(JavaType type) {
		return (type.isCollectionLikeType() || type.isArrayType() || type.isReferenceType()) ? type.getContentType()
				: type;
	}

	/**
	 * A value that is written like a property.
	 */
	private record Written(ResourceProperties properties, String name, Object value) {

		void write(JsonGenerator generator, SerializationContext context) {
			BeanProperty property = property(context);
			if (property == null) {
				context.writeValue(generator, this.value);
				return;
			}
			JavaType declared = property.getType();
			Object held = held(declared);
			if (!isA(declared, held)) {
				// like that type, with the format of the property
				serializer(context, property, context.constructType(this.value.getClass())).serialize(this.value,
						generator, context);
				return;
			}
			ValueSerializer<Object> own = (property instanceof BeanPropertyWriter writer) ? writer.getSerializer()
					: null;
			JavaType exact = declared.isPrimitive() ? declared
					: context.constructSpecializedType(declared, held.getClass());
			((own != null) ? own : serializer(context, property, exact)).serialize(held, generator, context);
		}

		private @Nullable BeanProperty property(SerializationContext context) {
			Iterator<PropertyWriter> written = context.findValueSerializer(this.properties.type).properties();
			while (written.hasNext()) {
				PropertyWriter writer = written.next();
				if (writer.getName().equals(this.name) && writer instanceof BeanPropertyWriter property) {
					return property;
				}
			}
			return this.properties.read.get(this.name);
		}

		private static ValueSerializer<Object> serializer(SerializationContext context, BeanProperty property,
				JavaType type) {
			return context.findPrimaryPropertySerializer(type, property);
		}

		/** Wrap the value in the container of the property. */
		private Object held(JavaType declared) {
			boolean single = !(this.value instanceof Collection) && isA(element(declared), this.value);
			if (!single) {
				return this.value;
			}
			if (declared.isReferenceType() && declared.hasRawClass(Optional.class)) {
				return Optional.of(this.value);
			}
			if (declared.isCollectionLikeType()) {
				return declared.isTypeOrSubTypeOf(Set.class) ? new LinkedHashSet<>(List.of(this.value))
						: new ArrayList<>(List.of(this.value));
			}
			return this.value;
		}

		private static boolean isA(JavaType type, Object value) {
			return ClassUtils.resolvePrimitiveIfNecessary(type.getRawClass()).isInstance(value);
		}

	}

	/**
	 * Writes a value with the serializer of its property.
	 */
	static final class Writer extends StdSerializer<Written> {

		Writer() {
			super(Written.class);
		}

		@Override
		public void serialize(Written written, JsonGenerator generator, SerializationContext context) {
			written.write(generator, context);
		}

	}

}
