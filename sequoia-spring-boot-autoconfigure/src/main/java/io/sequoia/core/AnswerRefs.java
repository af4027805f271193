package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.SequoiaEngine.Answer;
import io.sequoia.core.SequoiaEngine.Request;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.ToldRefs;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import io.sequoia.http.UsedConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;

/**
 * Tells an answer from one that belongs to another request, by the refs that it tells: a
 * server that answers twice, or once too often, leaves the next caller with an answer
 * that was never meant for it. A resource that tells no ref is taken as it is, although
 * each has one (PROTOCOL 4); one whose ref was not asked for is never handed on.
 */
final class AnswerRefs {

	private static final byte[] NOTHING = {};

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final List<@Nullable String> told;

	private final UsedConnection connection;

	private final Details details;

	private AnswerRefs(List<@Nullable String> told, UsedConnection connection, Details details) {
		this.told = told;
		this.connection = connection;
		this.details = details;
	}

	/**
	 * Send a request for certain resources.
	 * @param engine what sends it
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param reader reads the body, and requires of its refs that they were asked for
	 * @param <R> what it reads
	 * @return what it read; empty if the answer has no body
	 */
	static <R> Mono<R> exchange(SequoiaEngine engine, Request request, RequestOptions options,
			ResourceDescriptor resource, BiFunction<byte[], AnswerRefs, R> reader) {
		return Mono.deferContextual((context) -> {
			UsedConnection connection = new UsedConnection();
			Details details = Correlated.details(request.call(), context).withResource(resource.pluralName());
			// as the last byte comes, while the connection is not back in its pool
			return engine.exchange(request, options)
				.map((body) -> reader.apply(body,
						new AnswerRefs(ToldRefs.of(body, resource.pluralName()), connection, details)))
				.contextWrite(connection::rememberedIn);
		});
	}

	/**
	 * Read certain resources.
	 * @param engine what sends the request
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param type the type of its resources
	 * @param asked the resources that are asked for
	 * @param <T> the type of the resources
	 * @return those that there are; an answer that is empty or malformed is an error
	 */
	static <T> Mono<Answer<T>> read(SequoiaEngine engine, Request request, RequestOptions options,
			ResourceDescriptor resource, ResolvableType type, Asked asked) {
		return AnswerRefs
			.<Answer<T>>exchange(engine, request, options, resource,
					(body, answer) -> answer.read(engine.mapper(), body, type, asked))
			.switchIfEmpty(Mono.deferContextual((context) -> {
				Details details = Correlated.details(request.call(), context).withResource(resource.pluralName());
				return Mono.fromSupplier(() -> new Answer<>(
						engine.mapper().<T>read(NOTHING, resource.pluralName(), type, true, details), details));
			}));
	}

	private <T> Answer<T> read(ResourceMapper mapper, byte[] body, ResolvableType type, Asked asked) {
		require(asked.refs(), 0);
		String collection = Objects.requireNonNull(this.details.resource());
		if (!asked.refDropped()) {
			Envelope<T> envelope = mapper.read(body, collection, type, true, this.details);
			return answer(envelope, own(envelope.resources(), asked.refs()));
		}
		Envelope<ObjectNode> envelope = mapper.read(body, collection, JSON, true, this.details);
		List<T> resources = new ArrayList<>();
		for (ObjectNode node : own(envelope.resources(), asked.refs())) {
			node.remove("ref");
			resources.add(mapper.read(node, type, collection + "[" + resources.size() + "]", this.details));
		}
		return answer(envelope, resources);
	}

	private <T> Answer<T> answer(Envelope<?> envelope, List<T> resources) {
		return new Answer<>(new Envelope<>(envelope.meta(), resources, envelope.linked()), this.details);
	}

	private <T> List<T> own(List<T> resources, Collection<?> refs) {
		Set<String> asked = texts(refs);
		if (this.told.size() != resources.size()
				|| this.told.stream().allMatch((ref) -> ref == null || asked.contains(ref))) {
			return resources;
		}
		List<T> own = new ArrayList<>(asked.size());
		for (int i = 0; i < resources.size(); i++) {
			if (asked.contains(this.told.get(i))) {
				own.add(resources.get(i));
			}
		}
		return own;
	}

	/**
	 * Check the answer to a request for certain resources. Further ones beside all of
	 * them do no harm: they are dropped.
	 * @param refs the resources that were asked for or sent
	 * @param nameless how many more were sent that had no name
	 * @return the refs that the answer tells, in its order, {@code null} where it tells
	 * none
	 * @throws ServiceUnavailableException if the answer belongs to another request; its
	 * connection is closed then
	 */
	List<@Nullable String> require(Collection<?> refs, int nameless) {
		Set<String> asked = texts(refs);
		List<String> others = new ArrayList<>();
		for (String ref : this.told) {
			if (ref != null && !asked.contains(ref)) {
				others.add(ref);
			}
		}
		boolean further = nameless == 0 && !asked.isEmpty() && this.told.containsAll(asked);
		if (others.size() > nameless && !further) {
			this.connection.close();
			throw new ServiceUnavailableException(
					"An answer of " + this.details.service() + " belongs to another request: it holds "
							+ Printable.of(others.get(0)) + ", which was not asked for. Its connection was closed",
					this.details, false, null);
		}
		return this.told;
	}

	Details details() {
		return this.details;
	}

	private static Set<String> texts(Collection<?> refs) {
		return refs.stream().map(Object::toString).collect(Collectors.toSet());
	}

	/**
	 * What is asked for.
	 *
	 * @param refs the resources
	 * @param refDropped whether their ref is asked for only to tell whose answer it is
	 */
	record Asked(Collection<?> refs, boolean refDropped) {
	}

}
