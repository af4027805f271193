package io.sequoia.sandbox;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A data service with its kinds of resources, by plural name.
 */
record ServiceSchema(String name, String title, String description, Map<String, ResourceSchema> resources,
		JsonNode routes) {

	/** Find a kind of resource by its plural name or the segment of its path. */
	@Nullable ResourceSchema resource(String name) {
		ResourceSchema resource = this.resources.get(name);
		if (resource != null) {
			return resource;
		}
		return this.resources.values()
			.stream()
			.filter((candidate) -> candidate.hyphenated().equals(name))
			.findFirst()
			.orElse(null);
	}

	/** Return the kind of resource at the other end of a relationship. */
	ResourceSchema related(RelationshipSchema relationship) {
		return Objects.requireNonNull(this.resources.get(relationship.resourceType()), relationship.resourceType());
	}

}
