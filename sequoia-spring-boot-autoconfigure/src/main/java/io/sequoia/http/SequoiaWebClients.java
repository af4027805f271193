package io.sequoia.http;

import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.sequoia.Internal;
import io.sequoia.call.UserCode;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.netty.http.client.HttpClientRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the WebClients of this client, with the filters of each request in the
 * {@linkplain FilterOrder order} that they have. Thread-safe.
 */
@Internal
public final class SequoiaWebClients {

	/**
	 * The limit above which a new connection is cheaper than reading the rest of a body.
	 */
	private static final int MAX_DRAINED = 64 * 1024;

	private final HttpConnections connections;

	private final WebClient.Builder base;

	private final WebClient.Builder storage;

	private final String correlationHeader;

	private final Outages outages;

	private final OutageFilter outageFilter;

	private final List<SequoiaWebClientCustomizer> customizers;

	private final List<SequoiaServiceWebClientCustomizer> serviceCustomizers;

	/**
	 * Prepare the clients.
	 * @param builder the builder of all clients, best made by {@link #builder}; it is not
	 * changed
	 * @param connections the connections
	 * @param settings the limits and headers
	 * @param correlationIds the source of correlation ids
	 * @param json reads and writes the bodies of calls made through a WebClient
	 * @param customizers the customizers of all calls, in order
	 * @param serviceCustomizers the customizers of the calls to one service, in order
	 * @param clock the clock for the date of a {@code Retry-After}
	 */
	public SequoiaWebClients(WebClient.Builder builder, HttpConnections connections, Settings settings,
			CorrelationIds correlationIds, JsonMapper json, List<SequoiaWebClientCustomizer> customizers,
			List<SequoiaServiceWebClientCustomizer> serviceCustomizers, Clock clock) {
		this.connections = connections;
		this.correlationHeader = settings.correlationHeader();
		TransportFailures failures = new TransportFailures(new TlsFailures(connections.ssl()),
				new ProxyFailures(connections.proxy()));
		this.outages = new Outages(System::nanoTime, clock::instant);
		this.outageFilter = new OutageFilter(this.outages, failures, connections.responseTimeout());
		this.customizers = List.copyOf(customizers);
		this.serviceCustomizers = List.copyOf(serviceCustomizers);
		StatusFailures statusFailures = new StatusFailures(settings.correlationHeader(), clock);
		WebClient.Builder plain = builder.clone().codecs((codecs) -> {
			// the failure filter counts the bytes, so that the limit applies to every
			// kind of body
			codecs.defaultCodecs().maxInMemorySize(-1);
			// the details would be headers: tokens, ids and secrets
			codecs.defaultCodecs().enableLoggingRequestDetails(false);
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(json));
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(json));
		});
		this.base = plain.clone()
			.filter(new CorrelationFilter(correlationIds, settings.correlationHeader()))
			.filter(new FailureFilter(statusFailures, failures, settings.maxResponseSize()));
		// correlation ids may name users, and customizers may set what is for the
		// platform alone
		this.storage = plain.filter(new FailureFilter(statusFailures, failures, Long.MAX_VALUE));
	}

	/**
	 * Create the builder of all clients in an application that customizes its WebClients.
	 * Observations, codecs, filters and default headers are kept. Settings for other
	 * servers are left out: addresses, connectors, cookies, default requests, status
	 * handlers, API versions, and headers with credentials, also those that a filter
	 * sets.
	 * @param customizers the application's customizers, in order
	 * @return the builder
	 */
	public static WebClient.Builder builder(List<WebClientCustomizer> customizers) {
		ApplicationWebClientBuilder builder = new ApplicationWebClientBuilder();
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.kept();
	}

	/**
	 * Create the client for registry and identity service.
	 * @param filters the filters that locate the service, if necessary
	 * @return the client; it applies no token
	 */
	public WebClient control(RequestFilter... filters) {
		WebClient.Builder builder = customized(this.connections.control());
		return new LazyWebClient(() -> limited(build(builder.clone(), followed(filters))));
	}

	/**
	 * Create the clients for the data services.
	 * @param filters the filters that locate services and apply the token
	 * @return the clients, one for each service that has customizers of its own
	 */
	public Services data(RequestFilter... filters) {
		WebClient.Builder builder = customized(this.connections.data());
		return new Services(builder, filters);
	}

	/**
	 * Create the client for storages of files.
	 * @param refusal tells why an address is refused, or {@code null} if it is allowed
	 * @return the client; it applies no token
	 */
	public StorageClient storage(Function<URI, @Nullable String> refusal) {
		WebClient.Builder builder = this.storage.clone().clientConnector(this.connections.storage());
		return new StorageClient(
				new LazyWebClient(() -> readLimited(build(builder.clone(), new StorageRedirects(refusal)))), refusal);
	}

	/**
	 * Return the hosts that do not answer.
	 * @return the outages of all clients built here
	 */
	public Outages outages() {
		return this.outages;
	}

	/**
	 * Send a request with the observation of its operation as the current one of the
	 * thread. Tracers prefer the current one to that of the Reactor context, so that the
	 * span of the request would be beside the one of its operation.
	 * @param exchange sends the request
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	public static <R> Mono<R> observed(Mono<R> exchange) {
		return new MonoOperator<R, R>(exchange) {

			@Override
			public void subscribe(CoreSubscriber<? super R> caller) {
				Observation operation = caller.currentContext().getOrDefault(ObservationThreadLocalAccessor.KEY, null);
				Observation.Scope scope = (operation != null && !operation.isNoop()) ? opened(operation) : null;
				try {
					this.source.subscribe(caller);
				}
				finally {
					if (scope != null) {
						closed(scope);
					}
				}
			}

		};
	}

	private static void closed(Observation.Scope scope) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			UserCode.ignored("a request", ex);
		}
	}

	/** Handlers that fail must not keep the request from being sent. */
	private static Observation.@Nullable Scope opened(Observation operation) {
		try {
			return operation.openScope();
		}
		catch (Throwable ex) {
			UserCode.ignored("a request", ex);
			return null;
		}
	}

	/**
	 * Read the whole body of an answer unchanged. Unlike {@code retrieve()}, it ends with
	 * the failures of this client, not wrapped in those of WebClient.
	 * @param response the answer
	 * @return the body; empty if there is none
	 */
	public static Mono<byte[]> body(ClientResponse response) {
		return parts(response).filter((parts) -> !parts.isEmpty()).map(BodyBytes::joined);
	}

	/**
	 * Read the whole body of an answer unchanged.
	 * @param response the answer
	 * @return the parts in their order, not joined, since that copies them; none if there
	 * is no body
	 */
	public static Mono<List<byte[]>> parts(ClientResponse response) {
		return parts(response, (part) -> {
		});
	}

	/**
	 * Read the whole body of an answer unchanged, with access to each part.
	 * @param response the answer
	 * @param taken gets each part of the body as it comes
	 * @return the parts in their order, not joined, since that copies them; none if there
	 * is no body
	 */
	public static Mono<List<byte[]>> parts(ClientResponse response, Consumer<byte[]> taken) {
		return response.body((message, context) -> BodyBytes.parts(message.getBody(), taken));
	}

	/**
	 * Join the parts of a body.
	 * @param parts the parts
	 * @return all bytes; the part itself if there is only one
	 */
	public static byte[] joined(List<byte[]> parts) {
		return BodyBytes.joined(parts);
	}

	/**
	 * Read and drop the body of an answer, so that its connection can be used again. For
	 * a body of more than 64 KB the connection is closed instead.
	 * @param response the answer
	 * @return completes when the connection is free
	 */
	public static Mono<Void> drain(ClientResponse response) {
		return response.body((message, context) -> BodyBytes.drain(message.getBody(), MAX_DRAINED));
	}

	/**
	 * Limit the reading of answers in requests of users. Other calls have their own
	 * limit, which costs less than this one.
	 */
	private WebClient readLimited(WebClient client) {
		return client.mutate().defaultRequest((request) -> request.httpRequest(this::limitReads)).build();
	}

	private void limitReads(ClientHttpRequest request) {
		Object connection = request.getNativeRequest();
		if (connection instanceof HttpClientRequest netty) {
			netty.responseTimeout(this.connections.responseTimeout());
		}
	}

	/**
	 * Limit requests whose answer many calls wait for. The calls have limits of their
	 * own.
	 */
	private WebClient limited(WebClient client) {
		return client.mutate().filter(new TimeLimitFilter(this.connections.responseTimeout())).build();
	}

	private WebClient.Builder customized(ClientHttpConnector connector) {
		WebClient.Builder builder = this.base.clone().clientConnector(connector);
		this.customizers.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private static RequestFilter[] followed(RequestFilter... filters) {
		return Stream.concat(Arrays.stream(filters), Stream.of(new RedirectFilter())).toArray(RequestFilter[]::new);
	}

	/** Put the filters that run after those of customizers in their order. */
	private WebClient build(WebClient.Builder builder, RequestFilter... filters) {
		Stream.concat(Arrays.stream(filters), Stream.of(new LoggingFilter(), this.outageFilter))
			.sorted(Comparator.comparing(RequestFilter::order))
			.forEach(builder::filter);
		return builder.build();
	}

	/**
	 * The clients for the data services.
	 */
	public final class Services {

		private final WebClient.Builder builder;

		private final RequestFilter[] filters;

		private final WebClient calls;

		private final WebClient any;

		private final WebClient unread;

		private final Map<String, WebClient> clients = new ConcurrentHashMap<>();

		private Services(WebClient.Builder builder, RequestFilter[] filters) {
			this.builder = builder;
			this.filters = followed(filters);
			this.calls = new LazyWebClient(() -> build(builder.clone(), this.filters));
			this.any = new LazyWebClient(() -> readLimited(this.calls));
			this.unread = new LazyWebClient(
					() -> this.any.mutate().filters((all) -> all.add(0, DetachedResponse.FILTER)).build());
		}

		/**
		 * Return the client for single requests to any service.
		 * @return the client; it waits for each part of an answer as long as an attempt
		 * of a call may take
		 */
		public WebClient any() {
			return this.any;
		}

		/**
		 * Return the same client for answers that are handed over unread.
		 * @return the client
		 */
		WebClient unread() {
			return this.unread;
		}

		/**
		 * Return the client for the descriptors of services.
		 * @return the client
		 */
		public WebClient descriptors() {
			return new LazyWebClient(() -> limited(this.calls));
		}

		/**
		 * Return the client for calls to one service, which have their own time limit.
		 * @param service the name of the service
		 * @return the client, changed by the customizers of that service
		 */
		public WebClient of(String service) {
			if (SequoiaWebClients.this.serviceCustomizers.isEmpty()) {
				return this.calls;
			}
			return this.clients.computeIfAbsent(service, this::customized);
		}

		/**
		 * Return the name of the header for the correlation id. A request that already
		 * has the header is not copied to set it.
		 * @return the name of the header
		 */
		public String correlationHeader() {
			return SequoiaWebClients.this.correlationHeader;
		}

		private WebClient customized(String service) {
			WebClient.Builder customized = this.builder.clone();
			SequoiaWebClients.this.serviceCustomizers
				.forEach((customizer) -> customizer.customize(service, customized));
			return build(customized, this.filters);
		}

	}

	/**
	 * The correlation id's header and the limit of all requests.
	 *
	 * @param correlationHeader the name of the header for the correlation id
	 * @param maxResponseSize the largest size of an answer, in bytes
	 */
	public record Settings(String correlationHeader, int maxResponseSize) {
	}

}
