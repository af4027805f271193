package io.sequoia.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.core.ResourceValidator.Finding;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.ResolvableType;

/**
 * Warns of updates that would delete fields which the type does not have, or refuses
 * them. The server's fields are known from earlier answers for the same type.
 * Thread-safe.
 */
final class UnknownFieldsRule {

	private static final Log logger = LogFactory.getLog(UnknownFieldsRule.class);

	private final ResourceMapper mapper;

	private final UnknownFields treatment;

	private final Set<ResolvableType> warned = ConcurrentHashMap.newKeySet();

	UnknownFieldsRule(ResourceMapper mapper, UnknownFields treatment) {
		this.mapper = mapper;
		this.treatment = treatment;
	}

	/**
	 * Check a resource that replaces another one.
	 * @param type the type of the resource
	 * @param prepared the resource in the form that is sent
	 * @param collection its collection
	 * @return the violations; none if it is to be sent anyway
	 */
	List<Finding> check(ResolvableType type, PreparedResource prepared, ResourceDescriptor collection) {
		if (prepared.version() == null) {
			return List.of();
		}
		List<String> lost = this.mapper.unknownFields(type)
			.stream()
			.filter((path) -> isLost(path, prepared, collection))
			.toList();
		if (this.treatment == UnknownFields.REFUSE) {
			return lost.stream()
				.map((path) -> new Finding(path,
						"would be deleted, because " + type + " has no property for it (sequoia.store.unknown-fields)"))
				.toList();
		}
		if (!lost.isEmpty() && this.warned.add(type)) {
			logger.warn("Storing a " + type + " that was read deletes the fields that the type has no property for: "
					+ String.join(", ", lost)
					+ ". Add the fields to the type, or a map with @JsonAnySetter and @JsonAnyGetter, or change"
					+ " resources by update(ref, type, change), which keeps them; see sequoia.store.unknown-fields");
		}
		return List.of();
	}

	private static boolean isLost(String path, PreparedResource prepared, ResourceDescriptor collection) {
		String field = path.split("[.\\[]", 2)[0];
		boolean server = PreparedResource.SERVER_FIELDS.contains(field) || field.equals("ref");
		boolean readOnly = collection.fields().containsKey(field) && collection.fields().get(field).readOnly();
		return !server && !readOnly && !(path.equals(field) && prepared.json().has(field));
	}

}
