package io.sequoia.core;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.sequoia.DiscoveryException;
import io.sequoia.Internal;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.NextLinkFinder;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.observation.TagGuard;
import io.sequoia.core.query.Criteria;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaWebClients;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;

/**
 * Talks to services: finds where a service is and what it offers, builds a request, sends
 * it, and reads its answer. Each of this is one attempt; nothing is repeated here.
 * Thread-safe.
 */
@Internal
public final class ServiceExchange {

	private static final String UNKNOWN_COLLECTION = ResourceDescriptor.DEFAULT_PATH + "/{resource}";

	private final SequoiaWebClients.Services clients;

	private final ServiceRegistry registry;

	private final ServiceDescriptors descriptors;

	private final ResourceMapper mapper;

	private final TagGuard names;

	private final MediaType contentType;

	private final UnsupportedFilters unsupportedFilters;

	/**
	 * Create the exchange with services.
	 * @param clients the WebClients of the data services
	 * @param registry finds services
	 * @param descriptors returns the descriptors of services
	 * @param mapper reads the envelopes of answers
	 * @param names the names that may become tags
	 * @param settings the settings of all calls
	 */
	public ServiceExchange(SequoiaWebClients.Services clients, ServiceRegistry registry, ServiceDescriptors descriptors,
			ResourceMapper mapper, TagGuard names, SequoiaEngine.Settings settings) {
		this.clients = clients;
		this.registry = registry;
		this.descriptors = descriptors;
		this.mapper = mapper;
		this.names = names;
		this.contentType = settings.contentType();
		this.unsupportedFilters = new UnsupportedFilters(settings.strictCriteria());
	}

	ResourceMapper mapper() {
		return this.mapper;
	}

	TagGuard names() {
		return this.names;
	}

	Mono<RegisteredService> registration(String owner, String service) {
		return this.registry.service(owner, service).doOnNext((found) -> this.names.learn(service));
	}

	Mono<ServiceDescriptor> descriptor(String owner, String service) {
		return located(owner, service, () -> this.descriptors.of(owner, service));
	}

	/**
	 * Return the known descriptor, or the newest one if the known one would refuse a
	 * call.
	 */
	Mono<ServiceDescriptor> descriptor(String owner, String service, Predicate<ServiceDescriptor> suffices) {
		return descriptor(owner, service)
			.flatMap((known) -> suffices.test(known) ? Mono.just(known) : newest(owner, service));
	}

	/** Return the newest descriptor, as the known one would refuse a call. */
	Mono<ServiceDescriptor> newest(String owner, String service) {
		return located(owner, service, () -> this.descriptors.newest(owner, service));
	}

	Mono<ResourceDescriptor> resource(String owner, String service, String name) {
		ServiceDescriptor known = this.names.service(service).equals(service) ? this.descriptors.known(owner, service)
				: null;
		ResourceDescriptor resource = (known != null) ? known.find(name).orElse(null) : null;
		if (known != null && resource != null) {
			this.names.learn(known, name, resource);
			return Mono.just(resource);
		}
		return described(owner, service, name);
	}

	private Mono<ResourceDescriptor> described(String owner, String service, String name) {
		return descriptor(owner, service, (known) -> known.find(name).isPresent())
			.flatMap((descriptor) -> Mono.deferContextual((context) -> {
				try {
					ResourceDescriptor found = descriptor.get(name);
					this.names.learn(descriptor, name, found);
					return Mono.just(found);
				}
				catch (DiscoveryException ex) {
					Details details = Details.of(CorrelationIds.find(context), service, name);
					return Mono.error(ex.restated(String.valueOf(ex.getMessage()), details));
				}
			}));
	}

