package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.AnswerRefReader;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.UsedConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;

/**
 * Finds answers that belong to another request by the refs in them: if a server sends an
 * answer twice, the next caller on the connection gets an answer that is not meant for
 * it. A resource without a ref is accepted, although each has one (docs/protocol.md,
 * section 4); a resource whose ref was not requested is never returned.
 */
final class AnswerRefs {

	private static final ResolvableType JSON = ResolvableType.forClass(ObjectNode.class);

	private final List<byte[]> body;

	private final UsedConnection connection;

	private final Details details;

	private @Nullable List<@Nullable String> told;

	private AnswerRefs(List<byte[]> body, UsedConnection connection, Details details) {
		this.body = body;
		this.connection = connection;
		this.details = details;
	}

	/**
	 * Send a request for certain resources.
	 * @param exchange sends the request
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param reader reads the body, and checks that its refs were requested
	 * @param <R> the type of the result
	 * @return the result of the reader; empty if the answer has no body
	 */
	static <R> Mono<R> exchange(ServiceExchange exchange, Request request, RequestOptions options,
			ResourceDescriptor resource, BiFunction<List<byte[]>, AnswerRefs, R> reader) {
		return Mono.deferContextual((context) -> {
			UsedConnection connection = new UsedConnection();
			Details details = ServiceExchange.details(request.call(), resource, context);
			// called with the last byte, before the connection is back in its pool
			return exchange.sendForParts(request, options)
				.map((body) -> reader.apply(body, new AnswerRefs(body, connection, details)))
				.contextWrite(connection::rememberedIn);
		});
	}

	/**
	 * Read certain resources.
	 * @param exchange sends the request
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param type the type of its resources
	 * @param asked the requested resources
	 * @param <T> the type of the resources
	 * @return the existing resources; an answer that is empty or malformed is an error
	 */
	static <T> Mono<Answer<T>> read(ServiceExchange exchange, Request request, RequestOptions options,
			ResourceDescriptor resource, ResolvableType type, Asked<T> asked) {
		return exchange(exchange, request, options, resource,
				(body, answer) -> answer.read(exchange.mapper(), type, asked));
	}

	/**
	 * Read an answer that was checked when it came.
	 * @param mapper reads it
	 * @param body its body
	 * @param type the type of its resources
	 * @param asked the requested resources
	 * @param details the details of the call, with the collection
	 * @param <T> the type of the resources
	 * @return the existing resources
	 */
	static <T> Answer<T> again(ResourceMapper mapper, byte[] body, ResolvableType type, Asked<T> asked,
			Details details) {
		return new AnswerRefs(List.of(body), new UsedConnection(), details).read(mapper, type, asked);
	}

	private <T> Answer<T> read(ResourceMapper mapper, ResolvableType type, Asked<T> asked) {
		String collection = Objects.requireNonNull(this.details.resource());
		if (asked.refDropped()) {
			require(asked.refs(), 0);
			Envelope<ObjectNode> envelope = mapper.read(this.body, collection, JSON, true, this.details);
			List<T> resources = new ArrayList<>();
			for (ObjectNode node : own(envelope.resources(), asked.refs())) {
				node.remove("ref");
				resources.add(mapper.read(node, type, collection + "[" + resources.size() + "]", this.details));
			}
			return answer(envelope, resources);
		}
		Envelope<T> envelope = read(mapper, collection, type, asked);
		if (asked.holdsAll(envelope.resources())) {
			return new Answer<>(envelope, this.details, this.body);
		}
		require(asked.refs(), 0);
		return answer(envelope, own(envelope.resources(), asked.refs()));
	}

	/** The answer to another request need not fit the type of this one. */
	private <T> Envelope<T> read(ResourceMapper mapper, String collection, ResolvableType type, Asked<T> asked) {
		try {
			return mapper.read(this.body, collection, type, true, this.details);
		}
		catch (MalformedResponseException ex) {
			require(asked.refs(), 0);
			throw ex;
		}
	}

