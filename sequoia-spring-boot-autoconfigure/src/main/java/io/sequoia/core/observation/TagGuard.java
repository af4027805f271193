package io.sequoia.core.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The names of services and resources that may become tags: only names that the platform
 * or the application's own types have given, never one from a caller's argument.
 * Therefore the number of tags is limited by the platform and the code. Thread-safe.
 */
@Internal
public final class TagGuard {

	/**
	 * The tag for all unknown names.
	 */
	public static final String UNKNOWN = "unknown";

	/**
	 * The tag for an operation without a name.
	 */
	public static final String NONE = "none";

	/**
	 * The tag for several services or resources.
	 */
	public static final String MULTIPLE = "multiple";

	private final SequoiaMappingContext types;

	/** The plural name of each resource by the name in calls, for each service. */
	private final Map<String, Map<String, String>> services = new ConcurrentHashMap<>();

	/**
	 * Learn the names of an application's types.
	 * @param types the types
	 */
	public TagGuard(SequoiaMappingContext types) {
		this.types = types;
		learn(Call.IDENTITY);
		learn(MULTIPLE);
	}

	/**
	 * Learn the name of a service.
	 * @param service the name of a service that exists
	 */
	public void learn(String service) {
		resourcesOf(service);
	}

	/**
	 * Learn the plural name of a resource.
	 * @param descriptor the descriptor of its service; one that is made of conventions is
	 * ignored, as it accepts any name
	 * @param asked the name in the call
	 * @param found the resource that was found
	 */
	public void learn(ServiceDescriptor descriptor, String asked, ResourceDescriptor found) {
		if (descriptor.readable()) {
			Map<String, String> resources = resourcesOf(descriptor.name());
			if (!found.pluralName().equals(resources.get(asked))) {
				resources.put(asked, found.pluralName());
				resources.put(found.pluralName(), found.pluralName());
			}
		}
	}

	/**
	 * Return the tag for a service.
	 * @param service its name
	 * @return the name if there is such a service, else {@link #UNKNOWN}
	 */
	public String service(String service) {
		if (!this.services.containsKey(service)) {
			if (!isDeclared((type) -> type.service().equals(service))) {
				return UNKNOWN;
			}
			learn(service);
		}
		return service;
	}

	/**
	 * Return the tag for a resource.
	 * @param service the name of its service
	 * @param resource its name in any form, or {@code null}
	 * @return its plural name if there is such a resource, {@link #NONE} for {@code
	 * null}, else {@link #UNKNOWN}
	 */
	public String resource(String service, @Nullable String resource) {
		if (resource == null || resource.equals(MULTIPLE)) {
			return (resource != null) ? MULTIPLE : NONE;
		}
		String known = this.services.getOrDefault(service, Map.of()).get(resource);
		if (known == null) {
			if (!isDeclared((type) -> type.service().equals(service) && type.name().equals(resource))) {
				return UNKNOWN;
			}
			known = ServiceDescriptor.conventional(service).get(resource).pluralName();
			resourcesOf(service).put(resource, known);
		}
		return known;
	}

	private Map<String, String> resourcesOf(String service) {
		Map<String, String> known = this.services.get(service);
		return (known != null) ? known : this.services.computeIfAbsent(service, (name) -> new ConcurrentHashMap<>());
	}

	private boolean isDeclared(Predicate<SequoiaResource> resource) {
		return this.types.getPersistentEntities()
			.stream()
			.map((entity) -> entity.findAnnotation(SequoiaResource.class))
			.anyMatch((annotation) -> annotation != null && resource.test(annotation));
	}

}
