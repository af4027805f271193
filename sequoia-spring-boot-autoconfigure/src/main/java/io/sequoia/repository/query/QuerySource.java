package io.sequoia.repository.query;

import java.util.Map;

import io.sequoia.core.query.Criteria;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;

/**
 * Where the query of a method comes from: its name or its annotation.
 */
interface QuerySource {

	/**
	 * Tell why the query cannot be asked.
	 * @return the reasons found so far
	 */
	default Refusals refusals() {
		return new Refusals();
	}

	/**
	 * What the query is for.
	 * @return the purpose
	 */
	Purpose purpose();

	/**
	 * The criteria of a call.
	 * @param accessor the arguments
	 * @return the criteria, or {@code null} if nothing can meet them
	 */
	@Nullable Criteria criteria(SequoiaParameterAccessor accessor);

	/**
	 * What the criteria of every call have.
	 * @return the criteria that do not depend on arguments
	 */
	default Criteria fixed() {
		return Criteria.all();
	}

	/**
	 * The filters that the criteria use, for the service to have them.
	 * @return the properties that they stand for, by their names, such as
	 * {@code withType}
	 */
	default Map<String, String> filters() {
		return Map.of();
	}

	/**
	 * The order that the source says, before the one of the call.
	 * @return the order
	 */
	default Sort sort() {
		return Sort.unsorted();
	}

	/**
	 * How many resources the source says there may be.
	 * @return the limit
	 */
	default Limit limit() {
		return Limit.unlimited();
	}

	/**
	 * What a query is for.
	 */
	enum Purpose {

		FIND, COUNT, EXISTS, DELETE

	}

}
