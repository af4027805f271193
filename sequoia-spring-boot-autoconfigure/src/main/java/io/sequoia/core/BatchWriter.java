package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.call.FirstFailure;
import io.sequoia.core.BatchRun.Chunk;
import io.sequoia.core.OutgoingResource.Endpoint;
import io.sequoia.core.OutgoingResource.Group;
import io.sequoia.core.OutgoingResource.Placed;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.observation.TagGuard;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.util.Assert;

/**
 * Stores resources of one type or of many, in one request for each collection and chunk
 * (docs/protocol.md, section 4).
 */
final class BatchWriter {

	private final SequoiaEngine engine;

	private final RequestOptions options;

	private final String owner;

	private final OutgoingResources outgoing;

	private final StoreRequest request;

	BatchWriter(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
		this.owner = engine.owner(options);
		this.outgoing = new OutgoingResources(engine, this.owner);
		this.request = new StoreRequest(engine, options);
	}

	/**
	 * Store resources.
	 * @param resources the resources
	 * @param types returns the type of a resource
	 * @param <T> their common type
	 * @return the resources in the server's answer, in the given order; an {@code
	 * InvalidResourceException}, and no request, if one of them is not valid
	 * @throws IllegalArgumentException if the only resource cannot be sent
	 */
	<T> Flux<T> store(List<T> resources, Function<T, ResourceType<T>> types) {
		List<OutgoingResource<T>> items = this.outgoing.prepareAll(resources, types);
		if (items.size() == 1) {
			items.get(0).requireSendable();
		}
		Map<Endpoint, List<Placed<OutgoingResource<T>>>> byEndpoint = byEndpoint(items, 0);
		return items.isEmpty() ? Flux.empty() : this.engine.scope()
			.open(call(common(byEndpoint.keySet()), "storeAll"), this.options, stored(byEndpoint));
	}

	/**
	 * Store resources as they arrive. No more of them are held in memory than fit into
	 * the requests in flight.
	 * @param resources the resources
	 * @param types returns the type of a resource
	 * @param <T> their common type
	 * @return the resources in the server's answers, in the given order
	 */
	<T> Flux<T> store(Publisher<? extends T> resources, Function<T, ResourceType<T>> types) {
		Assert.notNull(resources, "The resources must not be null");
		int size = this.engine.settings().batchSize() * this.engine.settings().batchConcurrency();
		Flux<T> stored = Flux.defer(() -> {
			AtomicInteger before = new AtomicInteger();
			AtomicBoolean storing = new AtomicBoolean();
			Flux<List<OutgoingResource<T>>> chunks = Flux.<T>from(resources)
				.map((one) -> this.outgoing.prepare(one, types.apply(one)))
				.buffer(size)
				.doOnNext((items) -> requireRequested(storing.compareAndSet(false, true)));
			return FirstFailure.inTurn(chunks, (items) -> stored(byEndpoint(items, before.get()))
				.onErrorMap(SequoiaFailure.class::isInstance, (error) -> after(before.get(), (SequoiaFailure) error))
				.contextWrite((context) -> abandonedAfter(before, context))
				.doOnComplete(() -> {
					before.addAndGet(items.size());
					storing.set(false);
				}), 0);
		});
		return this.engine.scope()
			.open(call(new Endpoint(TagGuard.MULTIPLE, TagGuard.MULTIPLE), "storeAll"), this.options, stored);
	}

	/** Check that resources arrive on demand only, as further ones would be lost. */
	private static void requireRequested(boolean requested) {
		Assert.state(requested,
				"The publisher of the resources sends more than is requested: use one that respects back-pressure");
	}

	private static Throwable after(int stored, SequoiaFailure failure) {
		Throwable thrown = (Throwable) failure;
		return (stored == 0) ? thrown : failure.restated(
				thrown.getMessage() + "; the " + stored + " resources before these were stored", failure.details());
	}

	private static Context abandonedAfter(AtomicInteger before, Context context) {
		Consumer<OutcomeUnknownException> abandoned = CallContext.abandoned(context);
		return (abandoned == null) ? context : CallContext.withAbandoned(context,
				(write) -> abandoned.accept((OutcomeUnknownException) after(before.get(), write)));
	}

