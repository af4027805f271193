package io.sequoia.core;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.NextLinkFinder;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.observation.KnownNames;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.core.query.Criteria;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.Correlated;
import io.sequoia.http.RunningCalls;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.retry.RetryCall;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetrySettings;
import io.sequoia.security.SequoiaTokenSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;

/**
 * Runs every call: its correlation id and observation, its attempts, and the exchange
 * with the service. Thread-safe.
 */
public final class SequoiaEngine {

	private static final byte[] NOTHING = {};

	private static final String UNKNOWN_COLLECTION = ResourceDescriptor.DEFAULT_PATH + "/{resource}";

	private final Collaborators collaborators;

	private final Settings settings;

	private final ResourceValidator validator;

	private final FilterDoubts filterDoubts;

	private final UnheldFieldsRule unheldFields;

	/**
	 * Create the engine.
	 * @param collaborators its collaborators
	 * @param settings the settings of all calls
	 */
	public SequoiaEngine(Collaborators collaborators, Settings settings) {
		this.collaborators = collaborators;
		this.settings = settings;
		this.unheldFields = new UnheldFieldsRule(collaborators.mapper(), settings.unknownFields());
		this.validator = new ResourceValidator(collaborators.constraints(), settings.validate());
		this.filterDoubts = new FilterDoubts(settings.strictCriteria());
	}

	Settings settings() {
		return this.settings;
	}

	ResourceMapper mapper() {
		return this.collaborators.mapper();
	}

	ResourceValidator validator() {
		return this.validator;
	}

	UnheldFieldsRule unheldFields() {
		return this.unheldFields;
	}

	SequoiaMappingContext mappingContext() {
		return this.collaborators.mappingContext();
	}

	String owner(RequestOptions options) {
		return (options.owner() != null) ? options.owner() : this.settings.owner();
	}

	Mono<RegisteredService> registration(String owner, String service) {
		return this.collaborators.registry().service(owner, service).doOnNext((found) -> names().learn(service));
	}

	Mono<ServiceDescriptor> descriptor(String owner, String service) {
		return located(owner, service, () -> this.collaborators.descriptors().of(owner, service));
	}

	Mono<ResourceDescriptor> resource(String owner, String service, String name) {
		return descriptor(owner, service).handle((descriptor, sink) -> {
			try {
				ResourceDescriptor resource = descriptor.get(name);
				names().learn(descriptor, name, resource);
				sink.next(resource);
			}
			catch (DiscoveryException ex) {
				Details details = Details.of(CorrelationIds.find(sink.contextView()), service, name);
				sink.error(ex.restated(String.valueOf(ex.getMessage()), details));
			}
		});
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
		return Mono.deferContextual(
				(context) -> resource.delayUntil((found) -> descriptor(owner, service).doOnNext((descriptor) -> {
					FilterRules rules = new FilterRules(descriptor, found);
					rules.check(criteria);
					this.filterDoubts.tell(rules.doubts(criteria), context);
				})));
	}

	/**
	 * Find the service before a request is made, as its name becomes a tag of the
	 * request's meters, and unknown names must not.
	 */
	private <R> Mono<R> located(String owner, String service, Supplier<Mono<R>> request) {
		return names().service(service).equals(service) ? request.get()
				: registration(owner, service).then(Mono.defer(request));
	}

	private KnownNames names() {
		return observations().names();
	}

	private OperationObservations observations() {
		return this.collaborators.observations();
	}

	/**
	 * Run an operation of a caller with one correlation id, counted as in flight and
	 * observed as one operation. An operation within another one has the id of that one,
	 * and is neither counted nor observed itself.
	 * @param call the caller's call; its operation is the name of the method
	 * @param options the options of the call
	 * @param publisher the work
	 * @param <R> the type of the result
	 * @return the result
	 */
	<R> Mono<R> operation(Call call, RequestOptions options, Mono<R> publisher) {
		return Mono.deferContextual((caller) -> {
			if (isPart(caller, options)) {
				return observations().observe(call, CorrelationIds.find(caller), caller, publisher);
			}
			Context begun = CallContext.inCall(begin(options, caller));
			Mono<R> observed = Mono
				.defer(() -> observations().observe(call, CorrelationIds.find(begun), caller, publisher));
			return this.collaborators.runningCalls().admit(observed, caller).contextWrite(begun);
		});
	}

	/**
	 * Run an operation with many results like one with a single result. It is counted as
	 * one that may be left unfinished; its pages are calls.
	 */
	<R> Flux<R> operation(Call call, RequestOptions options, Flux<R> publisher) {
		return Flux.deferContextual((caller) -> {
			Context begun = CallContext.inBrowse(begin(options, caller));
			Flux<R> observed = Flux
				.defer(() -> observations().observe(call, CorrelationIds.find(begun), caller, publisher));
			return this.collaborators.runningCalls().admit(observed, caller).contextWrite(begun);
		});
	}

	private static boolean isPart(ContextView caller, RequestOptions options) {
		String own = options.correlationId();
		return CallContext.isInCall(caller) && (own == null || own.equals(CorrelationIds.find(caller)));
	}

