package io.sequoia.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Resources that match criteria, page by page. Each call of one of these methods is a
 * browse of its own that begins with the first page; nothing is sent before a terminal
 * operation, and never more pages are fetched ahead of the consumer than
 * {@code sequoia.pagination.prefetch}. Thread-safe; a stream of it is for one thread.
 *
 * @param <T> the type of the resources
 */
public interface Browse<T> {

	/**
	 * The first page only.
	 * @return the page
	 */
	ResourcePage<T> page();

	/**
	 * All pages, fetched as the stream is consumed.
	 * @return the pages; close the stream to stop fetching early
	 */
	Stream<ResourcePage<T>> pages();

	/**
	 * All resources of all pages, fetched as the stream is consumed.
	 * @return the resources; close the stream to stop fetching early
	 */
	Stream<T> stream();

	/**
	 * All resources of all pages in memory.
	 * @return the resources
	 */
	List<T> list();

	/**
	 * The first resource.
	 * @return the resource, or empty if none matches
	 */
	Optional<T> first();

	/**
	 * The only resource.
	 * @return the resource
	 * @throws org.springframework.dao.IncorrectResultSizeDataAccessException unless
	 * exactly one matches
	 */
	T single();

	/**
	 * All included resources of all pages.
	 * @param relationship the name under which they are included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources, fetched as the stream is consumed
	 */
	<L> Stream<L> linked(String relationship, Class<L> type);

	/**
	 * This browse from a later page on: one that failed before
	 * ({@link io.sequoia.SequoiaFailure#position()}), or one to go on with at another
	 * time ({@link ResourcePage#next()}), as long as the service keeps the position.
	 * @param position the position of the page: its link, which says what is browsed and
	 * how, and what it belongs to; only the size of the pages and the included properties
	 * are this browse's own. Of a link alone, path and owner are looked at
	 * @return the browse, of which no page before that one is fetched
	 * @throws io.sequoia.InvalidCriteriaException if the position belongs to a browse of
	 * another collection, by other criteria or for another owner; of a link alone this is
	 * found when the browse begins, before its request
	 */
	Browse<T> from(String position);

}
