package io.sequoia.core;

import java.util.List;
import java.util.Objects;

import io.sequoia.Ref;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.core.OutgoingResource.Endpoint;
import io.sequoia.core.OutgoingResource.Group;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * Stores and updates single resources (docs/protocol.md, section 4).
 */
final class ResourceWriter {

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final SequoiaEngine engine;

	private final RequestOptions options;

	private final String owner;

	private final OutgoingResources outgoing;

	private final StoreRequest request;

	ResourceWriter(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
		this.owner = engine.owner(options);
		this.outgoing = new OutgoingResources(engine, this.owner);
		this.request = new StoreRequest(engine, options);
	}

	OutgoingResources outgoing() {
		return this.outgoing;
	}

	/**
	 * Store a resource.
	 * @param item the resource
	 * @param <T> its type
	 * @return the resource as stored; an {@code InvalidResourceException}, and no request
	 * that writes, if it is not valid
	 * @throws IllegalArgumentException if it cannot be sent
	 */
	<T> Mono<T> store(OutgoingResource<T> item) {
		item.requireSendable();
		Ref ref = item.ref();
		List<Ref> refs = (ref != null) ? List.of(ref) : List.of();
		Endpoint endpoint = Endpoint.of(item.type());
		Call call = call(endpoint, "store");
		return this.engine.locate(this.owner, endpoint.service(), endpoint.name(), this.options)
			.flatMap((resource) -> this.outgoing.check(List.of(Group.ofOne(item, resource))))
			.map((checked) -> checked.get(0).resource())
			.flatMap((resource) -> told(Kind.STORED, item, call, this.engine.write(call, ref != null, refs,
					this.options, () -> send(item, resource, Request.storing(call, resource, this.owner)))));
	}

	private <T> Mono<T> told(Kind kind, OutgoingResource<T> item, Call call, Mono<T> write) {
		WriteEvents events = this.engine.events();
		return events.after(write, call, kind, (stored) -> List.of(events.written(stored, item.type(), item.ref())));
	}

	/**
	 * Replace a resource if it still has its version.
	 * @param item the resource
	 * @param <T> its type
	 * @return the resource in the server's answer
	 * @throws IllegalArgumentException if it has no reference or no version
	 */
	<T> Mono<T> update(OutgoingResource<T> item) {
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
			return told(Kind.UPDATED, item, call, this.engine
				.write(call, true, List.of(ref), this.options,
						() -> resource(endpoint).flatMap((resource) -> attempts
							.watch(replace(item, version, resource, call))
							// the state that an attempt without an answer may have
							// produced
							.onErrorResume(VersionConflictException.class, (conflict) -> attempts.effect().isPossible()
									? applied(item, resource, call, conflict) : Mono.error(conflict)))));
		});
	}

	private <T> Mono<T> replace(OutgoingResource<T> item, String version, ResourceDescriptor resource, Call call) {
		return this.outgoing.check(List.of(Group.ofOne(item, resource))).flatMap((checked) -> {
			ResourceDescriptor valid = checked.get(0).resource();
			return send(item, valid, request(HttpMethod.PUT, item, valid, call).withIfMatch(version));
		});
	}

	private <T> Mono<T> send(OutgoingResource<T> item, ResourceDescriptor resource, Request request) {
		return this.request.send(request, resource, List.of(item)).map((stored) -> stored.get(0));
	}

	/**
	 * Return the current resource if it is the one that was to be stored; fail with the
	 * conflict otherwise.
	 */
	private <T> Mono<T> applied(OutgoingResource<T> item, ResourceDescriptor resource, Call call,
			VersionConflictException conflict) {
		Ref ref = Objects.requireNonNull(item.ref());
		ObjectNode sent = this.engine.mapper().tree(item.prepared().writable(PreparedResource.readOnly(resource)));
		return AnswerRefs
			.<ObjectNode>read(this.engine.exchange(), request(HttpMethod.GET, item, resource, call), this.options,
					resource, JSON, new AnswerRefs.Asked<>(List.of(ref), false, item.type().json().ref()))
			.flatMapIterable((answer) -> answer.envelope().resources())
			.filter((current) -> PreparedResource.isStoredAs(current, sent))
			.next()
			.switchIfEmpty(Mono.error(conflict))
			.flatMap((current) -> Mono.deferContextual((context) -> Mono.just(this.engine.mapper()
				.<T>read(current, item.type().type(), resource.pluralName(), Correlated.details(call, context)))))
			.doOnNext((read) -> new Attachments(this.engine, this.options).attach(List.of(read), item.type()));
	}

	private Request request(HttpMethod method, OutgoingResource<?> item, ResourceDescriptor resource, Call call) {
		return Request.ofRefs(method, call, resource, List.of(Objects.requireNonNull(item.ref())),
				QueryString.owner(this.owner));
	}

	private Mono<ResourceDescriptor> resource(Endpoint endpoint) {
		return this.engine.exchange().resource(this.owner, endpoint.service(), endpoint.name());
	}

	private Call call(Endpoint endpoint, String operation) {
		return new Call(endpoint.service(), endpoint.name(), operation, this.owner);
	}

	private static boolean isHeaderSafe(String version) {
		return !version.isEmpty() && version.chars().allMatch((c) -> c > 0x20 && c < 0x7f && c != '"');
	}

}