	/**
	 * Group resources by their collection.
	 * @param items the resources
	 * @param first the position of the first of them
	 */
	private static <T> Map<Endpoint, List<Placed<OutgoingResource<T>>>> byEndpoint(List<OutgoingResource<T>> items,
			int first) {
		Map<Endpoint, List<Placed<OutgoingResource<T>>>> byEndpoint = new LinkedHashMap<>();
		for (int i = 0; i < items.size(); i++) {
			OutgoingResource<T> item = items.get(i);
			byEndpoint.computeIfAbsent(Endpoint.of(item.type()), (endpoint) -> new ArrayList<>())
				.add(new Placed<>(first + i, item));
		}
		return byEndpoint;
	}

	private <T> Flux<T> stored(Map<Endpoint, List<Placed<OutgoingResource<T>>>> byEndpoint) {
		Flux<Placed<T>> stored = Flux.fromIterable(byEndpoint.entrySet())
			.concatMap((group) -> located(group.getKey())
				.map((resource) -> new Group<>(group.getKey(), resource, group.getValue())))
			.collectList()
			.flatMap(this.outgoing::check)
			.flatMapIterable(Function.identity())
			.flatMapIterable((group) -> chunks(group.items(), group.endpoint(), group.resource()))
			.collectList()
			.flatMapMany((chunks) -> BatchRun.of(chunks, this.engine.settings().batchConcurrency()))
			.concatMapIterable(Function.identity());
		Flux<Placed<T>> ordered = (byEndpoint.size() > 1) ? stored.sort(Comparator.comparingInt(Placed::position))
				: stored;
		return ordered.map(Placed::value);
	}

	private <T> List<Chunk<List<Placed<T>>>> chunks(List<Placed<OutgoingResource<T>>> items, Endpoint endpoint,
			ResourceDescriptor resource) {
		int size = Math.min(resource.batchLimit(), this.engine.settings().batchSize());
		return Chunks.of(items, size, Integer.MAX_VALUE, (item) -> 0)
			.stream()
			.map((chunk) -> chunk(chunk, endpoint, resource))
			.toList();
	}

	private <T> Chunk<List<Placed<T>>> chunk(List<Placed<OutgoingResource<T>>> placed, Endpoint endpoint,
			ResourceDescriptor resource) {
		List<OutgoingResource<T>> items = placed.stream().map(Placed::value).toList();
		List<Ref> refs = OutgoingResource.refs(items);
		Call call = call(endpoint, "store");
		Request request = Request.storing(call, resource, this.owner);
		return new Chunk<>(call, items.size(), refs,
				(attempts) -> step(told(call, items,
						this.engine.write(call, refs.size() == items.size(), refs, this.options,
								() -> attempts.watch(this.request.send(request, resource, items))))
					.map((stored) -> inPlace(placed, stored))));
	}

	private <T> Mono<List<T>> told(Call call, List<OutgoingResource<T>> items, Mono<List<T>> write) {
		WriteEvents events = this.engine.events();
		return events.after(write, call, Kind.STORED,
				(stored) -> IntStream.range(0, stored.size())
					.mapToObj((i) -> events.written(stored.get(i), items.get(i).type(), items.get(i).ref()))
					.toList());
	}

	/** Return the common endpoint, or the part of it that is the same for all. */
	private static Endpoint common(Collection<Endpoint> endpoints) {
		return endpoints.stream()
			.reduce((one, other) -> new Endpoint(common(one.service(), other.service()), TagGuard.MULTIPLE))
			.orElseThrow();
	}

	private static String common(String one, String other) {
		return one.equals(other) ? one : TagGuard.MULTIPLE;
	}

	private static <T> List<Placed<T>> inPlace(List<? extends Placed<?>> places, List<T> values) {
		return IntStream.range(0, values.size())
			.mapToObj((i) -> new Placed<>(places.get(i).position(), values.get(i)))
			.toList();
	}

	private Mono<ResourceDescriptor> located(Endpoint endpoint) {
		return step(this.engine.locate(this.owner, endpoint.service(), endpoint.name(), this.options));
	}

	private <R> Mono<R> step(Mono<R> step) {
		return this.engine.scope().step(step);
	}

	private Call call(Endpoint endpoint, String operation) {
		return new Call(endpoint.service(), endpoint.name(), operation, this.owner);
	}

}
