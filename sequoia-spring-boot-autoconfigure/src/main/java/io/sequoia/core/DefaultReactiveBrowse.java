package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.RequestOptions.Expectation;
import io.sequoia.core.SequoiaEngine.Operation;
import io.sequoia.core.SequoiaEngine.Request;
import io.sequoia.core.mapping.LinkedProperty;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Call;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.util.MultiValueMap;

/**
 * A browse that fetches its pages through the engine.
 *
 * @param <T> the type of the resources
 */
final class DefaultReactiveBrowse<T> implements ReactiveBrowse<T> {

	private static final Consumer<String> NOBODY = (link) -> {
	};

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final Criteria criteria;

	private final MultiValueMap<String, String> parameters;

	private final RequestOptions options;

	private final Call call;

	/** The properties that this browse fills. */
	private final List<LinkedProperty> linkedProperties;

	/** The link of the page to begin with, or {@code null} for the first one. */
	private final @Nullable String start;

	DefaultReactiveBrowse(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options) {
		this(engine, type, criteria, options, included(engine.mapper().linkedProperties(type.type()), criteria), null);
	}

	private DefaultReactiveBrowse(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options,
			List<LinkedProperty> linkedProperties, @Nullable String start) {
		this.engine = engine;
		this.type = type;
		this.criteria = criteria;
		this.parameters = criteria.toQueryParameters();
		this.options = options;
		this.call = new Call(type.service(), type.name(), "browse", engine.owner(options));
		this.linkedProperties = linkedProperties;
		this.start = start;
	}

	private static List<LinkedProperty> included(List<LinkedProperty> properties, Criteria criteria) {
		List<String> inclusions = properties.isEmpty() ? List.of() : criteria.inclusions();
		return properties.stream().filter((property) -> inclusions.contains(property.relationship())).toList();
	}

	@Override
	public ReactiveBrowse<T> from(String position) {
		Assert.hasText(position, "The position must not be empty; it is the link of a page");
		return new DefaultReactiveBrowse<>(this.engine, this.type, this.criteria, this.options, this.linkedProperties,
				position);
	}

	@Override
	public Mono<ResourcePage<T>> page() {
		return this.engine.operation(this.call, this.options,
				new Pages(true).fetch(null, NOBODY).map(Function.identity()));
	}

	@Override
	public Flux<ResourcePage<T>> pages() {
		boolean single = this.criteria.skipsResources() && this.criteria.inclusions().isEmpty();
		return fetched(single, prefetch()).map(Function.identity());
	}

	@Override
	public Flux<T> flux() {
		return resources(prefetch());
	}

	/** Where none are asked for, no page after the first one holds any either. */
	private Flux<T> resources(int prefetch) {
		return fetched(this.criteria.skipsResources(), prefetch).concatMapIterable(ResourcePage::resources, 1);
	}

	@Override
	public Mono<List<T>> list() {
		return flux().collectList();
	}

	@Override
	public Mono<T> first() {
		return this.engine.operation(this.call, this.options, resources(0).next());
	}

	@Override
	public <L> Flux<L> linked(String relationship, Class<L> linkedType) {
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(linkedType, "The type must not be null");
		return this.engine.operation(this.call, this.options, unfilled().fetched(false, prefetch())
			.concatMap((page) -> linkedPages(page).of(page, relationship, linkedType), 1));
	}

	private int prefetch() {
		Integer prefetch = this.options.prefetch();
		return (prefetch != null) ? prefetch : this.engine.settings().prefetch();
	}

	/** What is included is asked for once, not once more to fill properties. */
	private DefaultReactiveBrowse<T> unfilled() {
		return new DefaultReactiveBrowse<>(this.engine, this.type, this.criteria, this.options, List.of(), this.start);
	}

	private Flux<DefaultResourcePage<T>> fetched(boolean single, int prefetch) {
		return this.engine.operation(this.call, this.options,
				Flux.defer(() -> PageSource.follow(new Pages(single), prefetch)));
	}

	private Mono<String> query(ResourceDescriptor resource) {
		int perPage = Math.min(this.engine.settings().perPage(), resource.maxPageSize());
		return linker(resource)
			.map((linker) -> Queries.browsing(linker.complete(this.parameters), this.call.owner(), perPage));
	}

