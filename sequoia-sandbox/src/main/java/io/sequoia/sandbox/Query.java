package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks of one kind of resource, read from its parameters.
 */
record Query(List<Condition> conditions, @Nullable String text, List<String> fields, List<SortKey> order, int perPage,
		int page, boolean continuing, @Nullable Position after, boolean counted, Set<String> facets, boolean resources,
		@Nullable String language, @Nullable Boolean available, Map<RelationshipSchema, Inclusion> inclusions) {

	/**
	 * What a request asks of the resources of a relationship.
	 */
	record Inclusion(boolean intersect, QueryParameters parameters) {

	}

}
