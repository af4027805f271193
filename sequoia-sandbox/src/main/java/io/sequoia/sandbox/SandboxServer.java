package io.sequoia.sandbox;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The HTTP server: receives a request, calls its handler, applies faults, logs it and
 * sends the answer. Latency and delays are timers; no thread waits.
 */
final class SandboxServer {

	private static final Logger logger = Loggers.getLogger(SandboxServer.class);

	private static final String SEQUOIA_JSON = "application/vnd.piksel+json";

	private static final int THREADS = 2;

	private static final int MAX_HEAD = 32 * 1024;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

	private final Router router;

	private final FaultScript faults;

	private final RequestLog log;

	private final Latency latency;

	private final Clock clock;

	private final LoopResources loops = LoopResources.create("sequoia-sandbox", 1, THREADS, true);

	/** Closes what is added after it was closed. */
	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	private final List<DisposableServer> servers = new ArrayList<>();

	private final Locations locations;

	/**
	 * Start to serve.
	 * @param origins the services that have a port of their own: the ports after that of
	 * the registry, or any free ones
	 */
	SandboxServer(Router router, FaultScript faults, RequestLog log, Latency latency, Clock clock,
			InetSocketAddress address, Collection<String> origins) {
		this.router = router;
		this.faults = faults;
		this.log = log;
		this.latency = latency;
		this.clock = clock;
		try {
			// a client must not be told a port before it is bound
			Map<String, Integer> ports = new LinkedHashMap<>();
			int next = address.getPort();
			for (String service : origins) {
				next = (next > 0) ? next + 1 : 0;
				ports.put(service, bind(new InetSocketAddress(address.getHostString(), next), service));
			}
			this.locations = new Locations(bind(address, null), Collections.unmodifiableMap(ports));
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private int bind(InetSocketAddress address, @Nullable String service) {
		DisposableServer server = HttpServer.create()
			.bindAddress(() -> address)
			.runOn(this.loops, false)
			.doOnConnection((connection) -> this.connections.add(connection.channel()))
			.compress((request, response) -> isCompressible(request.requestHeaders()))
			.httpRequestDecoder((spec) -> spec.maxInitialLineLength(MAX_HEAD).maxHeaderSize(MAX_HEAD))
			.handle((request, response) -> handle(request, response, service))
			.bindNow();
		this.servers.add(server);
		return server.port();
	}

	int port() {
		return this.locations.port();
	}

	void await() {
		this.servers.get(this.servers.size() - 1).onDispose().block();
	}

	void stop() {
		this.servers.forEach((server) -> server.disposeNow(STOP_TIMEOUT));
		// an event loop that stops leaves some of those open on which a request is being
		// handled, and their clients would wait forever
		this.connections.close().awaitUninterruptibly(STOP_TIMEOUT.toMillis());
		this.loops.disposeLater(Duration.ZERO, STOP_TIMEOUT).block(STOP_TIMEOUT);
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response, @Nullable String service) {
		Instant time = this.clock.instant();
		long start = System.nanoTime();
		Map<String, String> headers = headers(request.requestHeaders());
		return request.receive()
			.asByteArray()
			.collect(RequestBody::new, RequestBody::add)
			.map((body) -> Request.of(isHead(request) ? "GET" : request.method().name(), request.uri(), headers, body))
			.flatMap((parsed) -> answer(
					new Exchange(parsed, request.method().name(), time, start, connection(request), response), service))
			.onErrorResume(Problem.class, (problem) -> send(response, headers, Answer.of(problem)));
	}

	/** Tell whether a request is answered as GET, without the body of the answer. */
	private static boolean isHead(HttpServerRequest request) {
		return request.method().equals(HttpMethod.HEAD);
	}

	private Mono<Void> answer(Exchange exchange, @Nullable String service) {
		Function<Request, Answer> console = this.router.console(exchange.request(), service, this.locations);
		if (console != null) {
			return send(exchange.response(), exchange.request().headers(), run(console, exchange.request()));
		}
		Route route = this.router.route(exchange.request(), service, this.locations);
		Fault fault = this.faults.take(route.operation());
		Duration delay = this.latency.current().plus(fault.delay());
		Answer applied = fault.appliedAtOnce() ? run(route.handler(), exchange.request()) : null;
		Mono<Void> reply = Mono.defer(() -> reply(exchange, route, fault, applied));
		if (delay.isZero()) {
			return reply;
		}
		int clearings = this.log.clearings();
		return timer(exchange.connection().channel(), delay)
			.doOnCancel(() -> this.log.addUnanswered(exchange.logged(route, 0), exchange.took(), clearings))
			.then(reply);
	}

	private Mono<Void> reply(Exchange exchange, Route route, Fault fault, @Nullable Answer applied) {
		Answer right = (applied == null && fault.applied()) ? run(route.handler(), exchange.request()) : applied;
		Answer answer = fault.answer(right);
		boolean reset = fault.kind() == Fault.Kind.RESET;
		this.log.add(exchange.logged(route, reset ? 0 : answer.status()), exchange.took());
		if (reset) {
			return reset(exchange.connection());
		}
		if (fault.kind() == Fault.Kind.TRUNCATE) {
			return truncate(exchange, answer);
		}
		return send(exchange.response(), exchange.request().headers(), answer);
	}

	private static Answer run(Function<Request, Answer> handler, Request request) {
		try {
			return handler.apply(request);
		}
		catch (Problem problem) {
			Answer answer = Answer.of(problem);
			return (problem.status() == 401)
					? answer.with("WWW-Authenticate", "Bearer realm=\"sequoia\", error=\"Invalid token\"") : answer;
		}
		catch (RuntimeException | Error ex) {
			// Reactor would leave the request without an answer at errors such as of the
			// stack
			logger.error("The sandbox failed at " + request.method() + " " + request.path(), ex);
			return Answer.of(Problem.of(500, "the sandbox failed: " + ex));
		}
	}

	private static Mono<Void> send(HttpServerResponse response, Map<String, String> requestHeaders, Answer answer) {
		prepare(response, requestHeaders, answer);
		return (answer.body().length > 0) ? response.sendByteArray(Mono.just(answer.body())).then() : response.send();
	}

	private static void prepare(HttpServerResponse response, Map<String, String> requestHeaders, Answer answer) {
		response.status(answer.status());
		if (answer.body().length > 0) {
			String accept = requestHeaders.getOrDefault("accept", "");
			String contentType = answer.contentType();
			response.header(HttpHeaderNames.CONTENT_TYPE, (contentType != null) ? contentType
					: (accept.contains(SEQUOIA_JSON) ? SEQUOIA_JSON : "application/json") + ";charset=utf-8");
			// the answer to HEAD has none of its own
			response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(answer.body().length));
		}
		String correlationId = requestHeaders.get("x-correlation-id");
		if (correlationId != null) {
			response.header("x-correlation-id", correlationId);
		}
		answer.headers().forEach(response::header);
	}

	/**
	 * Tell whether the client names a format that every client knows. Netty takes one
	 * that hardly any knows for those that accept all.
	 */
	private static boolean isCompressible(HttpHeaders headers) {
		String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING, "");
		return accepted.contains("gzip") || accepted.contains("deflate");
	}