	/**
	 * Count a page of a browse.
	 */
	void page(Call call, String resource, int resources) {
		observations().page(call, resource, resources);
	}

	private Context begin(RequestOptions options, ContextView caller) {
		return Context.of(this.collaborators.correlationIds().begin(caller, options.correlationId()))
			.putAll(this.collaborators.tokens().caller(caller));
	}

	/**
	 * Limit the time of several calls together, if the caller set a time, rather than the
	 * time of each.
	 * @param options the options of the calls
	 * @param whole makes the calls
	 * @param <R> the type of the result
	 * @return the result; if the options have no time, each call has its own
	 */
	<R> Mono<R> together(RequestOptions options, Mono<R> whole) {
		return (options.timeout() == null) ? whole : this.collaborators.retry().together(whole);
	}

	/**
	 * Run an operation with as many attempts as the rules allow, each from the registry
	 * to the decoded answer.
	 * @param operation the operation
	 * @param options the options of the call
	 * @param attempt makes one attempt
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	<R> Mono<R> execute(Operation<R> operation, RequestOptions options, Supplier<Mono<R>> attempt) {
		Call what = operation.call();
		RetryCall<R> call = new RetryCall<>(what, operation.repeatable(), operation.refs(), retrySettings(options),
				operation.accepted(), names()::service, false);
		return operation(what, options,
				this.collaborators.retry()
					.execute(call, waitingFor(options, Mono.defer(attempt)))
					.onErrorMap((error) -> isOfRegistry(error, what), SequoiaEngine::unreachable));
	}

	/**
	 * Limit the attempts of shared requests to those of the call that waits for them.
	 */
	private static <R> Mono<R> waitingFor(RequestOptions options, Mono<R> attempt) {
		Integer attempts = options.maxAttempts();
		return (attempts == null) ? attempt
				: attempt.contextWrite((context) -> CallContext.withSharedAttempts(context, attempts));
	}

	/**
	 * Run an operation of another package by the same rules.
	 * @param call the call
	 * @param repeatable whether the call has the same effect if it is made twice
	 * @param attempt makes one attempt; subscribed to once for each
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	public <R> Mono<R> run(Call call, boolean repeatable, Mono<R> attempt) {
		return execute(new Operation<>(call, repeatable, List.of(), null), RequestOptions.none(), () -> attempt);
	}

	/**
	 * Tell whether the registry failed. The retries treat it like other failures; the
	 * caller must be told that the service cannot be found.
	 */
	private static boolean isOfRegistry(Throwable error, Call what) {
		return (error instanceof ServiceUnavailableException || error instanceof RequestTimeoutException)
				&& HttpServiceRegistry.NAME.equals(((SequoiaFailure) error).service())
				&& !HttpServiceRegistry.NAME.equals(what.service());
	}

	private static DiscoveryException unreachable(Throwable error) {
		return new DiscoveryException("The registry cannot be reached: " + error.getMessage(),
				((SequoiaFailure) error).details(), error);
	}

	private RetrySettings retrySettings(RequestOptions options) {
		RetrySettings retry = this.settings.retry();
		if (options.maxAttempts() != null) {
			retry = retry.withMaxAttempts(options.maxAttempts());
		}
		if (options.backOff() != null) {
			retry = retry.withInterval(options.backOff());
		}
		if (options.timeout() != null) {
			retry = retry.withMaxTime(options.timeout());
		}
		if (!options.retryStatus().isEmpty()) {
			retry = retry.withStatusCodes(options.retryStatus());
		}
		return retry;
	}

	/**
	 * Send one request and read the whole body of its answer.
	 * @param request the request
	 * @param options the options of the call
	 * @return the body; empty if there is none
	 */
	Mono<byte[]> exchange(Request request, RequestOptions options) {
		return exchange(request, options, SequoiaWebClients::body);
	}

	/**
	 * Send one request and read the whole answer.
	 * @param request the request
	 * @param options the options of the call
	 * @return status, headers and body of the answer
	 */
	Mono<ResponseEntity<byte[]>> exchangeEntity(Request request, RequestOptions options) {
		return exchange(request, options,
				(response) -> SequoiaWebClients.body(response)
					.defaultIfEmpty(NOTHING)
					.map((body) -> ResponseEntity.status(response.statusCode())
						.headers(response.headers().asHttpHeaders())
						.body(body)));
	}

	private <R> Mono<R> exchange(Request request, RequestOptions options, Function<ClientResponse, Mono<R>> body) {
		return located(request.call().owner(), request.call().service(), () -> send(request, options, body));
	}

	private <R> Mono<R> send(Request request, RequestOptions options, Function<ClientResponse, Mono<R>> body) {
		return Mono
			.deferContextual((context) -> spec(request, options, CorrelationIds.find(context)).exchangeToMono(body));
	}

