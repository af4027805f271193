package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the requests that fetch the linked resources of a page. A client could send them
 * itself, so that links to further pages need nothing else.
 */
final class LinkedQueries {

	private static final Set<String> OWN = Set.of("fields", "sort", "perPage", "page", "continue", "count", "lang",
			"active", "available", "q");

	private final RelationshipSchema relationship;

	private final ResourceSchema linked;

	LinkedQueries(ServiceSchema service, RelationshipSchema relationship) {
		this.relationship = relationship;
		this.linked = service.related(relationship);
	}

	ResourceSchema linked() {
		return this.linked;
	}

	/** Collect the refs to look for from the parents, in batches of some parents each. */
	List<Set<String>> batches(List<ObjectNode> parents) {
		String field = this.relationship.fieldPath();
		List<Set<String>> batches = new ArrayList<>();
		for (int start = 0; start < parents.size(); start += RelationshipSchema.BATCH_SIZE) {
			Set<String> refs = new LinkedHashSet<>();
			parents.subList(start, Math.min(start + RelationshipSchema.BATCH_SIZE, parents.size()))
				.forEach((parent) -> refs.addAll(FieldPath.texts(parent, (field != null) ? field : "ref")));
			batches.addAll(split(refs));
		}
		return batches;
	}

	/** Split refs into as many as one request may read. */
	private static List<Set<String>> split(Set<String> refs) {
		List<Set<String>> parts = new ArrayList<>();
		List<String> all = List.copyOf(refs);
		for (int start = 0; start < all.size(); start += ResourceSchema.BATCH_LIMIT) {
			parts
				.add(new LinkedHashSet<>(all.subList(start, Math.min(start + ResourceSchema.BATCH_LIMIT, all.size()))));
		}
		return parts;
	}

	/**
	 * Return the parameters of the request for one batch; for a direct relationship the
	 * refs are in the path.
	 */
	QueryParameters parameters(String owner, Set<String> refs, Query.Inclusion inclusion, Query parent) {
		QueryParameters parameters = criteria(this.linked, inclusion.parameters());
		parameters.set("owner", owner);
		if (parameters.first("fields") == null) {
			parameters.set("fields", String.join(",", this.relationship.fields()));
		}
		String language = parent.language();
		if (language != null && parameters.first("lang") == null) {
			parameters.set("lang", language);
		}
		if (parent.continuing() && parameters.first("continue") == null) {
			parameters.set("continue", "true");
		}
		String filter = this.relationship.filterName();
		if (filter != null) {
			parameters.add(filter, String.join("||", refs));
		}
		return parameters;
	}

	/** Complete inner parameters: the name of a field is replaced by its filter. */
	static QueryParameters criteria(ResourceSchema linked, QueryParameters inner) {
		QueryParameters parameters = new QueryParameters();
		inner.asMap().forEach((name, values) -> {
			FilterSchema filter = OWN.contains(name) ? null : linked.filterOf(name);
			values.forEach((value) -> parameters.add((filter != null) ? filter.name() : name, value));
		});
		return parameters;
	}

	static String filterPath(ResourceSchema linked, RelationshipSchema relationship) {
		FilterSchema filter = linked.filters().get(String.valueOf(relationship.filterName()));
		if (filter == null) {
			throw new IllegalStateException("No filter " + relationship.filterName() + " of " + linked.plural());
		}
		return filter.path();
	}

}
