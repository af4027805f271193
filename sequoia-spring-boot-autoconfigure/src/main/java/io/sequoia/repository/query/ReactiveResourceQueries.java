package io.sequoia.repository.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.call.UserCode;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.ReactiveResourceOperations;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.repository.ReactiveAfterLoadCallback;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Window;
import org.springframework.data.mapping.callback.ReactiveEntityCallbacks;

/**
 * Answers the queries of a reactive repository: the counterpart of
 * {@link ResourceQueries}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
@Internal
public final class ReactiveResourceQueries<T> {

	private final ReactiveSequoiaOperations operations;

	private final SequoiaPersistentEntity<T> entity;

	private final ReactiveEntityCallbacks callbacks;

	/**
	 * Create the executor of queries.
	 * @param operations sends the requests
	 * @param entity the type of the resources
	 * @param callbacks called with resources after they were loaded
	 */
	public ReactiveResourceQueries(ReactiveSequoiaOperations operations, SequoiaPersistentEntity<T> entity,
			ReactiveEntityCallbacks callbacks) {
		this.operations = operations;
		this.entity = entity;
		this.callbacks = callbacks;
	}

	/**
	 * Call the callbacks with a loaded resource.
	 * @param resource the resource
	 * @return the resource that the callbacks return
	 */
	public Mono<T> loaded(T resource) {
		return UserCode.call(() -> this.callbacks.callback(ReactiveAfterLoadCallback.class, resource));
	}

	/**
	 * Count the matching resources, in one request.
	 * @param query the query
	 * @return the number of resources
	 */
	public Mono<Long> count(ResourceQuery query) {
		Criteria criteria = query.criteria();
		return (criteria != null) ? resources(query.options()).count(criteria) : Mono.just(0L);
	}

	/**
	 * Find the only matching resource.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the resource, or empty if there is none; an
	 * {@link IncorrectResultSizeDataAccessException} if there are more, and the query has
	 * no limit of one
	 */
	public <R> Mono<R> one(ResourceQuery query, Function<? super T, R> as) {
		return this.<R>flux(query.limit(Limit.of(2)), as).collectList().flatMap((found) -> {
			if (found.size() > 1) {
				return Mono.error(new IncorrectResultSizeDataAccessException(1, found.size()));
			}
			return Mono.justOrEmpty(found.stream().findFirst());
		});
	}

	/**
	 * Read the matching resources as they are consumed.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the resources; cancelling stops the fetching
	 */
	public <R> Flux<R> flux(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null) {
			return Flux.empty();
		}
		ReactiveBrowse<R> browse = browse(query, as);
		if (query.pageable().isPaged()) {
			return browse.page().flatMapIterable(ResourcePage::resources);
		}
		return limited(query, browse.flux());
	}

	/**
	 * Read one page, and count in the same request.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the page; all resources if the query has no page
	 */
	public <R> Mono<Page<R>> page(ResourceQuery query, Function<? super T, R> as) {
		Criteria criteria = query.criteria();
		if (criteria == null || query.pageable().isUnpaged()) {
			return this.<R>flux(query, as)
				.collectList()
				.map((all) -> new PageImpl<>(all, query.pageable(), all.size()));
		}
		return this.<R>browse(query, criteria.count(), as).page().map(query::toPage);
	}

	/**
	 * Read one page, without counting.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the page; all resources if the query has no page
	 */
	public <R> Mono<Slice<R>> slice(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null || query.pageable().isUnpaged()) {
			return this.<R>flux(query, as).collectList().map((all) -> new SliceImpl<>(all, query.pageable(), false));
		}
		return this.<R>browse(query, as).page().map(query::toSlice);
	}

	/**
	 * Read one window.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the window; another one can begin at the position of each of its resources
	 */
	public <R> Mono<Window<R>> window(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null) {
			return Mono.just(ResourceQuery.emptyWindow());
		}
		return Mono.defer(() -> {
			Function<ResourcePage<R>, Optional<Window<R>>> windows = query.windows();
			return this.<R>browse(query, as)
				.pages()
				.<Window<R>>handle((page, sink) -> windows.apply(page).ifPresent(sink::next))
				.next();
		});
	}

	/**
	 * Browse the matching resources.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the browse
	 */
	public <R> ReactiveBrowse<R> browse(ResourceQuery query, Function<? super T, R> as) {
		Criteria criteria = query.criteria();
		return (criteria != null) ? browse(query, criteria, as) : ReactiveBrowse.empty();
	}

	/**
	 * Delete the matching resources, in as few requests as the service allows.
	 * @param query the query
	 * @return the number of resources that were found and deleted
	 */
	public Mono<Long> delete(ResourceQuery query) {
		Criteria criteria = query.criteria();
		if (criteria == null) {
			return Mono.just(0L);
		}
		SequoiaResource resource = this.entity.requireResource();
		ReactiveResourceOperations<Map<String, Object>> untyped = with(query.browsingOptions())
			.service(resource.service())
			.resources(resource.name());
		return limited(query, untyped.browse(query.browsing(criteria.fields("ref"))).flux()).map(ResourceQuery::ref)
			.collectList()
			.flatMap((refs) -> untyped.deleteAll(refs).thenReturn((long) refs.size()));
	}

	/**
	 * Read the matching resources, and delete them.
	 * @param query the query
	 * @return the resources before their deletion
	 */
	public Flux<T> deleted(ResourceQuery query) {
		return this.<T>flux(query, Function.identity())
			.collectList()
			.flatMapMany(
					(found) -> resources(query.options()).deleteAll(found.stream().map(this.entity::refOf).toList())
						.thenMany(Flux.fromIterable(found)));
	}

	/** Return the service's descriptor. */
	Mono<ServiceDescriptor> descriptor(ResourceQuery query) {
		return with(query.options()).service(this.entity.requireResource().service()).descriptor();
	}

	private static <E> Flux<E> limited(ResourceQuery query, Flux<E> flux) {
		return query.limit().isLimited() ? flux.take(query.limit().max()) : flux;
	}

	private <R> ReactiveBrowse<R> browse(ResourceQuery query, Criteria criteria, Function<? super T, R> as) {
		ReactiveBrowse<T> browse = resources(query.browsingOptions()).browse(query.browsing(criteria));
		String start = query.start();
		return new ReactiveMappedBrowse<>((start != null) ? browse.from(start) : browse,
				(resource) -> loaded(resource).map((loaded) -> UserCode.call(() -> as.apply(loaded))));
	}

	private ReactiveResourceOperations<T> resources(List<RequestOptions> options) {
		return with(options).resources(this.entity.getType());
	}

	private ReactiveSequoiaOperations with(List<RequestOptions> options) {
		ReactiveSequoiaOperations view = this.operations;
		for (RequestOptions given : options) {
			view = view.with(given);
		}
		return view;
	}

}
