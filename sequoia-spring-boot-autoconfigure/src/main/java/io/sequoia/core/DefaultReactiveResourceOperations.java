package io.sequoia.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.call.UserCode;
import io.sequoia.core.BatchRun.Chunk;
import io.sequoia.core.CachedReads.Read;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * The operations on one collection, which build its requests.
 *
 * @param <T> the type of the resources
 */
final class DefaultReactiveResourceOperations<T> implements ReactiveResourceOperations<T> {

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final RequestOptions options;

	private final String owner;

	private final RefReader<T> reader;

	DefaultReactiveResourceOperations(SequoiaEngine engine, ResourceType<T> type, RequestOptions options) {
		this.engine = engine;
		this.type = type;
		this.options = options;
		this.owner = engine.owner(options);
		this.reader = new RefReader<>(engine, type, options);
	}

	@Override
	public Mono<T> read(Ref ref, Criteria criteria) {
		return opened("read", together(this.reader.read(ref, criteria)));
	}

	@Override
	public Mono<T> find(Ref ref, Criteria criteria) {
		return opened("find", together(this.reader.find(ref, criteria)));
	}

	@Override
	public Flux<T> readAll(Collection<Ref> refs, Criteria criteria) {
		List<Ref> asked = Chunks.checked(refs, "ref");
		Mono<List<T>> found = together(this.reader.readAll(asked, criteria));
		return asked.isEmpty() ? Flux.empty() : opened("readAll", found).flatMapIterable(Function.identity());
	}

	@Override
	public Mono<ResourcePage<T>> page(Collection<Ref> refs, Criteria criteria) {
		List<Ref> asked = Chunks.checked(refs, "ref");
		Mono<ResourcePage<T>> page = together(this.reader.page(asked, criteria));
		if (asked.isEmpty()) {
			return Mono.just(DefaultResourcePage.empty(this.engine.mapper(),
					Details.of(null, this.type.service(), this.type.name()),
					new PagePosition(this.type, this.owner, criteria), new Attachments(this.engine, this.options)));
		}
		return opened("page", page);
	}

	@Override
	public ReactiveBrowse<T> browse(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; use Criteria.all() to browse everything");
		return new DefaultReactiveBrowse<>(this.engine, this.type, criteria, this.options);
	}

	@Override
	public Mono<Long> count(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; use Criteria.all() to count everything");
		Call call = call("count");
		String query = QueryString.counting(criteria, this.owner);
		CachedReads reads = new CachedReads(this.engine.cache(), this.options);
		Mono<Read<T>> read = Mono.defer(() -> resource(criteria)).map((resource) -> counting(call, query, resource));
		return opened("count", this.engine.read(call, this.options, () -> read.flatMap(reads::read).map(this::total))
			.onErrorResume((failure) -> reads.afterFailure(failure, read, (one, answer) -> total(answer))));
	}

	private Read<T> counting(Call call, String query, ResourceDescriptor resource) {
		ServiceExchange exchange = this.engine.exchange();
		Request request = Request.of(HttpMethod.GET, call, resource.collectionPath() + "?" + query,
				resource.collectionPath());
		ResolvableType form = this.type.type();
		// an answer without its count fails before it could be kept
		Mono<Answer<T>> sent = exchange.<T>read(request, this.options, resource, form, false).doOnNext(this::total);
		return new Read<>(request, resource, form, sent,
				(body, details) -> exchange.answer(List.of(body), resource, form, false, details), (answer) -> true);
	}

	private long total(Answer<T> answer) {
		return answer.envelope()
			.meta()
			.totalCount()
			.orElseThrow(() -> new MalformedResponseException(
					"The answer of " + this.type.service() + "/" + this.type.name() + " has no meta.totalCount",
					answer.details(), null));
	}

	@Override
	public Mono<T> store(T resource) {
		ResourceWriter writer = writer();
		return opened("store", writer.store(writer.outgoing().prepare(notNull(resource), this.type)));
	}

	@Override
	public Flux<T> storeAll(Collection<? extends T> resources) {
		return new BatchWriter(this.engine, this.options).store(Chunks.<T>checked(resources, "resource"),
				(one) -> this.type);
	}

	@Override
	public Flux<T> storeAll(Publisher<? extends T> resources) {
		return new BatchWriter(this.engine, this.options).store(resources, (one) -> this.type);
	}

	@Override
	public Flux<Violation> validate(T resource) {
		OutgoingResources outgoing = writer().outgoing();
		OutgoingResource<T> item = outgoing.prepareToCheck(notNull(resource), this.type);
		return opened("validate", this.engine.read(call("validate"), this.options, this::resource))
			.flatMap((found) -> outgoing.violations(item, found))
			.flatMapIterable(Function.identity());
	}

	@Override
	public Mono<T> update(T resource) {
		ResourceWriter writer = writer();
		return opened("update", writer.update(writer.outgoing().prepare(notNull(resource), this.type)));
	}

