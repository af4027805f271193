package io.sequoia.core;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.core.RequestOptions.Expectation;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * A browse that fetches its pages through the engine.
 *
 * @param <T> the type of the resources
 */
final class DefaultReactiveBrowse<T> implements ReactiveBrowse<T> {

	private static final Consumer<String> NOBODY = (link) -> {
	};

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final Criteria criteria;

	private final RequestOptions options;

	private final Call call;

	private final PageReader<T> reader;

	private final PagePosition positions;

	/** The position of the first page, or {@code null} for the first page of all. */
	private final @Nullable String start;

	DefaultReactiveBrowse(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options) {
		this(engine, type, criteria, options, new PageReader<>(engine, type, criteria, options), null);
	}

	private DefaultReactiveBrowse(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options,
			PageReader<T> reader, @Nullable String start) {
		this.engine = engine;
		this.type = type;
		this.criteria = criteria;
		this.options = options;
		this.call = new Call(type.service(), type.name(), "browse", engine.owner(options));
		this.reader = reader;
		this.positions = new PagePosition(type, this.call.owner(), criteria);
		this.start = start;
	}

	@Override
	public ReactiveBrowse<T> from(String position) {
		Assert.hasText(position, "The position must not be empty; it is the link of a page");
		this.positions.link(position); // throws if it belongs to another browse
		return new DefaultReactiveBrowse<>(this.engine, this.type, this.criteria, this.options, this.reader, position);
	}

	@Override
	public Mono<ResourcePage<T>> page() {
		return opened(new Pages(true).fetch(null, NOBODY).map(Function.identity()));
	}

	@Override
	public Flux<ResourcePage<T>> pages() {
		boolean single = this.criteria.skipsResources() && this.criteria.inclusions().isEmpty();
		return opened(fetched(single, prefetch())).map(Function.identity());
	}

	@Override
	public Flux<T> flux() {
		return resources(opened(fetched(this.criteria.skipsResources(), prefetch())));
	}

	private static <T> Flux<T> resources(Flux<DefaultResourcePage<T>> pages) {
		return pages.concatMapIterable(ResourcePage::resources, 1);
	}

	/**
	 * Fetch the resources. If the criteria skip them, only the first page is needed, as
	 * no later page contains any either.
	 */
	private Flux<T> resourcesOneByOne() {
		return resources(fetched(this.criteria.skipsResources(), 0));
	}

	@Override
	public Mono<List<T>> list() {
		return this.engine.together(this.options, flux().collectList());
	}

	@Override
	public Mono<T> first() {
		return opened(this.engine.together(this.options, resourcesOneByOne().next()));
	}

	@Override
	public Mono<T> single() {
		Mono<List<T>> upToTwo = this.engine.together(this.options, ofTwo().resourcesOneByOne().take(2).collectList());
		return opened(upToTwo.map((found) -> {
			if (found.size() == 1) {
				return found.get(0);
			}
			throw found.isEmpty()
					? new EmptyResultDataAccessException(
							"No resource of " + what() + " matches, but exactly one is expected", 1)
					: new IncorrectResultSizeDataAccessException(
							"More than one resource of " + what() + " matches, but exactly one is expected", 1,
							found.size());
		}));
	}

	/**
	 * Limit this browse to two resources, which is enough to find out that there is more
	 * than one.
	 */
	private DefaultReactiveBrowse<T> ofTwo() {
		return (this.criteria.perPage() != null) ? this
				: new DefaultReactiveBrowse<>(this.engine, this.type, this.criteria.perPage(2), this.options,
						new PageReader<>(this.engine, this.type, this.criteria.perPage(2), this.options), this.start);
	}

	private String what() {
		return this.type.service() + "/" + this.type.name();
	}

	@Override
	public <L> Flux<L> linked(String relationship, Class<L> linkedType) {
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(linkedType, "The type must not be null");
		return opened(unfilled().fetched(false, prefetch())
			.concatMap((page) -> this.reader.linked(this.call, page, relationship, linkedType), 1));
	}

	private int prefetch() {
		Integer prefetch = this.options.prefetch();
		return (prefetch != null) ? prefetch : this.engine.settings().prefetch();
	}

	private DefaultReactiveBrowse<T> unfilled() {
		return new DefaultReactiveBrowse<>(this.engine, this.type, this.criteria, this.options, this.reader.unfilled(),
				this.start);
	}

	private Flux<DefaultResourcePage<T>> fetched(boolean single, int prefetch) {
		return Flux.defer(() -> limited(PageSource.follow(new Pages(single), prefetch)));
	}

	private <R> Mono<R> opened(Mono<R> operation) {
		return this.engine.scope().open(this.call, this.options, operation);
	}

	private <R> Flux<R> opened(Flux<R> operation) {
		return this.engine.scope().open(this.call, this.options, operation);
	}