	private RequestBodySpec spec(Request request, RequestOptions options, @Nullable String correlationId) {
		RequestBodySpec spec = this.collaborators.clients()
			.of(request.call().service())
			.method(request.method())
			.uri(URI.create("sequoia://" + request.call().service() + request.pathAndQuery()))
			.attributes(request.call().attribute(template(request)))
			.headers((headers) -> {
				options.headers().forEach(headers::set);
				headers.set(this.collaborators.clients().correlationHeader(), correlationId);
			});
		if (request.ifMatch() != null) {
			spec.header(HttpHeaders.IF_MATCH, "\"" + request.ifMatch() + "\"");
		}
		if (request.body() != null) {
			spec.contentType(this.settings.contentType()).bodyValue(request.body());
		}
		return spec;
	}

	/**
	 * Return the template for meters. The path of a collection that only the caller named
	 * must not become a tag.
	 */
	private @Nullable String template(Request request) {
		String resource = names().resource(request.call().service(), request.call().resource());
		return resource.equals(KnownNames.UNKNOWN) ? UNKNOWN_COLLECTION : request.template();
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
	<T> Mono<Answer<T>> exchange(Request request, RequestOptions options, ResourceDescriptor resource,
			ResolvableType type, boolean required) {
		return read(exchange(request, options), request, resource, type, required);
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
	<T> Mono<Answer<T>> exchangePage(Request request, RequestOptions options, ResourceDescriptor resource,
			ResolvableType type, boolean required, Consumer<String> announce) {
		Mono<byte[]> body = exchange(request, options, (response) -> {
			NextLinkFinder finder = new NextLinkFinder(announce);
			return SequoiaWebClients.body(response, finder::look);
		});
		return read(body, request, resource, type, required);
	}

	private <T> Mono<Answer<T>> read(Mono<byte[]> body, Request request, ResourceDescriptor resource,
			ResolvableType type, boolean required) {
		return Mono.deferContextual((context) -> {
			Details details = Correlated.details(request.call(), context).withResource(resource.pluralName());
			return body.defaultIfEmpty(NOTHING)
				.map((bytes) -> new Answer<>(
						this.collaborators.mapper().<T>read(bytes, resource.pluralName(), type, required, details),
						details));
		});
	}

	/**
	 * The envelope of an answer.
	 *
	 * @param envelope the envelope
	 * @param details the details of the call
	 * @param <T> the type of the resources
	 */
	record Answer<T>(Envelope<T> envelope, Details details) {
	}

	/**
	 * An operation, with the properties that decide on its retries.
	 *
	 * @param call the call
	 * @param repeatable whether the call has the same effect if it is made twice
	 * @param refs the resources that it writes
	 * @param accepted accepts an answer, or {@code null} to accept each
	 * @param <R> the type of the answer
	 */
	record Operation<R>(Call call, boolean repeatable, List<Ref> refs, @Nullable Predicate<? super R> accepted) {

		static <R> Operation<R> repeatable(Call call) {
			return new Operation<>(call, true, List.of(), null);
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

		Request withBody(byte[] content) {
			return new Request(this.method, this.call, this.pathAndQuery, this.template, content, this.ifMatch);
		}

		Request withIfMatch(String version) {
			return new Request(this.method, this.call, this.pathAndQuery, this.template, this.body, version);
		}

	}

	/**
	 * The collaborators of the engine.
	 *
	 * @param runningCalls counts the calls
	 * @param clients the WebClients of the data services
	 * @param tokens returns the tokens of calls
	 * @param registry finds services
	 * @param descriptors returns the descriptors of services
	 * @param retry repeats failed calls
	 * @param correlationIds gives operations their ids
	 * @param mapper reads and writes envelopes
	 * @param mappingContext knows the resource types
	 * @param observations observes operations
	 * @param constraints check resources before they are sent
	 */
	public record Collaborators(RunningCalls runningCalls, SequoiaWebClients.Services clients,
			SequoiaTokenSource tokens, ServiceRegistry registry, ServiceDescriptors descriptors, RetryExecutor retry,
			CorrelationIds correlationIds, ResourceMapper mapper, SequoiaMappingContext mappingContext,
			OperationObservations observations, ResourceConstraints constraints) {
	}

	/**
	 * The settings of all calls.
	 *
	 * @param owner the tenant of every call
	 * @param contentType the media type of request bodies
	 * @param retry the rules on repeating calls
	 * @param perPage the number of resources per page
	 * @param prefetch the number of pages to fetch ahead
	 * @param maxEmptyPages the number of empty pages in a row after which a browse fails
	 * @param batchSize the largest number of resources per request
	 * @param batchConcurrency the number of requests of one batch in flight at the same
	 * time
	 * @param generateNames whether a resource without a name gets one before it is sent
	 * @param validate whether resources are checked before they are sent
	 * @param unknownFields the treatment of fields that a type does not have
	 * @param strictCriteria whether criteria are refused if the descriptor does not
	 * support them
	 */
	public record Settings(String owner, MediaType contentType, RetrySettings retry, int perPage, int prefetch,
			int maxEmptyPages, int batchSize, int batchConcurrency, boolean generateNames, boolean validate,
			UnknownFields unknownFields, boolean strictCriteria) {
	}

}
