package io.sequoia.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.core.BatchRun.Chunk;
import io.sequoia.core.SequoiaEngine.Answer;
import io.sequoia.core.SequoiaEngine.Operation;
import io.sequoia.core.SequoiaEngine.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The operations on one collection, which build its requests.
 *
 * @param <T> the type of the resources
 */
final class DefaultReactiveResourceOperations<T> implements ReactiveResourceOperations<T> {

	private static final Log logger = LogFactory.getLog(DefaultReactiveResourceOperations.class);

	private static final int MAX_CHANGE_ATTEMPTS = 20;

	private static final Duration CHANGE_BACK_OFF = Duration.ofMillis(5);

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final RequestOptions options;

	private final String owner;

	private final ResourceWriter writer;

	DefaultReactiveResourceOperations(SequoiaEngine engine, ResourceType<T> type, RequestOptions options) {
		this.engine = engine;
		this.type = type;
		this.options = options;
		this.owner = engine.owner(options);
		this.writer = new ResourceWriter(engine, options);
	}

	@Override
	public Mono<T> read(Ref ref, Criteria criteria) {
		Call call = call("read");
		return together(call, one(ref, criteria).switchIfEmpty(
				Mono.deferContextual((context) -> Mono.error(notFound(ref, Correlated.details(call, context))))));
	}

	@Override
	public Mono<T> find(Ref ref, Criteria criteria) {
		return together(call("find"), one(ref, criteria));
	}

	/** Run several requests as one operation, within the time of one call. */
	private <R> Mono<R> together(Call call, Mono<R> requests) {
		return this.engine.operation(call, this.options, this.engine.together(this.options, requests));
	}

	private Mono<T> one(Ref ref, Criteria criteria) {
		Assert.notNull(ref, "The ref must not be null");
		return reader(criteria).apply(List.of(ref))
			.filter((page) -> !page.resources().isEmpty())
			.map((page) -> page.resources().get(0))
			.switchIfEmpty(Mono.deferContextual((context) -> {
				tellForeign(ref, context);
				return Mono.empty();
			}));
	}

	/** Log a hint: a resource of another tenant often exists, but is not visible. */
	private void tellForeign(Ref ref, ContextView context) {
		if (!ref.owner().equals(this.owner) && logger.isDebugEnabled()) {
			Correlated.log(context,
					ref + " was not found in " + this.type.service() + "/" + this.type.name()
							+ ": it belongs to the owner '" + ref.owner() + "', and the call was made for '"
							+ this.owner + "' (sequoia.owner, or the call's own)",
					logger::debug);
		}
	}

	@Override
	public Flux<T> readAll(Collection<Ref> refs, Criteria criteria) {
		List<Ref> asked = Chunks.checked(refs, "ref");
		Mono<Map<Ref, T>> found = chunked(asked, withRefs(criteria)).flatMapIterable(ResourcePage::resources)
			.collect(Collectors.toMap(this::refOf, Function.identity(), (first, second) -> first));
		Mono<Map<Ref, T>> together = this.engine.together(this.options, found);
		return asked.isEmpty() ? Flux.empty() : this.engine.operation(call("readAll"), this.options,
				together.flatMapMany((byRef) -> Flux.deferContextual((context) -> {
					asked.stream()
						.distinct()
						.filter((ref) -> !byRef.containsKey(ref))
						.forEach((ref) -> tellForeign(ref, context));
					return Flux.fromIterable(inOrder(asked, byRef));
				})));
	}

	@Override
	public Mono<ResourcePage<T>> page(Collection<Ref> refs, Criteria criteria) {
		List<Ref> asked = Chunks.checked(refs, "ref");
		Flux<DefaultResourcePage<T>> parts = chunked(asked, criteria);
		if (asked.isEmpty()) {
			return Mono.just(DefaultResourcePage.empty(this.engine.mapper(),
					Details.of(null, this.type.service(), this.type.name()),
					new PagePosition(this.type, this.engine.owner(this.options), criteria)));
		}
		return together(call("page"), parts.collectList().map(DefaultResourcePage::joined));
	}

	private Flux<DefaultResourcePage<T>> chunked(List<Ref> refs, Criteria criteria) {
		Function<List<Ref>, Mono<DefaultResourcePage<T>>> reader = reader(criteria);
		return located().flatMapIterable((resource) -> chunks(new LinkedHashSet<>(refs), resource.maxPageSize()))
			.flatMapSequential(reader, this.engine.settings().batchConcurrency());
	}

