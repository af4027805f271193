package io.sequoia.core.mapping;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

import org.springframework.util.ReflectionUtils;

/**
 * Fills collections and maps in final fields, as an object that was read without them
 * would delete them when it is saved. Jackson would either ignore such fields or replace
 * their objects.
 */
@Internal
public final class FinalCollections {

	private FinalCollections() {
	}

	/**
	 * Let a deserializer fill final collections and maps, and ignore other final fields
	 * unless an annotation asks for them.
	 */
	static void arrange(BeanDeserializerBuilder builder, BeanDescription description) {
		for (SettableBeanProperty property : properties(builder)) {
			if (!isFinal(property)) {
				continue;
			}
			if (property.getType().isCollectionLikeType() || property.getType().isMapLikeType()) {
				builder.addOrReplaceProperty(new Filled(property), true);
			}
			else if (!isExplicit(property, description)) {
				builder.removeProperty(property.getFullName());
				builder.addIgnorable(property.getName());
			}
		}
	}

	private static List<SettableBeanProperty> properties(BeanDeserializerBuilder builder) {
		Iterable<SettableBeanProperty> properties = builder::getProperties;
		return StreamSupport.stream(properties.spliterator(), false).toList();
	}

	private static boolean isFinal(SettableBeanProperty property) {
		return property.getMember() instanceof AnnotatedField field
				&& Modifier.isFinal(field.getAnnotated().getModifiers());
	}

	private static boolean isExplicit(SettableBeanProperty property, BeanDescription description) {
		return description.findProperties()
			.stream()
			.filter((definition) -> definition.getName().equals(property.getName()))
			.anyMatch(BeanPropertyDefinition::isExplicitlyIncluded);
	}

	/**
	 * Give the collection or map in a field the content of another one. An unmodifiable
	 * one is replaced.
	 * @param field the field
	 * @param owner the object that has the field
	 * @param content the content; {@code null} for none
	 */
	public static void fill(Field field, Object owner, @Nullable Object content) {
		ReflectionUtils.makeAccessible(field);
		if (!refill(ReflectionUtils.getField(field, owner), content)) {
			ReflectionUtils.setField(field, owner, content);
		}
	}

	@SuppressWarnings("unchecked")
	private static boolean refill(@Nullable Object held, @Nullable Object content) {
		try {
			if (held instanceof Map<?, ?> map) {
				map.clear();
				((Map<Object, Object>) map).putAll((content instanceof Map<?, ?> other) ? other : Map.of());
			}
			else if (held instanceof Collection<?> collection) {
				collection.clear();
				((Collection<Object>) collection).addAll((content instanceof Collection<?> other) ? other : List.of());
			}
			return held != null;
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

	/** Fills the collection or map that an object has. */
	private static final class Filled extends SettableBeanProperty.Delegating {

		private static final long serialVersionUID = 1L;

		Filled(SettableBeanProperty property) {
			super(property);
		}

		@Override
		protected SettableBeanProperty withDelegate(SettableBeanProperty property) {
			return new Filled(property);
		}

		@Override
		public void deserializeAndSet(JsonParser parser, DeserializationContext context, Object owner) {
			set(context, owner, deserialize(parser, context));
		}

		@Override
		public Object deserializeSetAndReturn(JsonParser parser, DeserializationContext context, Object owner) {
			deserializeAndSet(parser, context, owner);
			return owner;
		}

		@Override
		public void set(DeserializationContext context, Object owner, @Nullable Object content) {
			fill(((AnnotatedField) getMember()).getAnnotated(), owner, content);
		}

		@Override
		public Object setAndReturn(DeserializationContext context, Object owner, @Nullable Object content) {
			set(context, owner, content);
			return owner;
		}

	}

}
