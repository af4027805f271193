package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.core.BatchRun.Chunk;
import io.sequoia.core.ResourceValidator.Finding;
import io.sequoia.core.SequoiaEngine.Operation;
import io.sequoia.core.SequoiaEngine.Request;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.observation.KnownNames;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * Stores and updates resources of one or several types (docs/protocol.md, section 4),
 * with one request per collection and chunk.
 */
final class ResourceWriter {

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final SequoiaEngine engine;

	private final RequestOptions options;

	private final String owner;

	ResourceWriter(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
		this.owner = engine.owner(options);
	}

	/**
	 * Prepare a resource for sending. A resource that cannot be converted to JSON, or
	 * whose ref differs from its owner and name, fails when it is to be sent.
	 * @param resource the resource
	 * @param type its type
	 * @param <T> its type
	 * @return the resource in JSON, with the type of its answer
	 */
	<T> Item<T> prepare(T resource, ResourceType<T> type) {
		return prepare(resource, type, mapper()::write, false);
	}

	/**
	 * Prepare a changed resource for sending.
	 * @param read the JSON that the resource was read from
	 * @param before the resource as JSON before the change
	 * @param changed the changed resource
	 * @param type its type
	 * @param <T> its type
	 * @return the resource in JSON, with the fields that its type cannot hold
	 */
	<T> Item<T> prepareChange(ObjectNode read, ObjectNode before, T changed, ResourceType<T> type) {
		return prepare(changed, type, (resource) -> mapper().merge(read, before, mapper().write(resource)), true);
	}

	private <T> Item<T> prepare(T resource, ResourceType<T> type, Function<T, ObjectNode> json, boolean merged) {
		try {
			PreparedResource prepared = PreparedResource.of(json.apply(resource), this.owner,
					this.engine.settings().generateNames());
			return new Item<>(type, type.versioned().test(resource) ? prepared : prepared.withoutVersion(),
					this.engine.validator().constraints(resource), merged, null);
		}
		catch (IllegalArgumentException ex) {
			return Item.refused(type, ex);
		}
	}

	/**
	 * Validate a resource, whether or not resources are checked before they are sent.
	 * Nothing is sent except, if necessary, the request for the descriptor.
	 * @param resource the resource
	 * @param type its type
	 * @param <T> its type
	 * @return the violations
	 * @throws IllegalArgumentException if it cannot be converted to JSON, or its ref
	 * differs from its owner and name
	 */
	<T> Flux<Violation> validate(T resource, ResourceType<T> type) {
		ResourceValidator validator = this.engine.validator().asked();
		Item<T> item = new Item<>(type, PreparedResource.of(mapper().write(resource), this.owner, false),
				validator.constraints(resource), false, null);
		Endpoint endpoint = Endpoint.of(type);
		Call call = call(endpoint, "validate");
		return this.engine.execute(Operation.repeatable(call), this.options, () -> resource(endpoint))
			.flatMapIterable((found) -> ResourceValidator
				.ordered(violations(new Group<>(endpoint, found, List.of(new Placed<>(0, item))), validator)));
	}

	/**
	 * Store resources.
	 * @param items the resources
	 * @param <T> their common type
	 * @return the resources in the server's answer, in the given order; an {@code
	 * InvalidResourceException}, and no request, if one of them is not valid
	 * @throws IllegalArgumentException if the only resource cannot be sent
	 */
	<T> Flux<T> store(List<Item<T>> items) {
		if (items.size() == 1) {
			items.get(0).requireSendable();
		}
		Map<Endpoint, List<Placed<Item<T>>>> byEndpoint = new LinkedHashMap<>();
		for (int i = 0; i < items.size(); i++) {
			Item<T> item = items.get(i);
			byEndpoint.computeIfAbsent(Endpoint.of(item.type()), (endpoint) -> new ArrayList<>())
				.add(new Placed<>(i, item));
		}
		Flux<Placed<T>> stored = Flux.fromIterable(byEndpoint.entrySet())
			.concatMap((group) -> located(group.getKey())
				.map((resource) -> new Group<>(group.getKey(), resource, group.getValue())))
			.collectList()
			.delayUntil(this::check)
			.flatMapIterable(Function.identity())
			.flatMapIterable((group) -> chunks(group.items(), group.endpoint(), group.resource()))
			.collectList()
			.flatMapMany((chunks) -> BatchRun.of(chunks, this.engine.settings().batchConcurrency()))
			.concatMapIterable(Function.identity());
		Flux<Placed<T>> ordered = (byEndpoint.size() > 1) ? stored.sort(Comparator.comparingInt(Placed::position))
				: stored;
		return items.isEmpty() ? Flux.empty() : this.engine.operation(call(common(byEndpoint.keySet()), "storeAll"),
				this.options, ordered.map(Placed::value));
	}