	/** Create the reader of some refs in one request, for the resources that exist. */
	private Function<List<Ref>, Mono<DefaultResourcePage<T>>> reader(Criteria criteria) {
		PageReader<T> reader = new PageReader<>(this.engine, this.type, Queries.besideRefs(criteria), this.options);
		Call call = call("read");
		return (refs) -> reader.existing(call, refs, (resource) -> reader.parameters(resource)
			.map((parameters) -> item(HttpMethod.GET, call, resource, refs, Queries.reading(parameters, this.owner))));
	}

	/**
	 * Add the refs to the criteria, as the resources are sorted into the requested order
	 * by them.
	 */
	private Criteria withRefs(Criteria criteria) {
		if (!Queries.besideRefs(criteria).toQueryParameters().containsKey("fields")) {
			return criteria;
		}
		return criteria.fields(this.engine.mapper().fieldNames(this.type.type()).containsValue("ref")
				? new String[] { "ref" } : new String[] { "owner", "name" });
	}

	@Override
	public ReactiveBrowse<T> browse(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; Criteria.all() browses everything");
		return new DefaultReactiveBrowse<>(this.engine, this.type, criteria, this.options);
	}

	@Override
	public Mono<Long> count(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; Criteria.all() counts everything");
		Call call = call("count");
		String query = Queries.counting(criteria, this.owner);
		return this.engine.execute(Operation.repeatable(call), this.options,
				() -> resource(criteria).flatMap((resource) -> {
					Request request = Request.of(HttpMethod.GET, call, resource.collectionPath() + "?" + query,
							resource.collectionPath());
					return exchange(request, resource, false).map((answer) -> answer.envelope()
						.meta()
						.totalCount()
						.orElseThrow(() -> new MalformedResponseException("The answer of " + this.type.service() + "/"
								+ this.type.name() + " has no meta.totalCount", answer.details(), null)));
				}));
	}

	@Override
	public Mono<T> store(T resource) {
		// empty only if the caller has cancelled, and then it is no error
		return this.engine.operation(call("store"), this.options, storeAll(List.of(notNull(resource))).singleOrEmpty());
	}

	@Override
	public Flux<T> storeAll(Collection<? extends T> resources) {
		return this.writer.store(Chunks.checked(resources, "resource")
			.stream()
			.map((one) -> this.writer.prepare(one, this.type))
			.toList());
	}

	@Override
	public Flux<Violation> validate(T resource) {
		return this.writer.validate(notNull(resource), this.type);
	}

	@Override
	public Mono<T> update(T resource) {
		return this.writer.update(this.writer.prepare(notNull(resource), this.type));
	}

	@Override
	public Mono<T> update(Ref ref, UnaryOperator<T> change) {
		Assert.notNull(change, "The change must not be null");
		Mono<T> attempt = changed(ref, change).flatMap((item) -> {
			item.requireSendable();
			Assert.isTrue(ref.equals(item.ref()),
					() -> "The change of " + ref + " must not make another resource of it: " + item.ref());
			return this.writer.update(item);
		});
		return together(call("update"),
				attempt.retryWhen(Retry.backoff(MAX_CHANGE_ATTEMPTS - 1, CHANGE_BACK_OFF)
					.jitter(1)
					.filter(VersionConflictException.class::isInstance)
					.onRetryExhaustedThrow((spec, signal) -> signal.failure())));
	}

	private Mono<ResourceWriter.Item<T>> changed(Ref ref, UnaryOperator<T> change) {
		if (this.engine.settings().unknownFields() != UnknownFields.MERGE) {
			return read(ref).map((read) -> this.writer.prepare(apply(change, read, ref), this.type));
		}
		Mono<ObjectNode> json = new DefaultReactiveResourceOperations<>(this.engine, this.type.json(), this.options)
			.read(ref);
		return json.flatMap((sent) -> Mono.deferContextual((context) -> {
			Details details = Correlated.details(call("read"), context);
			T read = this.engine.mapper().read(sent, this.type.type(), this.type.name() + "[0]", details);
			// the change may modify the object itself
			ObjectNode before = this.engine.mapper().write(read);
			return Mono.just(this.writer.prepareChange(sent, before, apply(change, read, ref), this.type));
		}));
	}

