package io.sequoia.core;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The reactive twin of {@link Browse}. Each subscription is a browse of its own that
 * begins with the first page; pages are fetched as the subscriber asks for them, never
 * more than {@code sequoia.pagination.prefetch} ahead. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public interface ReactiveBrowse<T> {

	/**
	 * The first page only.
	 * @return the page
	 */
	Mono<ResourcePage<T>> page();

	/**
	 * All pages.
	 * @return the pages; cancelling stops the fetching
	 */
	Flux<ResourcePage<T>> pages();

	/**
	 * All resources of all pages.
	 * @return the resources; cancelling stops the fetching
	 */
	Flux<T> flux();

	/**
	 * All resources of all pages in memory.
	 * @return the resources
	 */
	Mono<List<T>> list();

	/**
	 * The first resource.
	 * @return the resource, or empty if none matches
	 */
	Mono<T> first();

	/**
	 * The only resource.
	 * @return the resource; an
	 * {@link org.springframework.dao.IncorrectResultSizeDataAccessException} unless
	 * exactly one matches
	 */
	Mono<T> single();

	/**
	 * All included resources of all pages.
	 * @param relationship the name under which they are included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources
	 */
	<L> Flux<L> linked(String relationship, Class<L> type);

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
	ReactiveBrowse<T> from(String position);

}
