package io.sequoia.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A platform at the lowest possible cost: every answer is rendered in advance.
 */
final class StubServer implements AutoCloseable {

	static final int PER_PAGE = 100;

	static final String SYNOPSIS = "In a town by the sea, where nothing has happened for years, a letter arrives. "
		.repeat(4);

	private static final String PADDING = "x".repeat(1024);

	private static final String DESCRIPTOR = """
			{"resourcefuls":{"contents":{"relationships":{"assets":{"type":"indirect","resourceType":"assets",
			"filterName":"withContentRef","fields":["ref","name","contentRef","url"],"name":"assets"}}},"assets":{}}}""";

	private final int pages;

	private final Duration latency;

	private final byte[] items;

	private final byte[] itemsWithAssets;

	private final ByteBuf film;

	private final LongAdder requests = new LongAdder();

	private final LongAdder tokens = new LongAdder();

	private final LongAdder connections = new LongAdder();

	private final DisposableServer server;

	StubServer(int pages, Duration latency) {
		this(pages, latency, 1);
	}

	StubServer(int pages, Duration latency, int kilobytes) {
		this.pages = pages;
		this.latency = latency;
		String synopsis = SYNOPSIS + PADDING.repeat(kilobytes - 1);
		String resources = items((i) -> item(i, synopsis));
		this.items = bytes(resources + "]}");
		this.itemsWithAssets = bytes(
				resources + "],\"linked\":{\"assets\":[" + items((i) -> asset(i, 0) + "," + asset(i, 1)) + "]}}");
		this.film = Unpooled.unreleasableBuffer(
				Unpooled.directBuffer().writeBytes(bytes("{\"meta\":{},\"contents\":[" + item(0, synopsis) + "]}")));
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnChannelInit((observer, channel, address) -> this.connections.increment())
			.route((routes) -> routes.get("/services/{owner}", this::services)
				.post("/identity/oauth/token", this::token)
				.get("/metadata/descriptor/raw", (request, response) -> json(response, bytes(DESCRIPTOR)))
				.get("/metadata/data/contents", this::page)
				.get("/metadata/data/contents/{ref}", this::film)
				.post("/metadata/data/contents", this::store))
			.bindNow();
	}

	int port() {
		return this.server.port();
	}

	/** Return the number of requests so far, except for descriptors. */
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
		return json(response, bytes("{\"services\":[{\"name\":\"metadata\",\"location\":\"" + base
				+ "/metadata\"},{\"name\":\"identity\",\"location\":\"" + base + "/identity\"}]}"));
	}

	private Publisher<Void> token(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		this.tokens.increment();
		return request.receive()
			.then()
			.then(Mono.from(json(response,
					bytes("{\"access_token\":\"bench-token\",\"token_type\":\"bearer\",\"expires_in\":3600}"))));
	}

	private Publisher<Void> page(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		MultiValueMap<String, String> parameters = UriComponentsBuilder.fromUriString(request.uri())
			.build()
			.getQueryParams();
		String position = parameters.getFirst("continue");
		// a page by its number has no such parameter
		int number = (position == null || position.equals("true")) ? 0 : Integer.parseInt(position);
		boolean assets = parameters.containsKey("include");
		String next = (number < this.pages - 1) ? ",\"continue\":\"/data/contents?continue=" + (number + 1)
				+ "&owner=bench&perPage=100" + (assets ? "&include=assets" : "") + "\"" : "";
		byte[] meta = bytes("{\"meta\":{\"perPage\":100" + next + "},\"contents\":[");
		return later(() -> json(response, meta, assets ? this.itemsWithAssets : this.items));
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

	/** Return a page without a next one. */
	static String page() {
		return "{\"meta\":{\"perPage\":100},\"contents\":[" + items((i) -> item(i, SYNOPSIS)) + "]}";
	}

	private static Publisher<Void> json(HttpServerResponse response, byte[]... parts) {
		int length = Arrays.stream(parts).mapToInt((part) -> part.length).sum();
		return response.header("Content-Type", "application/json")
			.header("Content-Length", Integer.toString(length))
			.sendObject(Unpooled.wrappedBuffer(parts));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String items(IntFunction<String> item) {
		return IntStream.range(0, PER_PAGE).mapToObj(item).collect(Collectors.joining(","));
	}

	private static String item(int i, String synopsis) {
		return "{\"ref\":\"bench:film-" + i + "\",\"owner\":\"bench\",\"name\":\"film-" + i
				+ "\",\"title\":\"A film called film-" + i
				+ "\",\"type\":\"movie\",\"version\":\"603da1925b5ec43050d337535646c9cfc6c0f2a4\",\"createdAt\":\"2014-12-25T12:00:00.000Z\","
				+ "\"updatedAt\":\"2015-12-25T12:00:00.000Z\",\"createdBy\":\"root:bench\",\"updatedBy\":\"root:bench\",\"synopsis\":\""
				+ synopsis
				+ "\",\"tags\":[\"drama\",\"bench\"],\"categoryRefs\":[\"bench:drama\",\"bench:crime\"],\"releaseYear\":2014,"
				+ "\"episodeNumber\":" + i + ",\"duration\":\"PT1H32M\",\"startedAt\":\"2014-12-25T12:00:00.000Z\","
				+ "\"endedAt\":\"2024-12-25T12:00:00.000Z\",\"custom\":{\"a\":\"b\"},\"ratings\":{\"BBFC\":\"12\"},"
				+ "\"genres\":[\"drama\"],\"active\":true}";
	}

	private static String asset(int i, int number) {
		return "{\"ref\":\"bench:asset-" + i + "-" + number + "\",\"name\":\"asset-" + i + "-" + number
				+ "\",\"contentRef\":\"bench:film-" + i + "\",\"url\":\"https://example.com/" + i + "/" + number
				+ ".jpg\"}";
	}

	public static void main(String[] arguments) {
		StubServer stub = new StubServer(Integer.parseInt(arguments[0]),
				Duration.ofMillis(Long.parseLong(arguments[1])), Integer.parseInt(arguments[2]));
		System.out.println(ForkedJvm.SAYS + stub.port());
		stub.server.onDispose().block();
	}

}
