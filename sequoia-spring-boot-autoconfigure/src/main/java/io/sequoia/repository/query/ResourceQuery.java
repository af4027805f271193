package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
		if (this.position instanceof KeysetScrollPosition keyset && keyset.scrollsForward()
				&& keyset.getKeys().get(CONTINUE) instanceof String link) {
			return link;
		}
		throw new InvalidCriteriaException("The position of a window must be ScrollPosition.keyset(), for the first"
				+ " window, or the position of a window's last resource, not " + this.position
				+ ": the pages of the protocol can only be read forward; for pages by number use a Pageable");
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

	static <R> Window<R> toWindow(ResourcePage<R> page) {
		int last = page.resources().size() - 1;
		return Window.from(page.resources(), (index) -> {
			if (index < last || !page.hasNext()) {
				throw new IllegalStateException("Only the last resource of a window has a position, and only if"
						+ " another window follows: the protocol has no positions within a page");
			}
			return ScrollPosition.forward(Map.of(CONTINUE, page.next().orElseThrow()));
		}, page.hasNext());
	}

	static <R> Window<R> emptyWindow() {
		return Window.from(List.of(), (index) -> ScrollPosition.keyset());
	}

	/** Return the reference of a resource without a type. */
	static Ref ref(Map<String, Object> resource) {
		return Ref.parse(String.valueOf(resource.get("ref")));
	}

	/**
	 * Tell whether a window can end with a page. An empty page cannot, as it has no
	 * position at which the next window could begin.
	 */
	static boolean endsWindow(ResourcePage<?> page) {
		return !page.resources().isEmpty() || !page.hasNext();
	}

}
