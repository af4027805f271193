package io.sequoia.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Resources that match criteria, page by page. Each call of a method is a new browse that
 * begins with the first page. Nothing is sent before a terminal operation, and at most
 * {@code sequoia.pagination.prefetch} pages are fetched ahead of the consumer.
 * Thread-safe; a stream of it must be used by one thread.
 *
 * @param <T> the type of the resources
 */
public interface Browse<T> {

	/**
	 * Create a browse without resources, which sends nothing.
	 * @param <T> the type of the resources
	 * @return the browse
	 */
	static <T> Browse<T> empty() {
		return new BlockingBrowse<>(ReactiveBrowse.empty());
	}

	/**
	 * Fetch the first page only.
	 * @return the page
	 */
	ResourcePage<T> page();

	/**
	 * Fetch all pages as the stream is consumed.
	 * @return the pages; close the stream to stop fetching early
	 */
	Stream<ResourcePage<T>> pages();

	/**
	 * Fetch all resources of all pages as the stream is consumed.
	 * @return the resources; close the stream to stop fetching early
	 */
	Stream<T> stream();

	/**
	 * Fetch all resources of all pages into memory.
	 * @return the resources
	 */
	List<T> list();

	/**
	 * Fetch the first resource.
	 * @return the resource, or empty if none matches
	 */
	Optional<T> first();

	/**
	 * Fetch the only resource.
	 * @return the resource
	 * @throws org.springframework.dao.IncorrectResultSizeDataAccessException unless
	 * exactly one matches
	 */
	T single();

	/**
	 * Fetch all included resources of all pages.
	 * @param relationship the name under which they are included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources, fetched as the stream is consumed
	 */
	<L> Stream<L> linked(String relationship, Class<L> type);

	/**
	 * Continue this browse at a later page: one that failed before
	 * ({@link io.sequoia.SequoiaFailure#position()}), or the next one of an earlier
	 * browse ({@link ResourcePage#next()}), as long as the service keeps the position.
	 * @param position the position of the page: its link, which contains the criteria,
	 * and a mark of the browse that it belongs to. Only the page size and the included
	 * properties of this browse are used. For a link without the mark, path and owner are
	 * checked
	 * @return the browse, which fetches no earlier page
	 * @throws io.sequoia.InvalidCriteriaException if the position belongs to a browse of
	 * another collection, by other criteria or for another owner; for a link without the
	 * mark this is checked when the browse begins, before its request
	 */
	Browse<T> from(String position);

}
