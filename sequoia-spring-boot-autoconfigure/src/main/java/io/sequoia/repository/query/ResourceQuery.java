package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.query.Criteria;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Window;

/**
 * The query of a repository: the criteria, and the part of the result that is needed.
 * Immutable.
 *
 * @param criteria the conditions; {@code null} if no resource can meet them
 * @param options the options of the call, those with precedence last
 * @param limit the largest number of resources
 * @param pageable the page, by its number
 * @param position the position at which a window begins, or {@code null} if no window is
 * requested
 */
@Internal
public record ResourceQuery(@Nullable Criteria criteria, List<RequestOptions> options, Limit limit, Pageable pageable,
		@Nullable ScrollPosition position) {

	/** The key in the position of a window. Its value is the link to the next page. */
	static final String CONTINUE = "continue";

	/** The key of the number of resources of that page which precede the position. */
	private static final String SKIP = "skip";

	/** As many resources as a page can hold. */
	private static final int LARGEST_PAGE_SIZE = 1000;

	/** The page size that every known service allows. */
	private static final int COMMON_PAGE_SIZE = 100;

	private static final RequestOptions NOTHING_AHEAD = RequestOptions.builder().prefetch(0).build();

	/**
	 * Create a query for all matching resources.
	 * @param criteria the conditions; {@code null} if no resource can meet them
	 * @return the query
	 */
	public static ResourceQuery of(@Nullable Criteria criteria) {
		return new ResourceQuery(criteria, List.of(), Limit.unlimited(), Pageable.unpaged(), null);
	}

	/**
	 * Create a copy for one page.
	 * @param page its number and size; its order is ignored
	 * @return the copy
	 */
	public ResourceQuery page(Pageable page) {
		return new ResourceQuery(this.criteria, this.options, this.limit, page, this.position);
	}

	/**
	 * Create a copy with a limit. No resource can meet a limit of 0.
	 * @param most the largest number of resources
	 * @return the copy
	 */
	public ResourceQuery limit(Limit most) {
		boolean lower = most.isLimited() && (this.limit.isUnlimited() || most.max() < this.limit.max());
		return !lower ? this : new ResourceQuery((most.max() == 0) ? null : this.criteria, this.options, most,
				this.pageable, this.position);
	}

	/**
	 * Create a copy for a window.
	 * @param begin the position at which it begins
	 * @return the copy
	 */
	public ResourceQuery window(ScrollPosition begin) {
		return new ResourceQuery(this.criteria, this.options, this.limit, this.pageable, begin);
	}

	ResourceQuery with(List<RequestOptions> more) {
		List<RequestOptions> all = new ArrayList<>(this.options);
		all.addAll(more);
		return new ResourceQuery(this.criteria, List.copyOf(all), this.limit, this.pageable, this.position);
	}

	/**
	 * Return the options of the call. For a part of the result, no page is fetched ahead.
	 */
	List<RequestOptions> browsingOptions() {
		return (this.limit.isLimited() || this.position != null) ? with(List.of(NOTHING_AHEAD)).options()
				: this.options;
	}

	/**
	 * Return the criteria that fetch this part.
	 * @param matching the conditions
	 */
	Criteria browsing(Criteria matching) {
		if (this.pageable.isPaged()) {
			int size = this.pageable.getPageSize();
			if (this.pageable.getOffset() != (long) this.pageable.getPageNumber() * size) {
				throw new InvalidCriteriaException("A page must begin at a multiple of its size: "
						+ this.pageable.getOffset() + " is not a multiple of " + size);
			}
			return matching.perPage(size).param("page", Long.toString(this.pageable.getPageNumber() + 1L));
		}
		// a window is one page, which must not hold more than the limit
		if (this.limit.isLimited() && (this.limit.max() <= COMMON_PAGE_SIZE || this.position != null)) {
			return matching.perPage(Math.min(this.limit.max(), COMMON_PAGE_SIZE));
		}
		return matching;
	}

	/**
	 * Return the link of the first page.
	 * @return the link, or {@code null} to begin with the first page of all
	 */
	@Nullable String start() {
		if (this.position == null || this.position.isInitial()) {
			return null;
		}
		if (this.position instanceof KeysetScrollPosition keyset && keyset.scrollsForward()) {
			if (keyset.getKeys().get(CONTINUE) instanceof String link) {
				return link;
			}
			if (keyset.getKeys().containsKey(SKIP)) {
				return null;
			}
		}
		throw new InvalidCriteriaException("The position of a window must be ScrollPosition.keyset(), for the first"
				+ " window, or the position of a window's resource, not " + this.position
				+ ": the pages of the protocol can only be read forward; for pages by number use a Pageable");
	}

	/**
	 * Return how many resources of the first page precede the window.
	 */
	private int skipped() {
		Object skip = (this.position instanceof KeysetScrollPosition keyset) ? keyset.getKeys().get(SKIP) : null;
		if (skip == null) {
			return 0;
		}
		// keys may come from a request
		if (skip instanceof String number && number.matches("[0-9]{1,4}")
				&& Integer.parseInt(number) <= LARGEST_PAGE_SIZE) {
			return Integer.parseInt(number);
		}
		throw new InvalidCriteriaException(
				"The key '" + SKIP + "' of the position of a window must be a number from 0 to " + LARGEST_PAGE_SIZE);
	}

	<R> Page<R> toPage(ResourcePage<R> page) {
		long total = page.totalCount()
			.orElseThrow(() -> new DataRetrievalFailureException(
					"The service did not count the resources, but a Page needs the count: return a Slice"));
		return new PageImpl<>(page.resources(), this.pageable, total);
	}

	<R> Slice<R> toSlice(ResourcePage<R> page) {
		return new SliceImpl<>(page.resources(), this.pageable, page.hasNext());
	}

	/**
	 * Return a function that is given one page after the other, and makes a window of the
	 * first that has resources of it.
	 */
	<R> Function<ResourcePage<R>, Optional<Window<R>>> windows() {
		AtomicReference<@Nullable String> start = new AtomicReference<>(start());
		AtomicInteger skipped = new AtomicInteger(skipped());
		return (page) -> {
			int skip = Math.min(skipped.get(), page.resources().size());
			List<R> resources = page.resources().subList(skip, page.resources().size());
			String next = page.next().orElse(null);
			if (resources.isEmpty() && next != null) {
				start.set(next);
				skipped.addAndGet(-skip);
				return Optional.empty();
			}
			String link = start.get();
			return Optional.of(Window.from(resources, (index) -> (next != null && index == resources.size() - 1)
					? position(next, 0) : position(link, skip + index + 1), next != null));
		};
	}

	private static ScrollPosition position(@Nullable String link, int skip) {
		Map<String, Object> keys = new LinkedHashMap<>();
		if (link != null) {
			keys.put(CONTINUE, link);
		}
		if (skip > 0) {
			keys.put(SKIP, Integer.toString(skip));
		}
		return ScrollPosition.forward(keys);
	}

	static <R> Window<R> emptyWindow() {
		return Window.from(List.of(), (index) -> ScrollPosition.keyset());
	}

	/** Return the reference of a resource without a type. */
	static Ref ref(Map<String, Object> resource) {
		return Ref.parse(String.valueOf(resource.get("ref")));
	}

}