	private Flux<DefaultResourcePage<T>> limited(Flux<DefaultResourcePage<T>> pages) {
		EmptyPages emptyPages = new EmptyPages(this.engine.settings().maxEmptyPages());
		return pages.doOnNext((page) -> {
			String next = page.next().orElse(null);
			emptyPages.take(isEmpty(page), next, page.details().withPosition(next));
		});
	}

	/**
	 * Tell whether a page is empty. If the criteria skip the resources, the included ones
	 * count.
	 */
	private boolean isEmpty(DefaultResourcePage<T> page) {
		return page.resources().isEmpty()
				&& (!this.criteria.skipsResources() || this.criteria.inclusions().stream().allMatch(page::isEmpty));
	}

	private Mono<String> query(ResourceDescriptor resource) {
		int perPage = Math.min(this.engine.settings().perPage(), resource.maxPageSize());
		return this.reader.parameters(resource)
			.map((parameters) -> QueryString.browsing(parameters, this.call.owner(), perPage));
	}

	private Mono<DefaultResourcePage<T>> fetch(Call call, Function<ResourceDescriptor, Mono<String>> address,
			Consumer<String> announce, @Nullable Predicate<DefaultResourcePage<?>> accepted, boolean single) {
		Mono<DefaultResourcePage<T>> complete = this.reader.page(call,
				(resource) -> address.apply(resource)
					.map((path) -> Request.of(HttpMethod.GET, call, path, resource.collectionPath())),
				announce, accepted, single);
		// with the further pages of the included resources
		OperationScope scope = this.engine.scope();
		return scope.step(this.engine.together(this.options, complete))
			.doOnNext((page) -> scope.page(call, this.type.name(), page.resources().size()));
	}

	/**
	 * Return the caller's expectation on the first page. Later pages may be empty.
	 */
	private @Nullable Predicate<DefaultResourcePage<?>> expected() {
		Expectation expectation = this.options.expectation();
		if (expectation == null) {
			return null;
		}
		if (expectation.everything()) {
			return (page) -> !page.resources().isEmpty()
					&& this.criteria.inclusions().stream().noneMatch(page::isEmpty);
		}
		return (page) -> expectation.collections().stream().noneMatch(page::isEmpty);
	}

	/** The pages of one browse. */
	private final class Pages implements PageSource.Chain<DefaultResourcePage<T>> {

		private final PageLinks links = new PageLinks();

		private final boolean single;

		private @Nullable String current;

		/**
		 * Prepare to fetch pages.
		 * @param single whether the first page is the only one that is needed
		 */
		Pages(boolean single) {
			this.single = single;
		}

		@Override
		public Mono<DefaultResourcePage<T>> fetch(@Nullable String link, Consumer<String> announce) {
			String start = DefaultReactiveBrowse.this.start;
			if (link != null) {
				return follow(link, announce, false);
			}
			return (start != null)
					? follow(DefaultReactiveBrowse.this.positions.link(start), announce, !PagePosition.isMarked(start))
					: first(announce);
		}

		@Override
		public @Nullable String next(DefaultResourcePage<T> page) {
			return this.single ? null : page.link();
		}

		private Mono<DefaultResourcePage<T>> first(Consumer<String> announce) {
			Predicate<DefaultResourcePage<?>> accepted = expected();
			Criteria asked = DefaultReactiveBrowse.this.criteria;
			Integer size = asked.perPage();
			String number = (size != null) ? asked.toQueryParameters().getFirst("page") : null;
			Mono<DefaultResourcePage<T>> page = DefaultReactiveBrowse.this.fetch(DefaultReactiveBrowse.this.call,
					(resource) -> query(resource).map((query) -> resource.collectionPath() + "?" + query),
					// a page that is requested again does not announce the next one
					(accepted != null || this.single) ? NOBODY : announce, accepted, this.single);
			return (size != null && number != null) ? page.doOnNext((first) -> first.requireSize(number, size)) : page;
		}

		private Mono<DefaultResourcePage<T>> follow(String link, Consumer<String> announce, boolean foreign) {
			PagePosition positions = DefaultReactiveBrowse.this.positions;
			String before = this.current;
			String position = positions.at(link);
			Call call = DefaultReactiveBrowse.this.call.at(position);
			this.current = position;
			return Mono.deferContextual((context) -> {
				// a link to another service is not a position to continue at
				Details details = Correlated.details(call, context).withPosition(before);
				this.links.follow(link, details);
				return DefaultReactiveBrowse.this.fetch(call,
						(resource) -> DefaultReactiveBrowse.this.engine.exchange()
							.registration(call.owner(), call.service())
							.map((service) -> PageLinks.below(service.location(), link, call.owner(), details))
							.doOnNext((path) -> {
								if (foreign) {
									positions.requireOwn(path, resource.collectionPath());
								}
							}),
						announce, null, this.single);
			});
		}

	}

}
