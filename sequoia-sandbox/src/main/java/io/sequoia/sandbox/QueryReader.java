package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a request for one kind of resource (docs/protocol.md, section
 * 6). It refuses parameters that the kind does not support, and names them.
 */
final class QueryReader {

	private static final String INTERSECT = "<intersect>";

	private static final Set<String> OWN = Set.of("fields", "sort", "perPage", "page", "continue", "count", "resources",
			"lang", "active", "available", "include", "q", "owner");

	private final ServiceSchema service;

	private final ResourceSchema schema;

	private final QueryParameters parameters;

	private final List<Condition> conditions = new ArrayList<>();

	private final Map<RelationshipSchema, Query.Inclusion> inclusions = new LinkedHashMap<>();

	private final @Nullable String userType;

	private QueryReader(ServiceSchema service, ResourceSchema schema, QueryParameters parameters,
			@Nullable String userType) {
		this.service = service;
		this.schema = schema;
		this.parameters = parameters;
		this.userType = userType;
	}

	/** Read the parameters of a request that the service itself makes. */
	static Query read(ServiceSchema service, ResourceSchema schema, QueryParameters parameters) {
		return read(service, schema, parameters, null);
	}

	/** Read the parameters of a request of a user, who may not use some filters. */
	static Query read(ServiceSchema service, ResourceSchema schema, QueryParameters parameters,
			@Nullable String userType) {
		return new QueryReader(service, schema, parameters, userType).query();
	}

	private Query query() {
		readInclusions();
		this.parameters.asMap().forEach(this::readFilter);
		this.inclusions.replaceAll(this::checked);
		readActive();
		List<SortKey> order = order();
		Set<String> facets = facets();
		boolean counted = !facets.isEmpty() || this.parameters.list("count").contains("true");
		if (!facets.isEmpty() && this.inclusions.values().stream().anyMatch(Query.Inclusion::intersect)) {
			throw Problem.badQuery("count", "a facet count and an intersection cannot be combined");
		}
		String cursor = cursor();
		boolean continuing = cursor != null || bool("continue", false);
		Position after = (cursor != null) ? Cursor.read(cursor, this.parameters, order) : null;
		return new Query(List.copyOf(this.conditions), this.parameters.first("q"), fields(), order,
				number("perPage", ResourceSchema.MAX_PER_PAGE, ResourceSchema.MAX_PER_PAGE),
				number("page", 1, ResourceSchema.MAX_PAGE), continuing, after, counted, facets, bool("resources", true),
				this.parameters.first("lang"),
				(this.parameters.first("available") != null) ? bool("available", true) : null,
				Collections.unmodifiableMap(this.inclusions));
	}

	private void readInclusions() {
		for (String value : this.parameters.list("include")) {
			boolean intersect = value.endsWith(INTERSECT);
			String name = intersect ? value.substring(0, value.length() - INTERSECT.length()) : value;
			RelationshipSchema relationship = this.schema.relationships().get(name);
			if (relationship == null) {
				throw Problem.badQuery("include", "there is no relationship '" + name + "' of " + this.schema.plural()
						+ "; there are " + this.schema.relationships().keySet());
			}
			if (!this.service.resources().containsKey(relationship.resourceType())) {
				throw Problem.badQuery("include", "the relationship '" + name + "' refers to '"
						+ relationship.resourceType() + "', which the service does not have");
			}
			if (intersect && !relationship.canIntersect()) {
				throw Problem.badQuery("include", "the relationship '" + name + "' cannot be intersected");
			}
			this.inclusions.put(relationship, new Query.Inclusion(intersect, new QueryParameters(), null));
		}
	}

	private void readFilter(String name, List<String> values) {
		if (OWN.contains(name) || name.startsWith("_")) {
			return;
		}
		FilterSchema filter = name.startsWith("with") ? this.schema.filter(name) : null;
		if (filter == null && name.contains(".")) {
			RelationshipSchema relationship = relationship(name);
			if (relationship != null) {
				readInner(relationship, name, values);
				return;
			}
			filter = this.schema.filterOf(name);
		}
		if (filter != null) {
			if (this.userType != null && filter.prohibited().contains(this.userType)) {
				throw Problem.badQuery(name,
						"the filter '" + name + "' is not for users of the type '" + this.userType + "'");
			}
			for (String value : values) {
				this.conditions.add(ConditionReader.read(name, filter, value));
			}
		}
		else if (name.contains(".") || name.startsWith("with")) {
			throw Problem.badQuery(name, "there is no filter '" + name + "' of " + this.schema.plural() + "; there are "
					+ this.schema.filters().keySet());
		}
	}

