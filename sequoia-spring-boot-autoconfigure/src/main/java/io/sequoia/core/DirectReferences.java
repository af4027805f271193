package io.sequoia.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.sequoia.Ref;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * The references in the resources of a page that includes others. The type of the
 * resources need not hold them, so they are read from the answer when somebody asks for
 * them. Immutable.
 */
final class DirectReferences {

	private final Criteria criteria;

	private final ResourceDescriptor resource;

	private final List<byte[]> bodies;

	private DirectReferences(Criteria criteria, ResourceDescriptor resource, List<byte[]> bodies) {
		this.criteria = criteria;
		this.resource = resource;
		this.bodies = bodies;
	}

	/**
	 * Keep the references of an answer.
	 * @param criteria the criteria; if they include nothing, the body is not kept
	 * @param resource the collection that answered
	 * @param answer the answer
	 */
	static DirectReferences of(Criteria criteria, ResourceDescriptor resource, Answer<?> answer) {
		return new DirectReferences(criteria, resource,
				criteria.inclusions().isEmpty() ? List.of() : List.of(answer.body()));
	}

	/** Join the references of several answers to the same criteria. */
	static @Nullable DirectReferences joined(List<DirectReferences> parts) {
		return parts.isEmpty() ? null : new DirectReferences(parts.get(0).criteria, parts.get(0).resource,
				parts.stream().flatMap((part) -> part.bodies.stream()).toList());
	}

	/**
	 * Return the references without an included resource.
	 * @param relationship the name of the relationship
	 * @param linked the included resources
	 * @param requests the requests by which they were found
	 * @param json reads the answers
	 * @return the references, each once
	 * @throws IllegalArgumentException if the references were not requested
	 * @throws IllegalStateException if more resources are still to be fetched
	 */
	List<Ref> missing(String relationship, List<JsonNode> linked, List<LinkedRequest> requests, JsonMapper json) {
		Relationship related = Relations.require(this.resource, relationship);
		Assert.isTrue(this.criteria.inclusions().contains(relationship), () -> "'" + relationship
				+ "' was not included; add include(resource(\"" + relationship + "\")) to the criteria");
		String path = related.fieldNamePath();
		if (!related.direct() || path == null) {
			return List.of();
		}
		String fields = this.criteria.toQueryParameters().getFirst("fields");
		Assert.isTrue(fields == null || Arrays.asList(fields.split(",")).contains(path.split("\\.")[0]),
				() -> "The references of '" + relationship + "' were not requested; add '" + path + "' to the fields");
		Assert.state(LinkedPages.unfetched(requests).isEmpty(), () -> "Some resources of '" + relationship
				+ "' are on further pages, which Browse.linked(..) fetches; this page cannot tell which are missing");
		Set<Ref> missing = new LinkedHashSet<>();
		for (byte[] body : this.bodies) {
			json.readTree(body)
				.path(this.resource.pluralName())
				.forEach((parent) -> Linker.texts(parent, path).forEach((ref) -> missing.add(Ref.parse(ref))));
		}
		for (JsonNode one : linked) {
			Assert.isTrue(one.has("ref"),
					() -> "The included resources of '" + relationship + "' have no ref; add 'ref' to their fields");
			missing.remove(Ref.parse(one.path("ref").asString()));
		}
		return new ArrayList<>(missing);
	}

}