	private Mono<DefaultResourcePage<T>> fetch(Call call, Function<ResourceDescriptor, Mono<String>> address,
			Consumer<String> announce, @Nullable Predicate<DefaultResourcePage<?>> accepted) {
		if (this.linkedProperties.isEmpty()) {
			return fetch(call, address, announce, this.type.type(), accepted);
		}
		return this.<ObjectNode>fetch(call, address, announce, JSON, accepted).flatMap(this::filled);
	}

	private <R> Mono<DefaultResourcePage<R>> fetch(Call call, Function<ResourceDescriptor, Mono<String>> address,
			Consumer<String> announce, ResolvableType form, @Nullable Predicate<DefaultResourcePage<?>> accepted) {
		Operation<DefaultResourcePage<R>> operation = new Operation<>(call, true, List.of(), accepted);
		return this.engine
			.execute(operation, this.options,
					() -> resource()
						.flatMap((resource) -> address.apply(resource)
							.flatMap((path) -> this.engine.<R>exchangePage(
									Request.of(HttpMethod.GET, call, path, resource.collectionPath()), this.options,
									resource, form, !this.criteria.skipsResources(), announce)))
						.map((answer) -> new DefaultResourcePage<>(answer.envelope(), this.engine.mapper(),
								answer.details())))
			.doOnNext((page) -> this.engine.page(call, this.type.name(), page.resources().size()));
	}

	private Mono<DefaultResourcePage<T>> filled(DefaultResourcePage<ObjectNode> page) {
		return resource().flatMap(this::linker).flatMap((linker) -> {
			LinkedPages linkedPages = linkedPages(page);
			return Flux.fromIterable(linker.relationships())
				.concatMap((relationship) -> linkedPages.of(page, relationship, ObjectNode.class)
					.collectList()
					.map((linked) -> Map.entry(relationship, linked)))
				.collectMap(Map.Entry::getKey, Map.Entry::getValue)
				.map((linked) -> {
					linker.fill(page.resources(), linked);
					return page.as(this.type.type());
				});
		});
	}

	private Mono<Linker> linker(ResourceDescriptor resource) {
		return Mono.deferContextual((context) -> Mono.just(Linker.of(this.linkedProperties, resource, context)));
	}

	private LinkedPages linkedPages(DefaultResourcePage<?> page) {
		String position = page.details().position();
		return new LinkedPages(this.engine, (position != null) ? this.call.at(position) : this.call, this.options);
	}

	private Mono<ResourceDescriptor> resource() {
		return this.engine.resource(this.call.owner(), this.type.service(), this.type.name(), this.criteria);
	}

	/**
	 * What the caller expects of the first page; a later one may be empty as it likes.
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
		 * @param single whether the first one says it all
		 */
		Pages(boolean single) {
			this.single = single;
		}

		@Override
		public Mono<DefaultResourcePage<T>> fetch(@Nullable String link, Consumer<String> announce) {
			String position = (link != null) ? link : DefaultReactiveBrowse.this.start;
			return (position != null) ? follow(position, announce) : first(announce);
		}

		@Override
		public @Nullable String next(DefaultResourcePage<T> page) {
			return this.single ? null : page.next().orElse(null);
		}

		private Mono<DefaultResourcePage<T>> first(Consumer<String> announce) {
			Predicate<DefaultResourcePage<?>> accepted = expected();
			return DefaultReactiveBrowse.this.fetch(DefaultReactiveBrowse.this.call,
					(resource) -> query(resource).map((query) -> resource.collectionPath() + "?" + query),
					// a page that is asked for again tells nothing of the next one
					(accepted != null || this.single) ? NOBODY : announce, accepted);
		}

		private Mono<DefaultResourcePage<T>> follow(String link, Consumer<String> announce) {
			Call call = DefaultReactiveBrowse.this.call.at(link);
			String before = this.current;
			this.current = link;
			return Mono.deferContextual((context) -> {
				// a link that leads nowhere is no position to go on at
				Details details = call.details(context).withPosition(before);
				this.links.follow(link, details);
				return DefaultReactiveBrowse.this.fetch(call,
						(resource) -> DefaultReactiveBrowse.this.engine.registration(call.owner(), call.service())
							.map((service) -> PageLinks.below(service.location(), link, call.owner(), details)),
						announce, null);
			});
		}

	}

}
