package io.sequoia.core.mapping;

import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the types whose JSON contains all of their data: records of which each property
 * is both written and read, and whose parts are such records, or values of the Java
 * library.
 */
final class LosslessTypes {

	/** The annotations that give a property a form which may hold less. */
	private static final List<Class<? extends Annotation>> OWN_FORMS = List.of(JsonFormat.class, JsonSerialize.class,
			JsonDeserialize.class);

	private final JsonMapper json;

	private final Set<Class<?>> seen = new HashSet<>();

	LosslessTypes(JsonMapper json) {
		this.json = json;
	}

	boolean contain(JavaType type) {
		Class<?> raw = type.getRawClass();
		return raw.isRecord() && (!this.seen.add(raw) || isWhole(type));
	}

	private boolean isPart(JavaType type) {
		if (type.isReferenceType()) {
			return false; // an absent one is read as an empty one
		}
		if (type.isContainerType()) {
			return type.getRawClass().getName().startsWith("java.") && isPart(type.getContentType());
		}
		return type.isPrimitive() || type.isEnumType() || type.getRawClass().getName().startsWith("java.")
				|| contain(type);
	}

	private boolean isWhole(JavaType type) {
		ClassIntrospector read = this.json.deserializationConfig().classIntrospectorInstance();
		ClassIntrospector written = this.json.serializationConfig().classIntrospectorInstance();
		Set<String> names = written.introspectForSerialization(type, written.introspectClassAnnotations(type))
			.findProperties()
			.stream()
			.map(BeanPropertyDefinition::getName)
			.collect(Collectors.toSet());
		List<BeanPropertyDefinition> properties = read
			.introspectForDeserialization(type, read.introspectClassAnnotations(type))
			.findProperties();
		return properties.size() == type.getRawClass().getRecordComponents().length
				&& properties.stream().allMatch((property) -> names.contains(property.getName()) && isWhole(property));
	}

	private boolean isWhole(BeanPropertyDefinition property) {
		SerializationConfig config = this.json.serializationConfig();
		AnnotatedMember member = property.getPrimaryMember();
		Access access = config.getAnnotationIntrospector().findPropertyAccess(config, member);
		return (access == null || access == Access.AUTO || access == Access.READ_WRITE)
				&& OWN_FORMS.stream().noneMatch(member::hasAnnotation) && isPart(property.getPrimaryType());
	}

}