	private static Mono<Void> truncate(Exchange exchange, Answer answer) {
		HttpServerResponse response = exchange.response().compression(false).keepAlive(false);
		prepare(response, exchange.request().headers(), answer);
		response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(Math.max(1, answer.body().length)));
		byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
		return response.sendByteArray(Flux.just(half)).then();
	}

	/** Reset a connection: a socket that is closed without lingering sends a reset. */
	private static Mono<Void> reset(Connection connection) {
		connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
		connection.channel().close();
		return Mono.never();
	}

	private static Mono<Void> timer(Channel channel, Duration delay) {
		return Mono.create((sink) -> {
			Future<?> timer = channel.eventLoop()
				.schedule(() -> sink.success(), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
			sink.onDispose(() -> timer.cancel(false));
		});
	}

	private static Map<String, String> headers(HttpHeaders headers) {
		Map<String, String> copy = new LinkedHashMap<>();
		headers.forEach((header) -> copy.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
				(first, second) -> first + ", " + second));
		return Collections.unmodifiableMap(copy);
	}

	private static Connection connection(HttpServerRequest request) {
		Connection[] connection = new Connection[1];
		request.withConnection((it) -> connection[0] = it);
		return connection[0];
	}

	/**
	 * A request with the data of its processing.
	 */
	private record Exchange(Request request, String method, Instant time, long start, Connection connection,
			HttpServerResponse response) {

		Duration took() {
			return Duration.ofNanos(System.nanoTime() - this.start);
		}

		LoggedRequest logged(Route route, int status) {
			Map<String, String> headers = new LinkedHashMap<>(this.request.headers());
			headers.computeIfPresent("authorization",
					(name, value) -> value.contains(" ") ? value.split(" ", 2)[0] + " ***" : "***");
			return new LoggedRequest(this.time, route.operation(), this.method, route.service(), route.resource(),
					this.request.path(), this.request.query().copy(), this.request.uri(),
					Collections.unmodifiableMap(headers), status);
		}

	}

}