	/**
	 * Replace a resource if it still has its version.
	 * @param item the resource
	 * @param <T> its type
	 * @return the resource in the server's answer
	 * @throws IllegalArgumentException if it has no reference or no version
	 */
	<T> Mono<T> update(Item<T> item) {
		item.requireSendable();
		Ref ref = item.ref();
		String version = item.prepared().version();
		Assert.isTrue(ref != null,
				() -> "A resource to update must have a ref, or owner and name; store() creates one");
		Assert.isTrue(version != null && isHeaderSafe(version), () -> "The resource " + ref
				+ " must have the version that it was read with in order to be updated; store() replaces any version");
		Endpoint endpoint = Endpoint.of(item.type());
		Call call = call(endpoint, "update");
		return Mono.defer(() -> {
			WriteAttempts attempts = new WriteAttempts(call);
			return this.engine
				.execute(new Operation<>(call, true, List.of(ref), null), this.options,
						() -> resource(endpoint).flatMap((resource) -> attempts
							.watch(replace(item, version, resource, call))
							// the state that an attempt without an answer may have
							// produced
							.onErrorResume(VersionConflictException.class, (conflict) -> attempts.effect().isPossible()
									? applied(item, resource, call, conflict) : Mono.error(conflict))));
		});
	}

	private <T> Mono<T> replace(Item<T> item, String version, ResourceDescriptor resource, Call call) {
		Request request = request(HttpMethod.PUT, item, resource, call).withIfMatch(version);
		Group<T> group = new Group<>(Endpoint.of(item.type()), resource, List.of(new Placed<>(0, item)));
		return check(List.of(group)).then(send(request, resource, List.of(item)).map((stored) -> stored.get(0)));
	}

	/**
	 * Check all groups before any is sent, so that all violations are reported at once.
	 */
	private <T> Mono<Void> check(List<Group<T>> groups) {
		List<Violation> violations = groups.stream()
			.flatMap((group) -> violations(group, this.engine.validator()).stream())
			.toList();
		if (violations.isEmpty()) {
			return Mono.empty();
		}
		int total = groups.stream().mapToInt((group) -> group.items().size()).sum();
		Endpoint endpoint = groups.get(0).endpoint();
		return Mono.deferContextual((context) -> {
			String correlationId = CorrelationIds.find(context);
			throw ResourceValidator.failure(violations, total,
					(groups.size() > 1) ? Details.of(correlationId, null, null)
							: Details.of(correlationId, endpoint.service(), endpoint.collection()));
		});
	}

	private <T> List<Violation> violations(Group<T> group, ResourceValidator validator) {
		List<Violation> violations = new ArrayList<>();
		Map<Ref, Integer> positions = new HashMap<>();
		group.items().forEach((placed) -> {
			Item<T> item = placed.value();
			List<Finding> findings = new ArrayList<>(findings(item, group.resource(), validator));
			Integer first = (item.ref() != null) ? positions.putIfAbsent(item.ref(), placed.position()) : null;
			if (first != null) {
				findings.add(new Finding("", "has the name of [" + first + "]: one of them would replace the other"));
			}
			findings.forEach((finding) -> violations
				.add(new Violation(placed.position(), item.ref(), finding.path(), finding.message())));
		});
		return violations;
	}

	private List<Finding> findings(Item<?> item, ResourceDescriptor resource, ResourceValidator validator) {
		List<Finding> findings = new ArrayList<>(item.findings());
		if (item.refusal() == null) {
			findings.addAll(validator.rules(item.prepared(), resource));
		}
		if (!item.merged()) {
			findings.addAll(this.engine.unheldFields().check(item.type().type(), item.prepared(), resource));
		}
		return findings;
	}

