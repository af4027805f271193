package io.sequoia.repository.query;

import java.util.Set;

import io.sequoia.core.query.Criteria;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;

/**
 * Where the query of a method comes from: its name or its annotation.
 */
interface QuerySource {

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
	 * The filters that the criteria use.
	 * @return their names, such as {@code withType}
	 */
	Set<String> filters();

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
