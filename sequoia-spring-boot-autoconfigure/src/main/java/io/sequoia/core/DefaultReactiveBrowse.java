package io.sequoia.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.core.RequestOptions.Expectation;
import io.sequoia.core.SequoiaEngine.Operation;
import io.sequoia.core.SequoiaEngine.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Call;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.util.MultiValueMap;

/**
 * A browse that fetches its pages through the engine.
 *
 * @param <T> the type of the resources
 */
final class DefaultReactiveBrowse<T> implements ReactiveBrowse<T> {

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final Criteria criteria;

	private final MultiValueMap<String, String> parameters;

	private final RequestOptions options;

	private final Call call;

	DefaultReactiveBrowse(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options) {
		this.engine = engine;
		this.type = type;
		this.criteria = criteria;
		this.parameters = criteria.toQueryParameters();
		this.options = options;
		this.call = new Call(type.service(), type.name(), "browse", engine.owner(options));
	}

	@Override
	public Mono<ResourcePage<T>> page() {
		return this.engine.correlated(this.options, fetchFirst().map(Function.identity()));
	}

	@Override
	public Flux<ResourcePage<T>> pages() {
		return fetched(this.engine.settings().prefetch()).map(Function.identity());
	}

	@Override
	public Flux<T> flux() {
		return pages().concatMapIterable(ResourcePage::resources, 1);
	}

	@Override
	public Mono<List<T>> list() {
		return flux().collectList();
	}

	@Override
	public Mono<T> first() {
		return fetched(0).concatMapIterable(ResourcePage::resources, 1).next();
	}

	@Override
	public <L> Flux<L> linked(String relationship, Class<L> linkedType) {
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(linkedType, "The type must not be null");
		LinkedPages linked = new LinkedPages(this.engine, this.call, this.options);
		return this.engine.correlated(this.options, fetched(this.engine.settings().prefetch())
			.concatMap((page) -> linked.of(page, relationship, linkedType), 1));
	}

	private Flux<DefaultResourcePage<T>> fetched(int prefetch) {
		return this.engine.correlated(this.options, Flux.defer(() -> {
			PageLinks links = new PageLinks();
			return PageSource.follow(fetchFirst(), (page) -> fetchAfter(page, links), prefetch);
		}));
	}

	private Optional<Mono<DefaultResourcePage<T>>> fetchAfter(DefaultResourcePage<T> page, PageLinks links) {
		return Optional.ofNullable(page.next()).map((link) -> follow(link, links));
	}

	private Mono<DefaultResourcePage<T>> follow(String link, PageLinks links) {
		return Mono.deferContextual((context) -> this.engine.registration(this.call.owner(), this.type.service())
			.map((service) -> links.follow(link, service.location(), this.call.details(context)))
			.flatMap((path) -> fetch((resource) -> path, null)));
	}

	private Mono<DefaultResourcePage<T>> fetchFirst() {
		return fetch((resource) -> resource.collectionPath() + "?" + Queries.browsing(this.parameters,
				this.call.owner(), Math.min(this.engine.settings().perPage(), resource.maxPageSize())), expected());
	}

	private Mono<DefaultResourcePage<T>> fetch(Function<ResourceDescriptor, String> path,
			@Nullable Predicate<DefaultResourcePage<T>> accepted) {
		Operation<DefaultResourcePage<T>> operation = new Operation<>(this.call, true, List.of(), accepted);
		return this.engine.execute(operation, this.options,
				() -> this.engine.resource(this.call.owner(), this.type.service(), this.type.name())
					.flatMap((resource) -> fetch(path.apply(resource), resource)));
	}

	private Mono<DefaultResourcePage<T>> fetch(String path, ResourceDescriptor resource) {
		Request request = Request.of(HttpMethod.GET, this.call, path, resource.collectionPath());
		return this.engine
			.<T>exchange(request, this.options, resource, this.type.type(), !this.criteria.skipsResources())
			.map((answer) -> new DefaultResourcePage<>(answer.envelope(), this.engine.mapper(), answer.details()));
	}

	/**
	 * What the caller expects of the first page; a later one may be empty as it likes.
	 */
	private @Nullable Predicate<DefaultResourcePage<T>> expected() {
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

}