	/**
	 * Return a collection after a check of criteria.
	 * @param owner the tenant
	 * @param service the service
	 * @param name the name of the collection
	 * @param criteria the criteria
	 * @return the collection; an {@code InvalidCriteriaException} if the service would
	 * find an operator in data, or if unsupported criteria are refused and the descriptor
	 * does not support these
	 */
	Mono<ResourceDescriptor> resource(String owner, String service, String name, Criteria criteria) {
		Mono<ResourceDescriptor> resource = resource(owner, service, name);
		if (criteria.conditions().isEmpty()) {
			return resource;
		}
		return Mono.deferContextual((context) -> resource.delayUntil((found) -> descriptor(owner, service)
			.doOnNext((descriptor) -> check(criteria, new FilterRules(descriptor, found), context))
			.onErrorResume(InvalidCriteriaException.class, (refused) -> newest(owner, service).doOnNext(
					(newest) -> check(criteria, new FilterRules(newest, newest.find(name).orElse(found)), context)))));
	}

	private void check(Criteria criteria, FilterRules rules, ContextView context) {
		rules.check(criteria);
		this.unsupportedFilters.tell(rules.doubts(criteria), context);
	}

	/**
	 * Find the service before a request is made, as its name becomes a tag of the
	 * request's meters, and unknown names must not.
	 */
	<R> Mono<R> located(String owner, String service, Supplier<Mono<R>> request) {
		return this.names.service(service).equals(service) ? request.get()
				: registration(owner, service).then(Mono.defer(request));
	}

	/**
	 * Send one request and read the whole body of its answer.
	 * @param request the request
	 * @param options the options of the call
	 * @return the body; empty if there is none
	 */
	Mono<byte[]> send(Request request, RequestOptions options) {
		return send(request, options, (response, context) -> SequoiaWebClients.body(response));
	}

	/**
	 * Send one request and read the whole body of its answer.
	 * @param request the request
	 * @param options the options of the call
	 * @return the parts of the body, none if there is no body
	 */
	Mono<List<byte[]>> sendForParts(Request request, RequestOptions options) {
		return send(request, options, (response, context) -> SequoiaWebClients.parts(response));
	}

	/**
	 * Send one request and read the whole answer.
	 * @param request the request
	 * @param options the options of the call
	 * @return status, headers and body of the answer
	 */
	Mono<ResponseEntity<byte[]>> sendForEntity(Request request, RequestOptions options) {
		return send(request, options,
				(response, context) -> SequoiaWebClients.parts(response)
					.map((body) -> ResponseEntity.status(response.statusCode())
						.headers(response.headers().asHttpHeaders())
						.body(SequoiaWebClients.joined(body))));
	}

	private <R> Mono<R> send(Request request, RequestOptions options,
			BiFunction<ClientResponse, ContextView, Mono<R>> reader) {
		return located(request.call().owner(), request.call().service(),
				() -> Mono.deferContextual(
						(context) -> SequoiaWebClients.observed(spec(request, options, CorrelationIds.find(context))
							.exchangeToMono((response) -> reader.apply(response, context)))));
	}

	private RequestBodySpec spec(Request request, RequestOptions options, @Nullable String correlationId) {
		RequestBodySpec spec = this.clients.of(request.call().service())
			.method(request.method())
			.uri(URI.create("sequoia://" + request.call().service() + request.pathAndQuery()))
			.attributes(request.call().attribute(template(request)))
			.headers((headers) -> {
				options.headers().forEach(headers::set);
				headers.set(this.clients.correlationHeader(), correlationId);
				if (request.ifMatch() != null) {
					headers.setIfMatch("\"" + request.ifMatch() + "\"");
				}
				if (request.body() != null && !headers.containsHeader(HttpHeaders.CONTENT_TYPE)) {
					headers.setContentType(this.contentType);
				}
			});
		if (request.body() != null) {
			spec.bodyValue(request.body());
		}
		return spec;
	}

	/**
	 * Return the template for meters. The path of a collection that only the caller named
	 * must not become a tag.
	 */
	private @Nullable String template(Request request) {
		String resource = this.names.resource(request.call().service(), request.call().resource());
		return resource.equals(TagGuard.UNKNOWN) ? UNKNOWN_COLLECTION : request.template();
	}

