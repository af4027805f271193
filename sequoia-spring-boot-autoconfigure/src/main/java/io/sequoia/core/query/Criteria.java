package io.sequoia.core.query;

import java.util.List;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * The conditions, inclusions, fields and sort order of a request for the resources of a
 * collection (docs/protocol.md, section 6):
 *
 * <pre>{@code
 * where(field("type").equalTo("movie")).and(field("availabilityStartAt").between("2014", "2015"))
 *     .include(resource("assets").fields("ref", "url")).orderBy("createdAt").desc().perPage(100)
 * }</pre>
 *
 * Immutable and thread-safe: each method returns a copy, so criteria may be kept as a
 * constant and refined. Conditions, inclusions, fields, facets and sort orders add up;
 * {@code perPage}, {@code lang}, {@code active} and {@code available} replace an earlier
 * value. A method that is given something impossible throws
 * {@link InvalidCriteriaException} at once.
 */
public sealed class Criteria permits Criteria.Ordered {

	/** The largest page that can be requested. */
	public static final int MAX_PER_PAGE = 1000;

	private static final String PER_PAGE = "perPage";

	private static final String TRUE = "true";

	static final String INTERSECT = "<intersect>";

	private static final Criteria ALL = new Criteria(Parameters.NONE);

	private final Parameters parameters;

	private Criteria(Parameters parameters) {
		this.parameters = parameters;
	}

	/**
	 * Match every resource.
	 * @return criteria without any condition
	 */
	public static Criteria all() {
		return ALL;
	}

	/**
	 * Ask for the resources that meet a condition.
	 * @param criterion the condition, made by {@link Field}
	 * @return criteria with that condition
	 */
	public static Criteria where(Criterion criterion) {
		return ALL.and(criterion);
	}

	/**
	 * Take over a query string, such as {@code withType=movie&sort=-title}, for example
	 * one that is kept as text. Its parameters are handled as by {@link #param}, so
	 * operators in them are sent; {@code continue=true} is what the client does anyway.
	 * @param query the query, percent-encoded; never made from the input of a user
	 * @return criteria with its parameters
	 * @throws InvalidCriteriaException if one of them is impossible, such as
	 * {@code owner}, which the client itself sets
	 */
	public static Criteria ofQuery(String query) {
		return RawParameter.addQuery(ALL, query);
	}

	/**
	 * Add a condition; all of them must be met. Conditions on the same field add up too,
	 * as repeated parameters.
	 * @param criterion the condition, made by {@link Field}
	 * @return a copy with that condition
	 */
	public Criteria and(Criterion criterion) {
		requirePresent("condition", criterion);
		return new Criteria(this.parameters.add(criterion));
	}

	/**
	 * Include related resources in the answer: {@code include=assets,categories}.
	 * @param inclusions the relationships, at least one
	 * @return a copy with those inclusions
	 * @throws InvalidCriteriaException if there is none, or one is included already
	 */
	public Criteria include(Inclusion... inclusions) {
		if (inclusions == null || inclusions.length == 0) {
			throw new InvalidCriteriaException("include() needs at least one inclusion, like resource(\"assets\")");
		}
		Criteria criteria = this;
		for (Inclusion inclusion : inclusions) {
			requirePresent("inclusion", inclusion);
			criteria = criteria.included(inclusion.name(), "", inclusion.parameters());
		}
		return criteria;
	}

	/**
	 * Ask only for resources that are related to some resource which meets the inner
	 * criteria: {@code include=offers<intersect>} and the inner parameters prefixed by
	 * {@code offers.}. The related resources come along.
	 * @param relationship the name of the relationship
	 * @param criteria the conditions for the related resources
	 * @return a copy with that intersection
	 * @throws InvalidCriteriaException if that cannot be the name of a relationship, it
	 * is included already, or there is a facet count in the inner criteria
	 */
	public Criteria intersect(String relationship, Criteria criteria) {
		Names.require("relationship name", relationship);
		requirePresent("inner criteria", criteria);
		if (criteria.hasFacets()) {
			throw facetsAndIntersect();
		}
		return included(relationship, INTERSECT, criteria.parameters.set("continue", TRUE));
	}

