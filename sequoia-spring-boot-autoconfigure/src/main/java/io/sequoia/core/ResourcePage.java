package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a browse (PROTOCOL 7). It may be short, even empty, and still have a next
 * one. Immutable.
 *
 * @param <T> the type of the resources
 */
public interface ResourcePage<T> {

	/**
	 * The resources of this page.
	 * @return the resources, in the server's order
	 */
	List<T> resources();

	/**
	 * How many resources match in all.
	 * @return the number, present if the criteria asked for it by {@code count()}
	 */
	OptionalLong totalCount();

	/**
	 * How many resources have which value.
	 * @return the numbers by field and value, for the fields of {@code countBy(…)}
	 */
	Map<String, Map<String, Long>> facets();

	/**
	 * The included resources of this page.
	 * @param relationship the name under which they were included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources; none if there are none of that name
	 * @throws io.sequoia.MalformedResponseException if they do not fit the type
	 */
	<L> List<L> linked(String relationship, Class<L> type);

	/**
	 * Whether a next page is known to exist.
	 * @return whether the server gave a link to it
	 */
	boolean hasNext();

	/**
	 * Where the next page is.
	 * @return the link that the server gave to it, and behind a {@code #} what it belongs
	 * to; a browse {@code from} it, of the same collection, criteria and owner, goes on
	 * there
	 */
	Optional<String> next();

}
