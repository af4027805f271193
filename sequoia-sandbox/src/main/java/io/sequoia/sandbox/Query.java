package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for one kind of resource.
 */
record Query(List<Condition> conditions, @Nullable String text, List<String> fields, List<SortKey> order, int perPage,
		int page, boolean continuing, @Nullable Position after, boolean counted, Set<String> facets, boolean resources,
		@Nullable String language, @Nullable Boolean available, Map<RelationshipSchema, Inclusion> inclusions) {

	/**
	 * The parameters of a request for the resources of a relationship, and what is wrong
	 * with them.
	 */
	record Inclusion(boolean intersect, QueryParameters parameters, @Nullable Problem problem) {

	}

}
