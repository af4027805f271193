package io.sequoia.repository.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.core.Browse;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.repository.AfterLoadCallback;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Window;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * Answers the queries of a blocking repository. Thread-safe.
 *
 * @param <T> the type of the resources
 */
@Internal
public final class ResourceQueries<T> {

	private final SequoiaOperations operations;

	private final SequoiaPersistentEntity<T> entity;

	private final EntityCallbacks callbacks;

	/**
	 * Create the executor of queries.
	 * @param operations sends the requests
	 * @param entity the type of the resources
	 * @param callbacks called with resources after they were loaded
	 */
	public ResourceQueries(SequoiaOperations operations, SequoiaPersistentEntity<T> entity, EntityCallbacks callbacks) {
		this.operations = operations;
		this.entity = entity;
		this.callbacks = callbacks;
	}

	/**
	 * Call the callbacks with a loaded resource.
	 * @param resource the resource
	 * @return the resource that the callbacks return
	 */
	public T loaded(T resource) {
		return this.callbacks.callback(AfterLoadCallback.class, resource);
	}

	/**
	 * Count the matching resources, in one request.
	 * @param query the query
	 * @return the number of resources
	 */
	public long count(ResourceQuery query) {
		Criteria criteria = query.criteria();
		return (criteria != null) ? resources(query.options()).count(criteria) : 0;
	}

	/**
	 * Find the only matching resource.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the resource, or {@code null} if there is none
	 * @throws IncorrectResultSizeDataAccessException if there are more, and the query has
	 * no limit of one
	 */
	public <R> @Nullable R one(ResourceQuery query, Function<? super T, R> as) {
		List<R> found = list(query.limit(Limit.of(2)), as);
		if (found.size() > 1) {
			throw new IncorrectResultSizeDataAccessException(1, found.size());
		}
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * Read all matching resources into memory.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the resources
	 */
	public <R> List<R> list(ResourceQuery query, Function<? super T, R> as) {
		try (Stream<R> stream = stream(query, as)) {
			return stream.toList();
		}
	}

	/**
	 * Read the matching resources as they are consumed.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the resources; close the stream to stop fetching early
	 */
	public <R> Stream<R> stream(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null) {
			return Stream.empty();
		}
		Browse<R> browse = browse(query, as);
		if (query.pageable().isPaged()) {
			return browse.page().resources().stream();
		}
		return limited(query, browse.stream());
	}

	/**
	 * Read one page, and count in the same request.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the page; all resources if the query has no page
	 */
	public <R> Page<R> page(ResourceQuery query, Function<? super T, R> as) {
		Criteria criteria = query.criteria();
		if (criteria == null || query.pageable().isUnpaged()) {
			List<R> all = list(query, as);
			return new PageImpl<>(all, query.pageable(), all.size());
		}
		return query.toPage(browse(query, criteria.count(), as).page());
	}

	/**
	 * Read one page, without counting.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the page; all resources if the query has no page
	 */
	public <R> Slice<R> slice(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null || query.pageable().isUnpaged()) {
			return new SliceImpl<>(list(query, as), query.pageable(), false);
		}
		return query.toSlice(browse(query, as).page());
	}

	/**
	 * Read one window.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the window; another one can begin at the position of each of its resources
	 */
	public <R> Window<R> window(ResourceQuery query, Function<? super T, R> as) {
		if (query.criteria() == null) {
			return ResourceQuery.emptyWindow();
		}
		try (Stream<ResourcePage<R>> pages = browse(query, as).pages()) {
			return pages.map(query.<R>windows()).flatMap(Optional::stream).findFirst().orElseThrow();
		}
	}

	/**
	 * Browse the matching resources.
	 * @param query the query
	 * @param as converts a resource to the returned type
	 * @param <R> the returned type
	 * @return the browse
	 */
	public <R> Browse<R> browse(ResourceQuery query, Function<? super T, R> as) {
		Criteria criteria = query.criteria();
		return (criteria != null) ? browse(query, criteria, as) : Browse.empty();
	}

	/**
	 * Delete the matching resources, in as few requests as the service allows.
	 * @param query the query
	 * @return the number of resources that were found and deleted
	 */
	public long delete(ResourceQuery query) {
		Criteria criteria = query.criteria();
		if (criteria == null) {
			return 0;
		}
		SequoiaResource resource = this.entity.requireResource();
		ResourceOperations<Map<String, Object>> untyped = with(query.browsingOptions()).service(resource.service())
			.resources(resource.name());
		try (Stream<Map<String, Object>> found = untyped.browse(query.browsing(criteria.fields("ref"))).stream()) {
			List<Ref> refs = limited(query, found).map(ResourceQuery::ref).toList();
			untyped.deleteAll(refs);
			return refs.size();
		}
	}

	/**
	 * Read the matching resources, and delete them.
	 * @param query the query
	 * @return the resources before their deletion
	 */
	public List<T> deleted(ResourceQuery query) {
		List<T> found = list(query, Function.identity());
		resources(query.options()).deleteAll(found.stream().map(this.entity::refOf).toList());
		return found;
	}

	/** Return the service's descriptor. */
	ServiceDescriptor descriptor(ResourceQuery query) {
		return with(query.options()).service(this.entity.requireResource().service()).descriptor();
	}

	private static <E> Stream<E> limited(ResourceQuery query, Stream<E> stream) {
		return query.limit().isLimited() ? stream.limit(query.limit().max()) : stream;
	}

	private <R> Browse<R> browse(ResourceQuery query, Criteria criteria, Function<? super T, R> as) {
		Browse<T> browse = resources(query.browsingOptions()).browse(query.browsing(criteria));
		String start = query.start();
		return new MappedBrowse<>((start != null) ? browse.from(start) : browse,
				(resource) -> as.apply(loaded(resource)));
	}

	private ResourceOperations<T> resources(List<RequestOptions> options) {
		return with(options).resources(this.entity.getType());
	}

	private SequoiaOperations with(List<RequestOptions> options) {
		SequoiaOperations view = this.operations;
		for (RequestOptions given : options) {
			view = view.with(given);
		}
		return view;
	}

}
