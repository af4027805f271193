package io.sequoia.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A platform that costs as little as possible: everything that it answers is rendered
 * before.
 */
final class StubServer implements AutoCloseable {

	static final int PER_PAGE = 100;

	static final String SYNOPSIS = "In a town by the sea, where nothing has happened for years, a letter arrives. "
		.repeat(6);

	private final int pages;

	private final Duration latency;

	private final String items = items();

	private final ByteBuf film = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
		.writeBytes(("{\"meta\":{},\"contents\":[" + item(0) + "]}").getBytes(StandardCharsets.UTF_8)));

	private final LongAdder requests = new LongAdder();

	private final LongAdder tokens = new LongAdder();

	private final LongAdder connections = new LongAdder();

	private final DisposableServer server;

	StubServer(int port, int pages, Duration latency) {
		this.pages = pages;
		this.latency = latency;
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(port)
			.doOnChannelInit((observer, channel, address) -> this.connections.increment())
			.route((routes) -> routes.get("/services/{owner}", this::services)
				.post("/identity/oauth/token", this::token)
				.get("/metadata/descriptor/raw",
						(request, response) -> json(response, "{\"resourcefuls\":{\"contents\":{}}}"))
				.get("/metadata/data/contents", this::page)
				.get("/metadata/data/contents/{ref}", this::film)
				.post("/metadata/data/contents", this::store))
			.bindNow();
	}

	int port() {
		return this.server.port();
	}

	/** Requests of any kind but descriptors, so far. */
	long requests() {
		return this.requests.sum();
	}

	long tokens() {
		return this.tokens.sum();
	}

	long connections() {
		return this.connections.sum();
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	private Publisher<Void> services(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		String base = "http://127.0.0.1:" + port();
		return json(response, "{\"services\":[{\"name\":\"metadata\",\"location\":\"" + base
				+ "/metadata\"},{\"name\":\"identity\",\"location\":\"" + base + "/identity\"}]}");
	}

	private Publisher<Void> token(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		this.tokens.increment();
		return request.receive()
			.then()
			.then(Mono.from(json(response,
					"{\"access_token\":\"bench-token\",\"token_type\":\"bearer\",\"expires_in\":3600}")));
	}

	private Publisher<Void> page(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		String position = String
			.valueOf(UriComponentsBuilder.fromUriString(request.uri()).build().getQueryParams().getFirst("continue"));
		int number = position.equals("true") ? 0 : Integer.parseInt(position);
		String meta = (number < this.pages - 1) ? "{\"meta\":{\"perPage\":100,\"continue\":\"/data/contents?continue="
				+ (number + 1) + "&owner=bench&perPage=100\"},\"contents\":["
				: "{\"meta\":{\"perPage\":100},\"contents\":[";
		return later(() -> json(response, meta + this.items));
	}

	private Publisher<Void> film(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		return later(() -> response.header("Content-Type", "application/json")
			.header("Content-Length", Integer.toString(this.film.readableBytes()))
			.sendObject(this.film.duplicate()));
	}

	private Publisher<Void> store(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		return request.receive().then().then(Mono.from(later(() -> response.status(204).send())));
	}

	private Publisher<Void> later(Supplier<Publisher<Void>> answer) {
		return this.latency.isZero() ? answer.get()
				: Mono.delay(this.latency).thenEmpty(Mono.defer(() -> Mono.from(answer.get())));
	}

	private static Publisher<Void> json(HttpServerResponse response, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return response.header("Content-Type", "application/json")
			.header("Content-Length", Integer.toString(bytes.length))
			.sendByteArray(Mono.just(bytes));
	}

	private static String items() {
		StringBuilder items = new StringBuilder();
		for (int i = 0; i < PER_PAGE; i++) {
			items.append((i > 0) ? "," : "").append(item(i));
		}
		return items.append("]}").toString();
	}

	private static String item(int i) {
		return "{\"ref\":\"bench:film-" + i + "\",\"owner\":\"bench\",\"name\":\"film-" + i
				+ "\",\"title\":\"A film called film-" + i
				+ "\",\"type\":\"movie\",\"version\":\"603da1925b5ec43050d337535646c9cfc6c0f2a4\",\"createdAt\":\"2014-12-25T12:00:00.000Z\","
				+ "\"updatedAt\":\"2015-12-25T12:00:00.000Z\",\"createdBy\":\"root:bench\",\"updatedBy\":\"root:bench\",\"synopsis\":\""
				+ SYNOPSIS
				+ "\",\"tags\":[\"drama\",\"bench\"],\"categoryRefs\":[\"bench:drama\",\"bench:crime\"],\"releaseYear\":2014,"
				+ "\"custom\":{\"a\":\"b\"},\"active\":true}";
	}

	public static void main(String[] arguments) {
		StubServer stub = new StubServer(0, Integer.parseInt(arguments[0]),
				Duration.ofMillis(Long.parseLong(arguments[1])));
		System.out.println(ForkedJvm.SAYS + stub.port());
		stub.server.onDispose().block();
	}

}