	/**
	 * Ask for these fields only: {@code fields=ref,title}. Calls add up.
	 * @param names the names of the fields, at least one
	 * @return a copy with those fields
	 * @throws InvalidCriteriaException if there is no name, or one cannot be a field name
	 */
	public Criteria fields(String... names) {
		return new Criteria(this.parameters.addAll(Parameters.FIELDS, Names.requireAll("field name", names)));
	}

	/**
	 * Sort by a field, ascending unless {@code desc()} follows: {@code sort=a,-b}. Calls
	 * add up; the first field has precedence.
	 * @param field the name of the field
	 * @return a copy that sorts so, and lets the direction be chosen
	 * @throws InvalidCriteriaException if that cannot be a field name
	 */
	public Ordered orderBy(String field) {
		return new Ordered(this, Names.require("field name", field), "");
	}

	/**
	 * Ask for pages of this size. The default is {@code sequoia.pagination.per-page}.
	 * @param resources the largest number of resources on a page, 1 to 1000
	 * @return a copy with that page size
	 * @throws InvalidCriteriaException if the size is out of range
	 */
	public Criteria perPage(int resources) {
		if (resources < 1 || resources > MAX_PER_PAGE) {
			throw new InvalidCriteriaException("perPage must be 1 to " + MAX_PER_PAGE + ", but is " + resources);
		}
		return with(PER_PAGE, Integer.toString(resources));
	}

	/**
	 * Request the total number of resources: {@code count=true}. If there is a facet
	 * count, it is sent instead, as its answer contains the total as well.
	 * @return a copy that counts
	 */
	public Criteria count() {
		return hasFacets() ? this : with(Parameters.COUNT, TRUE);
	}

	/**
	 * Request the number of resources for each value of these fields: {@code
	 * count=type,active}. Calls add up.
	 * @param fields the names of the fields, at least one
	 * @return a copy with that facet count
	 * @throws InvalidCriteriaException if there is no name, or one cannot be a field name
	 */
	public Criteria countBy(String... fields) {
		List<String> names = Names.requireAll("field name", fields);
		Parameters counting = hasFacets() ? this.parameters : this.parameters.remove(Parameters.COUNT);
		return new Criteria(counting.addAll(Parameters.COUNT, names));
	}

	/**
	 * Ask for localised texts in a language: {@code lang=es}.
	 * @param language the code of the language
	 * @return a copy with that language
	 * @throws InvalidCriteriaException if the code is blank
	 */
	public Criteria lang(String language) {
		if (language == null || language.isBlank()) {
			throw new InvalidCriteriaException("The language must not be blank: give a code, like 'es' or 'de-AT'");
		}
		return with("lang", Operand.requireEncodable("lang", language));
	}

	/**
	 * Ask for active resources, or for those that are not: {@code active=true}.
	 * @param active whether the resources are active
	 * @return a copy that asks so
	 */
	public Criteria active(boolean active) {
		return with("active", Boolean.toString(active));
	}

	/**
	 * Ask for available resources, or for those that are not: {@code available=true}.
	 * @param available whether the resources are available
	 * @return a copy that asks so
	 */
	public Criteria available(boolean available) {
		return with("available", Boolean.toString(available));
	}

	/**
	 * Leave the resources themselves out of the answer: {@code resources=false}; only
	 * counts remain.
	 * @return a copy that asks so
	 */
	public Criteria skipResources() {
		return with("resources", "false");
	}

	/**
	 * Add a parameter as it is; it may be repeated. A parameter that has a method of its
	 * own ({@code include fields sort count perPage lang active available resources}) is
	 * treated as a call of that method, with its rules.
	 * @param name the name of the parameter, not encoded
	 * @param value its value, not encoded; it may be empty
	 * @return a copy with that parameter
	 * @throws InvalidCriteriaException if the name is blank, or {@code owner} or {@code
	 * continue}, which are the client's own; if the value is null
	 */
	public Criteria param(String name, String value) {
		return RawParameter.add(this, name, value);
	}