	/**
	 * Send one request and read the envelope of its answer.
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param type the type of its resources
	 * @param required whether the answer must contain the collection
	 * @param <T> the type of the resources
	 * @return the envelope; one that is empty or malformed is an error
	 */
	<T> Mono<Answer<T>> read(Request request, RequestOptions options, ResourceDescriptor resource, ResolvableType type,
			boolean required) {
		return send(request, options, (response, context) -> read(SequoiaWebClients.parts(response), resource, type,
				required, details(request.call(), resource, context)));
	}

	/**
	 * Send the request for a page.
	 * @param request the request
	 * @param options the options of the call
	 * @param resource the collection that answers
	 * @param type the type of its resources
	 * @param required whether the answer must contain the collection
	 * @param announce takes the link to the next page as soon as it has arrived
	 * @param <T> the type of the resources
	 * @return the envelope; one that is empty or malformed is an error
	 */
	<T> Mono<Answer<T>> readPage(Request request, RequestOptions options, ResourceDescriptor resource,
			ResolvableType type, boolean required, Consumer<String> announce) {
		return send(request, options,
				(response, context) -> read(SequoiaWebClients.parts(response, new NextLinkFinder(announce)::look),
						resource, type, required, details(request.call(), resource, context)));
	}

	private <T> Mono<Answer<T>> read(Mono<List<byte[]>> body, ResourceDescriptor resource, ResolvableType type,
			boolean required, Details details) {
		return body.map((parts) -> answer(parts, resource, type, required, details));
	}

	/** Return the details of a call to a collection before its answer. */
	static Details details(Call call, ResourceDescriptor resource, ContextView context) {
		return call.details(CorrelationIds.find(context)).withResource(resource.pluralName());
	}

	/**
	 * Read the body of an answer.
	 * @param body the parts of the body
	 * @param resource the collection that answered
	 * @param type the type of its resources
	 * @param required whether the answer must contain the collection
	 * @param details the details of the call
	 * @param <T> the type of the resources
	 * @return the envelope
	 */
	<T> Answer<T> answer(List<byte[]> body, ResourceDescriptor resource, ResolvableType type, boolean required,
			Details details) {
		return new Answer<>(this.mapper.<T>read(body, resource.pluralName(), type, required, details), details, body);
	}

	/**
	 * The envelope of an answer.
	 *
	 * @param envelope the envelope
	 * @param details the details of the call
	 * @param parts the parts of the body that it was read from
	 * @param <T> the type of the resources
	 */
	record Answer<T>(Envelope<T> envelope, Details details, List<byte[]> parts) {

		byte[] body() {
			return SequoiaWebClients.joined(this.parts);
		}

	}

	/**
	 * One request.
	 *
	 * @param method the method
	 * @param call the call that it belongs to
	 * @param pathAndQuery the encoded path below the service's location, and the query
	 * @param template the path with placeholders, for meters; {@code null} if the path
	 * may contain values
	 * @param body the JSON to send
	 * @param ifMatch the version that the resource must have
	 */
	record Request(HttpMethod method, Call call, String pathAndQuery, @Nullable String template, byte @Nullable [] body,
			@Nullable String ifMatch) {

		static Request of(HttpMethod method, Call call, String pathAndQuery, String template) {
			return new Request(method, call, pathAndQuery, template, null, null);
		}

		/** A request for certain resources of a collection. */
		static Request ofRefs(HttpMethod method, Call call, ResourceDescriptor resource, Collection<Ref> refs,
				String query) {
			String joined = StringUtils.collectionToCommaDelimitedString(refs);
			return of(method, call, resource.collectionPath() + "/" + joined + "?" + query,
					resource.collectionPath() + "/{refs}");
		}

		/** A request that stores resources in a collection. */
		static Request storing(Call call, ResourceDescriptor resource, String owner) {
			return of(HttpMethod.POST, call, resource.collectionPath() + "?" + QueryString.owner(owner),
					resource.collectionPath());
		}

		Request withBody(byte[] content) {
			return new Request(this.method, this.call, this.pathAndQuery, this.template, content, this.ifMatch);
		}

		Request withIfMatch(String version) {
			return new Request(this.method, this.call, this.pathAndQuery, this.template, this.body, version);
		}

	}

}
