package io.sequoia.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;

/**
 * Sends resources in one request, and reads from its answer what was stored.
 */
final class StoreRequest {

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final ServiceExchange exchange;

	private final Attachments attachments;

	private final RequestOptions options;

	/**
	 * Create the sender of resources.
	 * @param engine talks to the service
	 * @param options the options of the call
	 */
	StoreRequest(SequoiaEngine engine, RequestOptions options) {
		this.exchange = engine.exchange();
		this.attachments = new Attachments(engine, options);
		this.options = options;
	}

	/**
	 * Send resources.
	 * @param request the request, without its body
	 * @param resource the collection that they go to
	 * @param items the resources
	 * @param <T> their common type
	 * @return the resources as stored, in the order in which they were sent
	 */
	<T> Mono<List<T>> send(Request request, ResourceDescriptor resource, List<OutgoingResource<T>> items) {
		Set<String> readOnly = PreparedResource.readOnly(resource);
		byte[] body = mapper().envelope(resource.pluralName(),
				items.stream().map((item) -> item.prepared().writable(readOnly)).toList());
		return AnswerRefs.exchange(this.exchange, request.withBody(body), this.options, resource,
				(answer, refs) -> answer.isEmpty() ? items.stream().map((item) -> sent(item, refs.details())).toList()
						: stored(answer, refs, resource, items))
			.doOnNext((stored) -> {
				for (int i = 0; i < stored.size(); i++) {
					this.attachments.attach(List.of(stored.get(i)), items.get(i).type());
				}
			});
	}

	/**
	 * Return the resources in the server's answer, in the order in which they were sent.
	 */
	private <T> List<T> stored(List<byte[]> answer, AnswerRefs refs, ResourceDescriptor resource,
			List<OutgoingResource<T>> items) {
		ResourceType<T> type = items.get(0).type();
		Details details = refs.details();
		if (items.stream().allMatch((item) -> item.type().type().equals(type.type()))) {
			List<T> stored = read(answer, refs, resource, items);
			return areInOrder(items, stored) ? stored
					: inOrder(items, stored, told(refs, items), (item, one) -> one, details);
		}
		List<@Nullable String> told = told(refs, items);
		List<ObjectNode> stored = mapper().<ObjectNode>read(answer, resource.pluralName(), JSON, true, details)
			.resources();
		return inOrder(items, stored, told,
				(item, one) -> mapper().read(one, item.type().type(), resource.pluralName(), details), details);
	}

	/** The answer to another request need not fit the type of this one. */
	private <T> List<T> read(List<byte[]> answer, AnswerRefs refs, ResourceDescriptor resource,
			List<OutgoingResource<T>> items) {
		try {
			return mapper().<T>read(answer, resource.pluralName(), items.get(0).type().type(), true, refs.details())
				.resources();
		}
		catch (MalformedResponseException ex) {
			told(refs, items);
			throw ex;
		}
	}

	private static List<@Nullable String> told(AnswerRefs refs, List<? extends OutgoingResource<?>> items) {
		List<Ref> sent = OutgoingResource.refs(items);
		return refs.require(sent, items.size() - sent.size());
	}

	/**
	 * Tell whether the resources that were read have the refs of those that were sent, in
	 * the same order. If not, the refs in the answer itself are compared.
	 */
	private static <T> boolean areInOrder(List<OutgoingResource<T>> sent, List<T> stored) {
		if (sent.size() != stored.size()) {
			return false;
		}
		try {
			for (int i = 0; i < sent.size(); i++) {
				Ref ref = sent.get(i).ref();
				if (ref == null || !ref.equals(sent.get(i).type().ref().apply(stored.get(i)))) {
					return false;
				}
			}
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false; // the ref that the type has is not valid
		}
	}

	private <A, T> List<T> inOrder(List<OutgoingResource<T>> sent, List<A> answered, List<@Nullable String> told,
			BiFunction<OutgoingResource<T>, A, T> read, Details details) {
		Map<String, A> byRef = new HashMap<>();
		for (int i = 0; i < answered.size(); i++) {
			byRef.put(String.valueOf(told.get(i)), answered.get(i));
		}
		Set<String> named = sent.stream().map((item) -> String.valueOf(item.ref())).collect(Collectors.toSet());
		List<T> ordered = new ArrayList<>(sent.size());
		for (int i = 0; i < sent.size(); i++) {
			OutgoingResource<T> item = sent.get(i);
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
	private <T> T sent(OutgoingResource<T> item, Details details) {
		T whole = item.whole();
		return (whole != null) ? whole : mapper().read(item.prepared().json(), item.type().type(), details);
	}

	private ResourceMapper mapper() {
		return this.exchange.mapper();
	}

}