	/**
	 * Find the included relationship of a dotted parameter, the longest name first.
	 */
	private @Nullable RelationshipSchema relationship(String parameter) {
		RelationshipSchema found = null;
		for (RelationshipSchema candidate : this.schema.relationships().values()) {
			if (parameter.startsWith(candidate.name() + ".")
					&& (found == null || candidate.name().length() > found.name().length())) {
				found = candidate;
			}
		}
		return found;
	}

	private void readInner(RelationshipSchema relationship, String name, List<String> values) {
		Query.Inclusion inclusion = this.inclusions.get(relationship);
		if (inclusion == null) {
			throw Problem.badQuery(name,
					"'" + name + "' refers to '" + relationship.name() + "', which is not included");
		}
		String inner = name.substring(relationship.name().length() + 1);
		values.forEach((value) -> inclusion.parameters().add(inner, value));
	}

	/**
	 * Check inner parameters. Without an intersection only the request for the linked
	 * resources fails, which the answer tells.
	 */
	private Query.Inclusion checked(RelationshipSchema relationship, Query.Inclusion inclusion) {
		ResourceSchema linked = this.service.related(relationship);
		try {
			read(this.service, linked, LinkedQueries.criteria(linked, inclusion.parameters()), this.userType);
			return inclusion;
		}
		catch (Problem problem) {
			if (inclusion.intersect()) {
				throw problem.within(relationship.name());
			}
			return new Query.Inclusion(false, inclusion.parameters(), problem);
		}
	}

	private void readActive() {
		for (String value : this.parameters.all("active")) {
			FilterSchema filter = this.schema.filter("withActive");
			if (filter == null) {
				throw Problem.badQuery("active", this.schema.plural() + " are neither active nor inactive");
			}
			this.conditions.add(ConditionReader.read("active", filter, value));
		}
	}

	private List<String> fields() {
		List<String> fields = this.parameters.list("fields");
		fields.stream().filter((field) -> !this.schema.refersBy(field)).forEach((field) -> known("fields", field));
		return fields;
	}

	private List<SortKey> order() {
		List<SortKey> order = new ArrayList<>();
		for (String value : this.parameters.list("sort")) {
			boolean descending = value.startsWith("-");
			String path = value.substring((descending || value.startsWith("+")) ? 1 : 0);
			FieldSchema field = known("sort", path);
			if (!field.sortable() && field.type() != ValueType.SCORES) {
				throw Problem.badQuery("sort", "the field '" + path + "' of " + this.schema.plural() + " has no order");
			}
			order.add(new SortKey(path, field.type(), descending, field.missingIsHigh()));
		}
		return order;
	}

	private Set<String> facets() {
		Set<String> facets = new LinkedHashSet<>(this.parameters.list("count"));
		facets.removeAll(Set.of("true", "false"));
		facets.forEach((facet) -> known("count", facet));
		return facets;
	}

	private FieldSchema known(String parameter, String path) {
		FieldSchema field = this.schema.field(path);
		if (field == null) {
			throw Problem.badQuery(parameter, "there is no field '" + path + "' of " + this.schema.plural());
		}
		return field;
	}

	/**
	 * Return the cursor. Some clients add their own continue=true to a link, which is
	 * ignored.
	 */
	private @Nullable String cursor() {
		return this.parameters.all("continue")
			.stream()
			.filter((value) -> !value.equals("true") && !value.equals("false"))
			.findFirst()
			.orElse(null);
	}

	private boolean bool(String name, boolean fallback) {
		String value = this.parameters.first(name);
		if (value == null) {
			return fallback;
		}
		if (!value.equals("true") && !value.equals("false")) {
			throw Problem.badQuery(name, "'" + name + "' must be true or false");
		}
		return value.equals("true");
	}

	private int number(String name, int fallback, int max) {
		String value = this.parameters.first(name);
		if (value == null) {
			return fallback;
		}
		if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > max) {
			throw Problem.badQuery(name, "'" + name + "' must be a number from 1 to " + max);
		}
		return Integer.parseInt(value);
	}

}