	/**
	 * Return the current resource if it is the one that was to be stored; fail with the
	 * conflict otherwise.
	 */
	private <T> Mono<T> applied(Item<T> item, ResourceDescriptor resource, Call call,
			VersionConflictException conflict) {
		Ref ref = Objects.requireNonNull(item.ref());
		return AnswerRefs
			.<ObjectNode>read(this.engine, request(HttpMethod.GET, item, resource, call), this.options, resource, JSON,
					new AnswerRefs.Asked<>(List.of(ref), false, item.type().json().ref()))
			.flatMapIterable((answer) -> answer.envelope().resources())
			.filter((current) -> item.prepared().isStoredAs(current, resource))
			.next()
			.switchIfEmpty(Mono.error(conflict))
			.flatMap((current) -> Mono.deferContextual((context) -> Mono.just(mapper().<T>read(current,
					item.type().type(), resource.pluralName(), Correlated.details(call, context)))));
	}

	private Request request(HttpMethod method, Item<?> item, ResourceDescriptor resource, Call call) {
		return Request.of(method, call, resource.collectionPath() + "/" + item.ref() + "?" + Queries.owner(this.owner),
				resource.collectionPath() + "/{refs}");
	}

	private <T> List<Chunk<List<Placed<T>>>> chunks(List<Placed<Item<T>>> items, Endpoint endpoint,
			ResourceDescriptor resource) {
		int size = Math.min(resource.batchLimit(), this.engine.settings().batchSize());
		return Chunks.of(items, size, Integer.MAX_VALUE, (item) -> 0)
			.stream()
			.map((chunk) -> chunk(chunk, endpoint, resource))
			.toList();
	}

	private <T> Chunk<List<Placed<T>>> chunk(List<Placed<Item<T>>> placed, Endpoint endpoint,
			ResourceDescriptor resource) {
		List<Item<T>> items = placed.stream().map(Placed::value).toList();
		List<Ref> refs = items.stream().flatMap((item) -> Stream.ofNullable(item.ref())).toList();
		Call call = call(endpoint, "store");
		Operation<List<Placed<T>>> operation = new Operation<>(call, refs.size() == items.size(), refs, null);
		Request request = Request.of(HttpMethod.POST, call, resource.collectionPath() + "?" + Queries.owner(this.owner),
				resource.collectionPath());
		return new Chunk<>(call, items.size(), refs, (attempts) -> this.engine.execute(operation, this.options,
				() -> attempts.watch(send(request, resource, items).map((stored) -> inPlace(placed, stored)))));
	}

	/** Return the common endpoint, or the part of it that is the same for all. */
	private static Endpoint common(Collection<Endpoint> endpoints) {
		return endpoints.stream()
			.reduce((one, other) -> new Endpoint(common(one.service(), other.service()), KnownNames.MULTIPLE))
			.orElseThrow();
	}

	private static String common(String one, String other) {
		return one.equals(other) ? one : KnownNames.MULTIPLE;
	}

	private static <T> List<Placed<T>> inPlace(List<? extends Placed<?>> places, List<T> values) {
		return IntStream.range(0, values.size())
			.mapToObj((i) -> new Placed<>(places.get(i).position(), values.get(i)))
			.toList();
	}

	private <T> Mono<List<T>> send(Request request, ResourceDescriptor resource, List<Item<T>> items) {
		byte[] body = mapper().envelope(resource.pluralName(),
				items.stream().map((item) -> item.prepared().writable(resource)).toList());
		return AnswerRefs
			.exchange(this.engine, request.withBody(body), this.options, resource,
					(answer, refs) -> stored(answer, refs, resource, items))
			.switchIfEmpty(Mono.deferContextual((context) -> {
				Details details = Correlated.details(request.call(), context);
				return Mono.fromSupplier(() -> items.stream().map((item) -> sent(item, details)).toList());
			}));
	}

