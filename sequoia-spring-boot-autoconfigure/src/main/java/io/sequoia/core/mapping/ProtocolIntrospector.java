package io.sequoia.core.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.PersistenceCreator;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Persistable;
import org.springframework.util.ReflectionUtils;

/**
 * The meaning of the annotations of the project and of Spring Data in JSON.
 */
final class ProtocolIntrospector extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	/** The fields that only the server sets. */
	private static final Map<Class<? extends Annotation>, String> AUDITED = Map.of(CreatedDate.class, "createdAt",
			CreatedBy.class, "createdBy", LastModifiedDate.class, "updatedAt", LastModifiedBy.class, "updatedBy");

	private static final JsonIgnoreProperties.Value IGNORE_UNKNOWN = JsonIgnoreProperties.Value.forIgnoreUnknown(true);

	private static final JsonSetter.Value EMPTY_WHEN_NULL = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

	/**
	 * Ignore properties that a type does not have. If Jackson were only told not to fail,
	 * it would keep the unknown properties of a record until the record is created.
	 */
	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass) ? IGNORE_UNKNOWN : JsonIgnoreProperties.Value.empty();
	}

	@Override
	public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated annotated) {
		return name(annotated);
	}

	@Override
	public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
		return name(annotated);
	}

	/**
	 * Select the constructor or factory that an annotation of Spring Data names, unless
	 * one of Jackson names another.
	 */
	@Override
	public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
		return (annotated.hasAnnotation(PersistenceCreator.class) && annotated.getAnnotated() instanceof Member member
				&& !hasJsonCreator(member.getDeclaringClass())) ? JsonCreator.Mode.PROPERTIES : null;
	}

	private static boolean hasJsonCreator(Class<?> type) {
		return Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
			.anyMatch((creator) -> creator.isAnnotationPresent(JsonCreator.class));
	}

	/**
	 * Ignore members that are not part of the resource: those that Spring Data does not
	 * persist, and those of a {@link Persistable}.
	 */
	@Override
	public boolean hasIgnoreMarker(MapperConfig<?> config, AnnotatedMember member) {
		return member.hasAnnotation(Transient.class) || isOfPersistable(member);
	}

	private static boolean isOfPersistable(AnnotatedMember member) {
		if (!(member instanceof AnnotatedMethod method) || method.getParameterCount() > 0
				|| !Persistable.class.isAssignableFrom(method.getDeclaringClass())
				|| method.hasAnnotation(JsonProperty.class) || method.hasAnnotation(Id.class)) {
			return false;
		}
		return method.getName().equals("isNew") || (method.getName().equals("getId")
				&& ReflectionUtils.findField(method.getDeclaringClass(), "id") == null);
	}

	@Override
	public JsonProperty.@Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated annotated) {
		if (config instanceof DeserializationConfig) {
			// the access would only drop a getter, and the annotation on it too
			return null;
		}
		return (annotated.hasAnnotation(Linked.class) || annotated.hasAnnotation(ReadOnlyProperty.class)
				|| audited(annotated) != null) ? JsonProperty.Access.WRITE_ONLY : null;
	}

	@Override
	public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
		return (annotated.hasAnnotation(Linked.class) && isMany(annotated)) ? EMPTY_WHEN_NULL
				: JsonSetter.Value.empty();
	}

	private static boolean isMany(Annotated annotated) {
		Class<?> type = (annotated instanceof AnnotatedMethod method && method.getParameterCount() == 1)
				? method.getRawParameterType(0) : annotated.getRawType();
		return Collection.class.isAssignableFrom(type) || type.isArray();
	}

	private static @Nullable PropertyName name(Annotated annotated) {
		if (annotated.hasAnnotation(Id.class)) {
			return PropertyName.construct("ref");
		}
		if (annotated.hasAnnotation(Version.class)) {
			return PropertyName.construct("version");
		}
		String audited = audited(annotated);
		if (audited != null) {
			return PropertyName.construct(audited);
		}
		return annotated.hasAnnotation(Linked.class) ? PropertyName.USE_DEFAULT : null;
	}

	private static @Nullable String audited(Annotated annotated) {
		for (Map.Entry<Class<? extends Annotation>, String> audited : AUDITED.entrySet()) {
			if (annotated.hasAnnotation(audited.getKey())) {
				return audited.getValue();
			}
		}
		return null;
	}

}
