package io.sequoia.core;

import io.sequoia.Ref;
import io.sequoia.core.mapping.FinalCollections;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaPersistentProperty;
import reactor.core.publisher.Mono;

import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.util.Assert;

/**
 * The connection of resources of one type to the platform. Many resources have the same.
 * Thread-safe.
 */
final class Attachment {

	private final SequoiaEngine engine;

	private final ResourceType<Object> type;

	private final RequestOptions options;

	/** Whether the resources came from the platform, so that they have a version. */
	private final boolean read;

	@SuppressWarnings("unchecked")
	Attachment(SequoiaEngine engine, ResourceType<?> type, RequestOptions options, boolean read) {
		this.engine = engine;
		this.type = (ResourceType<Object>) type;
		this.options = options;
		this.read = read;
	}

	/**
	 * Save a resource.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource, with the state of the answer
	 */
	<T extends Attachable> Mono<T> save(T resource) {
		SequoiaPersistentEntity<Object> entity = modifiable(resource);
		boolean versioned = entity.isVersioned(resource);
		Assert.state(versioned || !this.read,
				() -> "The resource " + entity.refOf(resource)
						+ " was read without its version, so saving it could undo the changes of others; add a property"
						+ " 'version' to " + resource.getClass().getName() + " and reload() the resource");
		ReactiveResourceOperations<Object> operations = operations(this.options);
		return (versioned ? operations.update(resource) : operations.store(resource))
			.map((answer) -> copied(entity, answer, resource));
	}

	/**
	 * Delete a resource.
	 * @param resource the resource, which is detached then
	 * @return whether it existed
	 */
	Mono<Boolean> delete(Attachable resource) {
		return operations(this.options).delete(requireRef(entity(resource), resource))
			.doOnNext((deleted) -> resource.attach(null));
	}

	/**
	 * Read a resource again.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource, with its current state
	 */
	<T extends Attachable> Mono<T> reload(T resource) {
		SequoiaPersistentEntity<Object> entity = modifiable(resource);
		return operations(this.options.refreshed()).read(requireRef(entity, resource))
			.map((current) -> copied(entity, current, resource));
	}

	private ReactiveResourceOperations<Object> operations(RequestOptions with) {
		return new DefaultReactiveResourceOperations<>(this.engine, this.type, with);
	}

	private static Ref requireRef(SequoiaPersistentEntity<Object> entity, Object resource) {
		Ref ref = entity.refOf(resource);
		Assert.state(ref != null, () -> "A resource of type " + resource.getClass().getName()
				+ " has neither a ref nor an owner and a name; save() it first");
		return ref;
	}

	@SuppressWarnings("unchecked")
	private SequoiaPersistentEntity<Object> entity(Object resource) {
		return (SequoiaPersistentEntity<Object>) (SequoiaPersistentEntity<?>) this.engine.mappingContext()
			.getRequiredPersistentEntity(resource.getClass());
	}

	/**
	 * Refuse a resource with a final property, as it could not take the state of the
	 * answer.
	 */
	private SequoiaPersistentEntity<Object> modifiable(Object resource) {
		SequoiaPersistentEntity<Object> entity = entity(resource);
		for (SequoiaPersistentProperty property : entity) {
			Assert.state(!property.isImmutable() || property.isMap() || property.isCollectionLike(),
					() -> "The property '" + property.getName() + "' of " + resource.getClass().getName()
							+ " is final, but an active resource must take over the state of each answer: make"
							+ " the property changeable");
		}
		return entity;
	}

	/** Give an object the state of another one. */
	private <T extends Attachable> T copied(SequoiaPersistentEntity<Object> entity, Object from, T to) {
		PersistentPropertyAccessor<Object> source = entity.getPropertyAccessor(from);
		PersistentPropertyAccessor<Object> target = entity.getPropertyAccessor(to);
		for (SequoiaPersistentProperty property : entity) {
			if (!property.isAnnotationPresent(Linked.class)) {
				Object value = source.getProperty(property);
				if (property.isImmutable()) {
					FinalCollections.fill(property.getRequiredField(), to, value);
				}
				else {
					target.setProperty(property, value);
				}
			}
		}
		to.attach(this.read ? this : new Attachment(this.engine, this.type, this.options, true));
		return to;
	}

}