	/**
	 * Return the resources in the server's answer, in the order in which they were sent.
	 */
	private <T> List<T> stored(byte[] answer, AnswerRefs refs, ResourceDescriptor resource, List<Item<T>> items) {
		List<Ref> sent = items.stream().flatMap((item) -> Stream.ofNullable(item.ref())).toList();
		List<@Nullable String> told = refs.require(sent, items.size() - sent.size());
		ResourceType<T> type = items.get(0).type();
		Details details = refs.details();
		if (items.stream().allMatch((item) -> item.type().type().equals(type.type()))) {
			List<T> stored = mapper().<T>read(answer, resource.pluralName(), type.type(), true, details).resources();
			return inOrder(items, stored, told, (item, one) -> one, details);
		}
		List<ObjectNode> stored = mapper().<ObjectNode>read(answer, resource.pluralName(), JSON, true, details)
			.resources();
		return inOrder(items, stored, told,
				(item, one) -> mapper().read(one, item.type().type(), resource.pluralName(), details), details);
	}

	private <A, T> List<T> inOrder(List<Item<T>> sent, List<A> answered, List<@Nullable String> told,
			BiFunction<Item<T>, A, T> read, Details details) {
		Map<String, A> byRef = new HashMap<>();
		for (int i = 0; i < answered.size(); i++) {
			byRef.put(String.valueOf(told.get(i)), answered.get(i));
		}
		Set<String> named = sent.stream().map((item) -> String.valueOf(item.ref())).collect(Collectors.toSet());
		List<T> ordered = new ArrayList<>(sent.size());
		for (int i = 0; i < sent.size(); i++) {
			Item<T> item = sent.get(i);
			A found = (item.ref() != null) ? byRef.get(item.ref().toString()) : null;
			if (found == null && answered.size() == sent.size()) {
				String ref = told.get(i);
				found = (ref == null || item.ref() == null && !named.contains(ref)) ? answered.get(i) : null;
			}
			ordered.add((found != null) ? read.apply(item, found) : sent(item, details));
		}
		return ordered;
	}

	/** Return the sent resource, if the answer does not contain the stored one. */
	private <T> T sent(Item<T> item, Details details) {
		return mapper().read(item.prepared().json(), item.type().type(), "", details);
	}

	/**
	 * Find the collection before the first request that needs it.
	 */
	private Mono<ResourceDescriptor> located(Endpoint endpoint) {
		return this.engine.execute(Operation.repeatable(call(endpoint, "descriptor")), this.options,
				() -> resource(endpoint));
	}

	private Mono<ResourceDescriptor> resource(Endpoint endpoint) {
		return this.engine.resource(this.owner, endpoint.service(), endpoint.collection());
	}

	private Call call(Endpoint endpoint, String operation) {
		return new Call(endpoint.service(), endpoint.collection(), operation, this.owner);
	}

	private ResourceMapper mapper() {
		return this.engine.mapper();
	}

	private static boolean isHeaderSafe(String version) {
		return !version.isEmpty() && version.chars().allMatch((c) -> c > 0x20 && c < 0x7f && c != '"');
	}

	/**
	 * A resource to send.
	 *
	 * @param type the type of the answer
	 * @param prepared the resource in JSON
	 * @param findings the violations of the constraints on its type
	 * @param merged whether it has all fields that it was read with
	 * @param refusal the reason why it cannot be sent
	 * @param <T> its type
	 */
	record Item<T>(ResourceType<T> type, PreparedResource prepared, List<Finding> findings, boolean merged,
			@Nullable IllegalArgumentException refusal) {

		static <T> Item<T> refused(ResourceType<T> type, IllegalArgumentException refusal) {
			return new Item<>(type, PreparedResource.NONE,
					List.of(new Finding("", String.valueOf(refusal.getMessage()))), true, refusal);
		}

		@Nullable Ref ref() {
			return this.prepared.ref();
		}

		void requireSendable() {
			if (this.refusal != null) {
				throw this.refusal;
			}
		}

	}

	private record Endpoint(String service, String collection) {

		static Endpoint of(ResourceType<?> type) {
			return new Endpoint(type.service(), type.name());
		}

	}

	private record Group<T>(Endpoint endpoint, ResourceDescriptor resource, List<Placed<Item<T>>> items) {
	}

	private record Placed<V>(int position, V value) {
	}

}
