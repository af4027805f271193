package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.sequoia.Ref;

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

	/**
	 * Return the number of this page.
	 * @return the number from 1, present if the service numbers its pages: those of old
	 * services, and those that are requested by {@code param("page", "3")}
	 */
	OptionalInt number();

	/**
	 * Return the position of the first page.
	 * @return the position, for {@code from}, present if the service numbers its pages
	 */
	Optional<String> first();

	/**
	 * Return the position of the page before this one.
	 * @return the position, for {@code from}, present if the service numbers its pages
	 * and this is not the first one
	 */
	Optional<String> previous();

	/**
	 * Return the position of the last page.
	 * @return the position, for {@code from}, present if the service numbers its pages
	 * and knows how many there are
	 */
	Optional<String> last();

	/**
	 * Return the references of this page's resources to others that the service did not
	 * include, as they do not exist, are not visible, or do not match the inclusion.
	 * @param relationship the name under which they were to be included
	 * @return the missing references, each once; empty for a relationship in which the
	 * others refer to these resources
	 * @throws IllegalArgumentException if the service knows no such relationship, if it
	 * was not included, or if the field with the references was not requested
	 * @throws IllegalStateException if there are further pages of included resources, of
	 * which this page knows nothing
	 */
	List<Ref> missing(String relationship);

}
