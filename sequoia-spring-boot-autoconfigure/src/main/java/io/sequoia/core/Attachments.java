package io.sequoia.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaPersistentProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * Attaches the resources that a template returns to the template. Resources of other
 * classes are not changed. Thread-safe.
 */
final class Attachments {

	private final SequoiaEngine engine;

	private final RequestOptions options;

	Attachments(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
	}

	/**
	 * Attach a resource that comes from the application.
	 * @param resource the resource
	 * @throws IllegalArgumentException if its type is not that of an active resource
	 */
	void attachGiven(Object resource) {
		Assert.isInstanceOf(Attachable.class, resource,
				"Only resources whose class extends ActiveResource or ReactiveActiveResource can be attached. ");
		((Attachable) resource).attach(new Attachment(this.engine, typeOf(resource), this.options, false));
	}

	/**
	 * Attach resources of one type.
	 * @param resources the resources, as read
	 * @param type their type
	 */
	void attach(Collection<?> resources, ResourceType<?> type) {
		Attachment attachment = null;
		for (Object resource : resources) {
			if (resource instanceof Attachable attachable) {
				attachment = (attachment != null) ? attachment : new Attachment(this.engine, type, this.options, true);
				attachable.attach(attachment);
			}
		}
	}

	/**
	 * Attach included resources, whose collection their type names.
	 * @param resources the resources, as read
	 * @param <L> their type
	 * @return the resources
	 */
	<L> List<L> included(List<L> resources) {
		resources.forEach(this::attachIncluded);
		return resources;
	}

	private void attachIncluded(@Nullable Object resource) {
		if (resource instanceof Attachable attachable) {
			attachable.attach(new Attachment(this.engine, typeOf(resource), this.options, true));
		}
	}

	/**
	 * Attach the resources in the {@code @Linked} properties of others.
	 * @param resources the others
	 */
	void attachLinked(Collection<?> resources) {
		for (Object resource : resources) {
			SequoiaPersistentEntity<?> entity = this.engine.mappingContext()
				.getRequiredPersistentEntity(resource.getClass());
			for (SequoiaPersistentProperty property : entity) {
				if (property.isAnnotationPresent(Linked.class)) {
					Object value = entity.getPropertyAccessor(resource).getProperty(property);
					Collection<?> linked = (value instanceof Collection<?> many) ? many : Arrays
						.asList(ObjectUtils.isArray(value) ? ObjectUtils.toObjectArray(value) : new Object[] { value });
					linked.forEach(this::attachIncluded);
				}
			}
		}
	}

	private ResourceType<?> typeOf(Object resource) {
		return ResourceType.of(ClassUtils.getUserClass(resource), this.engine.mappingContext());
	}

}
