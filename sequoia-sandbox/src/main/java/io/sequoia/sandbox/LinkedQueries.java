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

	/** Collect the refs to look for from the parents, in batches. */
	List<List<String>> batches(List<ObjectNode> parents) {
		String field = this.relationship.fieldPath();
		Set<String> refs = new LinkedHashSet<>();
		parents.forEach((parent) -> refs.addAll(FieldPath.texts(parent, (field != null) ? field : "ref")));
		List<String> all = List.copyOf(refs);
		List<List<String>> batches = new ArrayList<>();
		for (int start = 0; start < all.size(); start += RelationshipSchema.BATCH_SIZE) {
			batches.add(all.subList(start, Math.min(start + RelationshipSchema.BATCH_SIZE, all.size())));
		}
		return batches;
	}

	/**
	 * Return the parameters of the request for one batch; for a direct relationship the
	 * refs are in the path. As in the recorded answers, none of them is the owner, and
	 * matches are counted where a filter finds them.
	 */
	QueryParameters parameters(List<String> refs, Query.Inclusion inclusion, Query parent) {
		QueryParameters parameters = criteria(this.linked, inclusion.parameters());
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
			if (parameters.first("count") == null) {
				parameters.set("count", "true");
			}
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
