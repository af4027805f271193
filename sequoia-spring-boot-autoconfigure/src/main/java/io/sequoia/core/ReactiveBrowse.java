package io.sequoia.core;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The reactive counterpart of {@link Browse}. Each subscription is a new browse that
 * begins with the first page. Pages are fetched as the subscriber requests them, at most
 * {@code sequoia.pagination.prefetch} ahead. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public interface ReactiveBrowse<T> {

	/**
	 * Create a browse without resources, which sends nothing.
	 * @param <T> the type of the resources
	 * @return the browse
	 */
	static <T> ReactiveBrowse<T> empty() {
		return new LinkedBrowse<>(Mono.empty());
	}

	/**
	 * Fetch the first page only.
	 * @return the page
	 */
	Mono<ResourcePage<T>> page();

	/**
	 * Fetch all pages.
	 * @return the pages; cancelling stops the fetching
	 */
	Flux<ResourcePage<T>> pages();

	/**
	 * Fetch all resources of all pages.
	 * @return the resources; cancelling stops the fetching
	 */
	Flux<T> flux();

	/**
	 * Fetch all resources of all pages into memory.
	 * @return the resources
	 */
	Mono<List<T>> list();

	/**
	 * Fetch the first resource.
	 * @return the resource, or empty if none matches
	 */
	Mono<T> first();

	/**
	 * Fetch the only resource.
	 * @return the resource; an
	 * {@link org.springframework.dao.IncorrectResultSizeDataAccessException} unless
	 * exactly one matches
	 */
	Mono<T> single();

	/**
	 * Fetch all included resources of all pages.
	 * @param relationship the name under which they are included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources
	 */
	<L> Flux<L> linked(String relationship, Class<L> type);

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
	ReactiveBrowse<T> from(String position);

}