	@Override
	public Mono<T> update(Ref ref, UnaryOperator<T> change) {
		Assert.notNull(change, "The change must not be null");
		Mono<T> attempt = changed(ref, change).flatMap((item) -> {
			item.requireSendable();
			Assert.isTrue(ref.equals(item.ref()),
					() -> "The change of " + ref + " must not change its ref: " + item.ref());
			return writer().update(item);
		});
		return opened("update", together(this.engine.onConflict(attempt)));
	}

	private Mono<OutgoingResource<T>> changed(Ref ref, UnaryOperator<T> change) {
		// an earlier version would be refused again and again
		RequestOptions fresh = this.options.refreshed();
		if (this.engine.settings().unknownFields() != UnknownFields.MERGE) {
			return new RefReader<>(this.engine, this.type, fresh).read(ref, Criteria.all())
				.map((read) -> writer().outgoing().prepare(apply(change, read, ref), this.type));
		}
		Mono<ObjectNode> json = new RefReader<>(this.engine, this.type.json(), fresh).read(ref, Criteria.all());
		return json.flatMap((sent) -> Mono.deferContextual((context) -> {
			Details details = Correlated.details(call("read"), context);
			T read = this.engine.mapper().read(sent, this.type.type(), this.type.name() + "[0]", details);
			// the change may modify the object itself
			ObjectNode before = this.engine.mapper().write(read);
			return Mono.just(writer().outgoing().prepareChange(sent, before, apply(change, read, ref), this.type));
		}));
	}

	private static <T> T apply(UnaryOperator<T> change, T read, Ref ref) {
		T changed = UserCode.call(() -> change.apply(read));
		Assert.isTrue(changed != null, () -> "The change of " + ref + " must not return null");
		return changed;
	}

	@Override
	public Mono<Boolean> delete(Ref ref) {
		Assert.notNull(ref, "The ref must not be null");
		return opened("delete", Mono.defer(() -> delete(List.of(ref), new WriteAttempts(call("delete")))));
	}

	@Override
	public Mono<Void> deleteAll(Collection<Ref> refs) {
		Collection<Ref> distinct = new LinkedHashSet<>(Chunks.checked(refs, "ref"));
		return distinct.isEmpty() ? Mono.empty() : opened("deleteAll", located().flatMap((resource) -> {
			List<Chunk<Boolean>> chunks = this.reader.chunks(distinct, resource.batchLimit())
				.stream()
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
		return this.engine.events()
			.after(this.engine
				.write(call, true, refs, this.options,
						() -> resource()
							.flatMap((resource) -> attempts.watch(AnswerRefs.exchange(this.engine.exchange(),
									Request.ofRefs(HttpMethod.DELETE, call, resource, refs,
											QueryString.owner(this.owner)),
									this.options, resource, (body, answer) -> answer.requireDeleted(refs))))
							.thenReturn(true)
							// the state that an attempt without an answer should have
							// produced
							.onErrorResume(ResourceNotFoundException.class,
									(error) -> Mono.just(attempts.isAnswerLost()))),
					call, Kind.DELETED, (deleted) -> deleted ? WriteEvents.deleted(refs) : List.of());
	}

	@Override
	public <L> ReactiveBrowse<L> linked(Ref parent, String relationship, Class<L> linkedType) {
		return new LinkedBrowse<>(opened("linked", together(relations().linked(parent, relationship, linkedType))));
	}

	@Override
	public Mono<Boolean> link(Ref parent, String relationship, Ref child) {
		return opened("link", together(relations().link(parent, relationship, child, true)));
	}

	@Override
	public Mono<Boolean> unlink(Ref parent, String relationship, Ref child) {
		return opened("unlink", together(relations().link(parent, relationship, child, false)));
	}

	private ResourceWriter writer() {
		return new ResourceWriter(this.engine, this.options);
	}

	private Relations relations() {
		return new Relations(this.engine, this.type, this.options);
	}

	/** Run several requests within the time of one call. */
	private <R> Mono<R> together(Mono<R> requests) {
		return this.engine.together(this.options, requests);
	}

	private <R> Mono<R> opened(String operation, Mono<R> done) {
		return this.engine.scope().open(call(operation), this.options, done);
	}

	private Mono<ResourceDescriptor> located() {
		return this.engine.locate(this.owner, this.type.service(), this.type.name(), this.options);
	}

	private Mono<ResourceDescriptor> resource() {
		return this.engine.exchange().resource(this.owner, this.type.service(), this.type.name());
	}

	private Mono<ResourceDescriptor> resource(Criteria criteria) {
		return this.engine.exchange().resource(this.owner, this.type.service(), this.type.name(), criteria);
	}

	private Call call(String operation) {
		return new Call(this.type.service(), this.type.name(), operation, this.owner);
	}

	private T notNull(T resource) {
		Assert.notNull(resource, "The resource must not be null");
		return resource;
	}

}
