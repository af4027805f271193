package io.sequoia.core.mapping;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.Internal;
import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * A collection of resources with their Java type.
 *
 * @param service the name of the service
 * @param name the name of the collection
 * @param type the Java type
 * @param ref finds the reference of a resource
 * @param versioned tells whether the version in a resource's JSON comes from the server
 * @param <T> the Java type
 */
@Internal
public record ResourceType<T>(String service, String name, ResolvableType type, Function<T, @Nullable Ref> ref,
		Predicate<T> versioned) {

	private static final ResolvableType MAP = ResolvableType
		.forType(new ParameterizedTypeReference<Map<String, Object>>() {
		});

	private ResourceType(String service, String name, ResolvableType type, Function<T, @Nullable Ref> ref) {
		this(service, name, type, ref, (resource) -> true);
	}

	/**
	 * Create the collection of an annotated type.
	 * @param type the type
	 * @param context knows the type
	 * @param <T> the type
	 * @return the collection
	 * @throws IllegalArgumentException if the type is not annotated
	 */
	public static <T> ResourceType<T> of(Class<T> type, SequoiaMappingContext context) {
		SequoiaPersistentEntity<T> entity = entity(type, context);
		SequoiaResource resource = entity.requireResource();
		return of(resource.service(), resource.name(), entity);
	}

	private static <T> ResourceType<T> of(String service, String name, SequoiaPersistentEntity<T> entity) {
		return new ResourceType<>(service, name, ResolvableType.forClass(entity.getType()), entity::refOf,
				(resource) -> !entity.holdsVersion(resource) || entity.isVersioned(resource));
	}

	/**
	 * Create a named collection with a type that need not be annotated.
	 * @param service the name of the service
	 * @param name the name of the collection
	 * @param type the type
	 * @param context knows the type
	 * @param <T> the type
	 * @return the collection
	 */
	public static <T> ResourceType<T> of(String service, String name, Class<T> type, SequoiaMappingContext context) {
		ResolvableType resolved = ResolvableType.forClass(type);
		if (JsonNode.class.isAssignableFrom(type)) {
			return new ResourceType<>(service, name, resolved, (resource) -> refOf((JsonNode) resource));
		}
		if (Map.class.isAssignableFrom(type)) {
			return new ResourceType<>(service, name, resolved, (resource) -> refOf((Map<?, ?>) resource));
		}
		return of(service, name, entity(type, context));
	}

	/**
	 * Create a named collection without a type of its own.
	 * @param service the name of the service
	 * @param name the name of the collection
	 * @return the collection
	 */
	public static ResourceType<Map<String, Object>> untyped(String service, String name) {
		return new ResourceType<>(service, name, MAP, ResourceType::refOf);
	}

	/**
	 * Return this collection with JSON as its type.
	 * @return the collection
	 */
	public ResourceType<ObjectNode> json() {
		return new ResourceType<>(this.service, this.name, ResolvableType.forClass(ObjectNode.class),
				ResourceType::refOf);
	}

	private static @Nullable Ref refOf(JsonNode resource) {
		return ref(resource.path("ref").asString(null), resource.path("owner").asString(null),
				resource.path("name").asString(null));
	}

	private static @Nullable Ref refOf(Map<?, ?> resource) {
		return ref(resource.get("ref"), resource.get("owner"), resource.get("name"));
	}

	private static @Nullable Ref ref(@Nullable Object ref, @Nullable Object owner, @Nullable Object name) {
		if (ref != null) {
			return Ref.parse(ref.toString());
		}
		return (owner != null && name != null) ? Ref.of(owner.toString(), name.toString()) : null;
	}

	@SuppressWarnings("unchecked")
	private static <T> SequoiaPersistentEntity<T> entity(Class<T> type, SequoiaMappingContext context) {
		Object entity = context.getPersistentEntity(type);
		Assert.notNull(entity, () -> "The type " + type.getName() + " cannot represent a resource: use a record"
				+ " or a class that is annotated with @SequoiaResource");
		return (SequoiaPersistentEntity<T>) entity;
	}

}