	private static <T> T apply(UnaryOperator<T> change, T read, Ref ref) {
		T changed = change.apply(read);
		Assert.isTrue(changed != null, () -> "The change of " + ref + " must not give null");
		return changed;
	}

	@Override
	public Mono<Boolean> delete(Ref ref) {
		Assert.notNull(ref, "The ref must not be null");
		return this.engine.operation(call("delete"), this.options,
				Mono.defer(() -> delete(List.of(ref), new WriteAttempts(call("delete")))));
	}

	@Override
	public Mono<Void> deleteAll(Collection<Ref> refs) {
		Collection<Ref> distinct = new LinkedHashSet<>(Chunks.checked(refs, "ref"));
		return distinct.isEmpty() ? Mono.empty()
				: this.engine.operation(call("deleteAll"), this.options, located().flatMap((resource) -> {
					List<Chunk<Boolean>> chunks = chunks(distinct, resource.batchLimit()).stream()
						.map(this::deletion)
						.toList();
					return BatchRun.of(chunks, this.engine.settings().batchConcurrency()).then();
				}));
	}

	private Chunk<Boolean> deletion(List<Ref> refs) {
		return new Chunk<>(call("delete"), refs.size(), refs, (attempts) -> delete(refs, attempts));
	}

	private Mono<Boolean> delete(List<Ref> refs, WriteAttempts attempts) {
		Call call = call("delete");
		return this.engine.execute(new Operation<>(call, true, refs, null), this.options,
				() -> resource()
					.flatMap((resource) -> attempts.watch(AnswerRefs.exchange(this.engine,
							item(HttpMethod.DELETE, call, resource, refs, Queries.owner(this.owner)), this.options,
							resource, (body, answer) -> answer.require(refs, 0))))
					.thenReturn(true)
					// the state that an attempt without an answer should have produced
					.onErrorResume(ResourceNotFoundException.class, (error) -> Mono.just(attempts.isAnswerLost())));
	}

	private static <T> List<T> inOrder(List<Ref> asked, Map<Ref, T> byRef) {
		List<T> ordered = new ArrayList<>(asked.size());
		for (Ref ref : asked) {
			T found = byRef.get(ref);
			if (found != null) {
				ordered.add(found);
			}
		}
		return ordered;
	}

	private Mono<Answer<T>> exchange(Request request, ResourceDescriptor resource, boolean needsResources) {
		return this.engine.exchange(request, this.options, resource, this.type.type(), needsResources);
	}

	private static Request item(HttpMethod method, Call call, ResourceDescriptor resource, List<Ref> refs,
			String query) {
		String joined = StringUtils.collectionToCommaDelimitedString(refs);
		return Request.of(method, call, resource.collectionPath() + "/" + joined + "?" + query,
				resource.collectionPath() + "/{refs}");
	}

	private List<List<Ref>> chunks(Collection<Ref> refs, int limit) {
		return Chunks.of(List.copyOf(refs), Math.min(limit, this.engine.settings().batchSize()), Chunks.MAX_REFS_LENGTH,
				(ref) -> ref.toString().length() + 1);
	}

	/**
	 * Find the collection for a call of several requests, before the first of them.
	 */
	private Mono<ResourceDescriptor> located() {
		return this.engine.execute(Operation.repeatable(call("descriptor")), this.options, this::resource);
	}

	private Mono<ResourceDescriptor> resource() {
		return this.engine.resource(this.owner, this.type.service(), this.type.name());
	}

	private Mono<ResourceDescriptor> resource(Criteria criteria) {
		return this.engine.resource(this.owner, this.type.service(), this.type.name(), criteria);
	}

	private Call call(String operation) {
		return new Call(this.type.service(), this.type.name(), operation, this.owner);
	}

	private Ref refOf(T resource) {
		Ref ref = this.type.ref().apply(resource);
		Assert.state(ref != null, () -> "The resources of " + this.type.service() + "/" + this.type.name()
				+ " cannot be told apart: " + this.type.type() + " needs a property 'ref', or 'owner' and 'name'");
		return ref;
	}

	private ResourceNotFoundException notFound(Ref ref, Details details) {
		return new ResourceNotFoundException(
				"There is no resource " + ref + " in " + this.type.service() + "/" + this.type.name(),
				details.withStatus(404), null);
	}

	private T notNull(T resource) {
		Assert.notNull(resource, "The resource must not be null");
		return resource;
	}

}
