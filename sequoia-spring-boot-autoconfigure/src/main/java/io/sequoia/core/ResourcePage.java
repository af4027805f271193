package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a browse (docs/protocol.md, section 7). It may be short, even empty, and
 * still have a next one. Immutable.
 *
 * @param <T> the type of the resources
 */
public interface ResourcePage<T> {

	/**
	 * Return the resources of this page.
	 * @return the resources, in the server's order
	 */
	List<T> resources();

	/**
	 * Return the number of all matching resources.
	 * @return the number, present if the criteria requested it by {@code count()}
	 */
	OptionalLong totalCount();

	/**
	 * Return the number of resources for each value.
	 * @return the numbers by field and value, for the fields of {@code countBy(…)}
	 */
	Map<String, Map<String, Long>> facets();

	/**
	 * Return the included resources of this page.
	 * @param relationship the name under which they were included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources; empty if there are none of that name
	 * @throws io.sequoia.MalformedResponseException if they do not fit the type
	 */
	<L> List<L> linked(String relationship, Class<L> type);

	/**
	 * Tell whether there is a next page.
	 * @return {@code true} if the server sent a link to it
	 */
	boolean hasNext();

	/**
	 * Return the position of the next page.
	 * @return the server's link to it, followed by a {@code #} and a mark of the browse;
	 * a browse {@code from} it, of the same collection, criteria and owner, continues
	 * there
	 */
	Optional<String> next();

}