	private <T> Answer<T> answer(Envelope<?> envelope, List<T> resources) {
		return new Answer<>(new Envelope<>(envelope.meta(), resources, envelope.linked()), this.details, this.body);
	}

	private <T> List<T> own(List<T> resources, Collection<?> refs) {
		Set<String> asked = texts(refs);
		List<@Nullable String> told = told();
		if (told.size() != resources.size() || told.stream().allMatch((ref) -> ref == null || asked.contains(ref))) {
			return resources;
		}
		List<T> own = new ArrayList<>(asked.size());
		for (int i = 0; i < resources.size(); i++) {
			if (asked.contains(told.get(i))) {
				own.add(resources.get(i));
			}
		}
		return own;
	}

	/**
	 * Check the answer to a request for certain resources. Additional resources are
	 * dropped if all requested ones are present.
	 * @param refs the resources that were requested or sent
	 * @param nameless the number of further resources that were sent without a name
	 * @return the refs in the answer, in its order, {@code null} for a resource without
	 * one
	 * @throws ServiceUnavailableException if the answer belongs to another request; its
	 * connection is closed then
	 */
	List<@Nullable String> require(Collection<?> refs, int nameless) {
		Set<String> asked = texts(refs);
		List<String> others = new ArrayList<>();
		List<@Nullable String> told = told();
		for (String ref : told) {
			if (ref != null && !asked.contains(ref)) {
				others.add(ref);
			}
		}
		boolean further = nameless == 0 && !asked.isEmpty() && told.containsAll(asked);
		if (others.size() > nameless && !further) {
			this.connection.close();
			throw new ServiceUnavailableException(
					"An answer of " + this.details.service() + " belongs to another request: it contains "
							+ Printable.of(others.get(0)) + ", which was not requested. Its connection was closed",
					this.details, false, null);
		}
		return told;
	}

	/**
	 * Check the answer to a deletion, whose body may be anything that a service sends,
	 * but not the page of a login or proxy.
	 * @param refs the resources that were to be deleted
	 * @return the refs in the answer
	 * @throws MalformedResponseException if it is such a page
	 */
	List<@Nullable String> requireDeleted(Collection<Ref> refs) {
		if (new String(SequoiaWebClients.joined(this.body), StandardCharsets.ISO_8859_1).stripLeading()
			.startsWith("<")) {
			throw new MalformedResponseException("The answer of " + this.details.service() + "/"
					+ this.details.resource() + " to a deletion is a page, as of a login or a proxy, and does not tell"
					+ " whether anything was deleted", this.details, null);
		}
		return require(refs, 0);
	}

	private List<@Nullable String> told() {
		List<@Nullable String> known = this.told;
		if (known == null) {
			known = AnswerRefReader.of(SequoiaWebClients.joined(this.body),
					Objects.requireNonNull(this.details.resource()));
			this.told = known;
		}
		return known;
	}

	Details details() {
		return this.details;
	}

	private static Set<String> texts(Collection<?> refs) {
		return refs.stream().map(Object::toString).collect(Collectors.toSet());
	}

	/**
	 * The requested resources.
	 *
	 * @param refs the resources
	 * @param refDropped whether their ref is requested only to check that the answer
	 * belongs to the request
	 * @param refOf gives the ref of a resource that was read
	 * @param <T> the type of the resources
	 */
	record Asked<T>(Collection<Ref> refs, boolean refDropped, Function<? super T, @Nullable Ref> refOf) {

		/**
		 * Tell whether the ref of each resource that was read is one of those requested.
		 * If not, the refs in the answer itself are compared.
		 */
		boolean holdsAll(List<? extends T> resources) {
			Collection<Ref> asked = (this.refs.size() > 1) ? new HashSet<>(this.refs) : this.refs;
			try {
				for (T resource : resources) {
					Ref ref = this.refOf.apply(resource);
					if (ref == null || !asked.contains(ref)) {
						return false;
					}
				}
				return true;
			}
			catch (IllegalArgumentException ex) {
				return false; // the ref that the type has is not valid
			}
		}

	}

}
