package io.sequoia.core;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.call.Call;
import io.sequoia.core.CachedReads.Read;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.LinkedProperty;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;

/**
 * Reads pages of one collection, and fills the properties for included resources
 * (docs/protocol.md, section 8).
 *
 * @param <T> the type of the resources
 */
final class PageReader<T> {

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final Criteria criteria;

	private final RequestOptions options;

	/** The properties to fill. */
	private final List<LinkedProperty> linkedProperties;

	private final CachedReads cached;

	private final CachedReads uncached;

	private final Attachments attachments;

	PageReader(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options) {
		this(engine, type, criteria, options, included(engine.mapper().linkedProperties(type.type()), criteria));
	}

	private PageReader(SequoiaEngine engine, ResourceType<T> type, Criteria criteria, RequestOptions options,
			List<LinkedProperty> linkedProperties) {
		this.engine = engine;
		this.type = type;
		this.criteria = criteria;
		this.options = options;
		this.linkedProperties = linkedProperties;
		this.cached = new CachedReads(engine.cache(), options);
		this.uncached = new CachedReads(null, options);
		this.attachments = new Attachments(engine, options);
	}

	private static List<LinkedProperty> included(List<LinkedProperty> properties, Criteria criteria) {
		if (properties.isEmpty()) {
			return List.of();
		}
		List<String> inclusions = criteria.inclusions();
		return properties.stream().filter((property) -> inclusions.contains(property.relationship())).toList();
	}

	/**
	 * Create a reader that does not fill properties, for a caller that requests the
	 * included resources itself.
	 */
	PageReader<T> unfilled() {
		return new PageReader<>(this.engine, this.type, this.criteria, this.options, List.of());
	}

	/**
	 * Return the parameters of the criteria, with the fields by which parents and
	 * included resources are matched.
	 */
	Mono<MultiValueMap<String, String>> parameters(ResourceDescriptor resource) {
		if (this.linkedProperties.isEmpty()) {
			return Mono.just(this.criteria.toQueryParameters());
		}
		return linker(resource).map((linker) -> linker.complete(this.criteria.toQueryParameters()));
	}

	/**
	 * Read a page of a browse.
	 * @param call the call that reads it
	 * @param request creates the request
	 * @param announce takes the link to the next page as soon as it has arrived
	 * @param accepted accepts an answer, or {@code null} to accept each
	 * @param single whether no further page is wanted, so that this one may be cached
	 * @return the page
	 */
	Mono<DefaultResourcePage<T>> page(Call call, Function<ResourceDescriptor, Mono<Request>> request,
			Consumer<String> announce, @Nullable Predicate<DefaultResourcePage<?>> accepted, boolean single) {
		boolean required = !this.criteria.skipsResources();
		Exchange exchange = new Exchange() {

			@Override
			public <R> Read<R> of(Request sent, ResourceDescriptor resource, ResolvableType form) {
				ServiceExchange services = PageReader.this.engine.exchange();
				return new Read<>(sent, resource, form,
						services.readPage(sent, PageReader.this.options, resource, form, required, announce),
						(body, details) -> services.answer(List.of(body), resource, form, required, details),
						(answer) -> true);
			}

		};
		return read(call, request, exchange, accepted, single ? this.cached : this.uncached);
	}

	/**
	 * Read the resources that exist.
	 * @param call the call that reads them
	 * @param refs the requested references
	 * @param request creates the request
	 * @return the page with the resources; an empty one if none exist
	 */
	Mono<DefaultResourcePage<T>> existing(Call call, Collection<Ref> refs, RequestFactory request) {
		// after the retries, which may be configured to retry a 404
		return read(call, (resource) -> parameters(resource).map((parameters) -> request.of(resource, parameters)),
				exchange(refs), null, this.cached)
			.onErrorResume(ResourceNotFoundException.class, (none) -> Mono.just(DefaultResourcePage
				.empty(this.engine.mapper(), none.details(), positions(call), this.attachments)));
	}

	/**
	 * Read a further page of the resources that exist.
	 * @param call the call that reads it
	 * @param refs the requested references
	 * @param request creates the request
	 * @return the page
	 */
	Mono<DefaultResourcePage<T>> further(Call call, Collection<Ref> refs,
			Function<ResourceDescriptor, Mono<Request>> request) {
		return read(call, request, exchange(refs), null, this.uncached);
	}

	/**
	 * Read the resources that exist, without what a page tells of them.
	 * @param call the call that reads them
	 * @param refs the requested references
	 * @param request creates the request
	 * @return the resources
	 */
	Mono<List<T>> resources(Call call, Collection<Ref> refs, RequestFactory request) {
		if (!this.linkedProperties.isEmpty()) {
			return existing(call, refs, request).map(DefaultResourcePage::resources);
		}
		Exchange exchange = exchange(refs);
		return this.<T, List<T>>fetch(call, (resource) -> Mono
			.just(exchange.of(request.of(resource, this.criteria.toQueryParameters()), resource, this.type.type())),
				null, this.cached, (read, answer) -> {
					List<T> resources = answer.envelope().resources();
					this.attachments.attach(resources, this.type);
					return resources;
				})
			.onErrorResume(ResourceNotFoundException.class, (none) -> Mono.just(List.of()));
	}