	/**
	 * Return the conditions, including those of {@code intersect}, whose parameter names
	 * begin with the relationship and a dot.
	 * @return the conditions, in the order in which they were added
	 */
	public List<Criterion> conditions() {
		return this.parameters.conditions();
	}

	/**
	 * Return the names of the included relationships, including those of {@code
	 * intersect}.
	 * @return the names, in the order in which they were included
	 */
	public List<String> inclusions() {
		return this.parameters.get(Parameters.INCLUDE)
			.stream()
			.map((name) -> name.endsWith(INTERSECT) ? name.substring(0, name.length() - INTERSECT.length()) : name)
			.toList();
	}

	/**
	 * Return the size of the pages.
	 * @return the number of resources, or {@code null} for the configured default
	 */
	public @Nullable Integer perPage() {
		List<String> values = this.parameters.get(PER_PAGE);
		return values.isEmpty() ? null : Integer.valueOf(values.get(0));
	}

	/**
	 * Tell whether the resources themselves are left out of the answer.
	 * @return {@code true} if they are
	 */
	public boolean skipsResources() {
		return this.parameters.get("resources").contains("false");
	}

	/**
	 * Tell whether a total or a facet count is requested.
	 * @return {@code true} if one is
	 */
	public boolean counts() {
		return !this.parameters.get(Parameters.COUNT).isEmpty();
	}

	/**
	 * Return the criteria as query parameters, names and values not yet encoded. The
	 * client adds {@code owner}, {@code continue} and its own page size.
	 * @return the parameters in the order in which they were named first, in a new map
	 * that belongs to the caller
	 * @throws InvalidCriteriaException if there are both a facet count and an
	 * intersection, which exclude one another (docs/protocol.md, section 6)
	 */
	public MultiValueMap<String, String> toQueryParameters() {
		if (hasFacets() && intersects()) {
			throw facetsAndIntersect();
		}
		return this.parameters.toMap();
	}

	@Override
	public final boolean equals(Object other) {
		return other instanceof Criteria criteria && this.parameters.equals(criteria.parameters);
	}

	@Override
	public final int hashCode() {
		return this.parameters.hashCode();
	}

	/**
	 * Return the parameters for people: on one line, cut after 1024 characters.
	 * @return for example {@code Criteria {withType=[movie]}}
	 */
	@Override
	public final String toString() {
		return "Criteria " + Printable.of(this.parameters.toString(), 1024);
	}

	Criteria with(String parameter, String value) {
		return new Criteria(this.parameters.set(parameter, value));
	}

	Criteria plus(String parameter, String value) {
		return new Criteria(this.parameters.add(parameter, value));
	}

	private Criteria included(String relationship, String mark, Parameters own) {
		if (inclusions().contains(relationship)) {
			throw new InvalidCriteriaException("'" + relationship
					+ "' is already included: configure it in a single include(..) or intersect(..)");
		}
		return new Criteria(
				this.parameters.add(Parameters.INCLUDE, relationship + mark).addAll(relationship + ".", own));
	}

	private boolean hasFacets() {
		return counts() && !this.parameters.get(Parameters.COUNT).equals(List.of(TRUE));
	}

	private boolean intersects() {
		return this.parameters.get(Parameters.INCLUDE).stream().anyMatch((name) -> name.endsWith(INTERSECT));
	}

	private static InvalidCriteriaException facetsAndIntersect() {
		return new InvalidCriteriaException("countBy(..) and intersect(..) cannot be combined: a service counts"
				+ " facets only without an intersection; use two calls");
	}

	private static void requirePresent(String argument, @Nullable Object value) {
		if (value == null) {
			throw new InvalidCriteriaException("The " + argument + " must not be null");
		}
	}

	/**
	 * Criteria whose last sort field can still be given a direction.
	 */
	public static final class Ordered extends Criteria implements Order<Ordered> {

		private final Criteria before;

		private final String field;

		private Ordered(Criteria before, String field, String direction) {
			super(before.parameters.add(Parameters.SORT, direction + field));
			this.before = before;
			this.field = field;
		}

		@Override
		public Ordered asc() {
			return new Ordered(this.before, this.field, "");
		}

		@Override
		public Ordered desc() {
			return new Ordered(this.before, this.field, "-");
		}

	}

}
