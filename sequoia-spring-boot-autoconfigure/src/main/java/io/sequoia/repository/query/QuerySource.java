package io.sequoia.repository.query;

import java.util.Map;

import io.sequoia.core.query.Criteria;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;

/**
 * The source of a method's query: its name or its annotation.
 */
interface QuerySource {

	/**
	 * Collect the reasons why the query is not possible.
	 * @return the reasons found so far
	 */
	default Refusals refusals() {
		return new Refusals();
	}

	/**
	 * Return the purpose of the query.
	 * @return the purpose
	 */
	Purpose purpose();

	/**
	 * Create the criteria of a call.
	 * @param accessor the arguments
	 * @return the criteria, or {@code null} if no resource can meet them
	 */
	@Nullable Criteria criteria(SequoiaParameterAccessor accessor);

	/**
	 * Return the part of the criteria that does not depend on arguments.
	 * @return the criteria
	 */
	default Criteria fixed() {
		return Criteria.all();
	}

	/**
	 * Return the filters that the criteria use, which the service must have.
	 * @return the property for each filter, by the name of the filter, such as {@code
	 * withType}
	 */
	default Map<String, String> filters() {
		return Map.of();
	}

	/**
	 * Return the order in the source, which comes before the order of the call.
	 * @return the order
	 */
	default Sort sort() {
		return Sort.unsorted();
	}

	/**
	 * Return the largest number of resources that the source allows.
	 * @return the limit
	 */
	default Limit limit() {
		return Limit.unlimited();
	}

	/**
	 * The purpose of a query.
	 */
	enum Purpose {

		FIND, COUNT, EXISTS, DELETE

	}

}