	private Exchange exchange(Collection<Ref> refs) {
		boolean refDropped = this.linkedProperties.isEmpty()
				&& QueryString.leavesOutRef(this.criteria.toQueryParameters());
		Function<Object, @Nullable Ref> refOf = refOf();
		return new Exchange() {

			@Override
			public <R> Read<R> of(Request sent, ResourceDescriptor resource, ResolvableType form) {
				ServiceExchange services = PageReader.this.engine.exchange();
				AnswerRefs.Asked<R> asked = new AnswerRefs.Asked<>(refs, refDropped, refOf);
				return new Read<>(sent, resource, form,
						AnswerRefs.read(services, sent, PageReader.this.options, resource, form, asked),
						(body, details) -> AnswerRefs.again(services.mapper(), body, form, asked, details),
						// a resource that is missing now may be stored at any time
						(answer) -> answer.envelope().resources().size() >= new HashSet<>(refs).size());
			}

		};
	}

	/**
	 * The refs of what is read: resources of the type, or JSON whose properties are
	 * filled.
	 */
	@SuppressWarnings("unchecked")
	private Function<Object, @Nullable Ref> refOf() {
		return (Function<Object, @Nullable Ref>) (this.linkedProperties.isEmpty() ? this.type : this.type.json()).ref();
	}

	/**
	 * Fetch all resources that a page includes, with those on further pages.
	 */
	<L> Flux<L> linked(Call call, DefaultResourcePage<?> page, String relationship, Class<L> linkedType) {
		return linkedPages(call, page).of(page, relationship, linkedType);
	}

	/** Return the collection, after a check of the criteria. */
	private Mono<ResourceDescriptor> resource(Call call) {
		return this.engine.exchange().resource(call.owner(), this.type.service(), this.type.name(), this.criteria);
	}

	private Mono<DefaultResourcePage<T>> read(Call call, Function<ResourceDescriptor, Mono<Request>> request,
			Exchange exchange, @Nullable Predicate<DefaultResourcePage<?>> accepted, CachedReads reads) {
		if (this.linkedProperties.isEmpty()) {
			return page(call, request, exchange, accepted, this.type.type(), reads);
		}
		return this.<ObjectNode>page(call, request, exchange, accepted, JSON, reads)
			.flatMap((page) -> resource(call).flatMap(this::linker).flatMap((linker) -> filled(call, page, linker)));
	}

	private <R> Mono<DefaultResourcePage<R>> page(Call call, Function<ResourceDescriptor, Mono<Request>> request,
			Exchange exchange, @Nullable Predicate<DefaultResourcePage<?>> accepted, ResolvableType form,
			CachedReads reads) {
		return this.<R, DefaultResourcePage<R>>fetch(call,
				(resource) -> request.apply(resource).map((sent) -> exchange.of(sent, resource, form)), accepted, reads,
				(read, answer) -> page(call, read, answer));
	}

	private <R, A> Mono<A> fetch(Call call, Function<ResourceDescriptor, Mono<Read<R>>> preparation,
			@Nullable Predicate<? super A> accepted, CachedReads reads, BiFunction<Read<R>, Answer<R>, A> result) {
		Mono<A> fetched = this.engine.read(call, this.options, accepted,
				() -> resource(call).flatMap((resource) -> preparation.apply(resource)
					.flatMap((read) -> reads.read(read).map((answer) -> result.apply(read, answer)))));
		return !reads.mayKnow() ? fetched : fetched.onErrorResume((failure) -> reads.afterFailure(failure,
				Mono.defer(() -> resource(call)).flatMap(preparation), result));
	}

	private <R> DefaultResourcePage<R> page(Call call, Read<R> read, Answer<R> answer) {
		this.attachments.attach(answer.envelope().resources(), this.type);
		return new DefaultResourcePage<>(answer.envelope(), this.engine.mapper(), answer.details(), positions(call),
				this.attachments, DirectReferences.of(this.criteria, read.resource(), answer));
	}

	private Mono<DefaultResourcePage<T>> filled(Call call, DefaultResourcePage<ObjectNode> page, Linker linker) {
		LinkedPages linkedPages = linkedPages(call, page);
		return Flux.fromIterable(linker.relationships())
			.concatMap((relationship) -> linkedPages.of(page, relationship, ObjectNode.class)
				.collectList()
				.map((linked) -> Map.entry(relationship, linked)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue)
			.map((linked) -> {
				linker.fill(page.resources(), linked);
				DefaultResourcePage<T> filled = page.as(this.type.type());
				this.attachments.attach(filled.resources(), this.type);
				this.attachments.attachLinked(filled.resources());
				return filled;
			});
	}

	private Mono<Linker> linker(ResourceDescriptor resource) {
		return Mono.deferContextual((context) -> Mono.just(Linker.of(this.linkedProperties, resource, context)));
	}

	private PagePosition positions(Call call) {
		return new PagePosition(this.type, call.owner(), this.criteria);
	}

	private LinkedPages linkedPages(Call call, DefaultResourcePage<?> page) {
		String position = page.details().position();
		return new LinkedPages(this.engine, (position != null) ? call.at(position) : call, this.options);
	}

	/** Creates the request for some resources of a collection. */
	interface RequestFactory {

		Request of(ResourceDescriptor resource, MultiValueMap<String, String> parameters);

	}

	/** Sends the request of a page, and reads its answer. */
	private interface Exchange {

		<R> Read<R> of(Request sent, ResourceDescriptor resource, ResolvableType form);

	}

}
