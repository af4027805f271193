package io.sequoia.http;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.sequoia.fixture.LocalServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpResponse;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Connections do not change the rest of the process, and are measured as long as they
 * exist.
 */
class HttpConnectionsIntegrationTests {

	private static final SslBundle OTHER = SslBundle.of(SslStoreBundle.NONE);

	private static final int LARGE = 500_000;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static DisposableServer server;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@BeforeAll
	static void start() {
		server = LocalServer.create()
			.route((routes) -> routes.get("/", (request, response) -> response.sendString(Mono.just("here")))
				.get("/large", (request, response) -> response.sendByteArray(Mono.just(new byte[LARGE])))
				.get("/slow",
						(request, response) -> response
							.sendString(Mono.just("here").delayElement(Duration.ofMillis(300)))))
			.bindNow();
	}

	@AfterAll
	static void stop() {
		server.disposeNow();
	}

	@BeforeEach
	void measure() {
		Metrics.addRegistry(this.meters);
	}

	@AfterEach
	void measureNoMore() {
		Metrics.removeRegistry(this.meters);
	}

	@Test
	void poolIsMeasuredThroughRotationsUnderTraffic() {
		try (HttpConnections connections = new HttpConnections(HttpSettings.defaults())) {
			for (int i = 0; i < 3; i++) {
				Mono<Void> slow = Flux.merge(get(connections, "/slow"), get(connections, "/slow")).then().cache();
				slow.subscribe();
				eventually(() -> total() >= 2);
				connections.use(OTHER);
				get(connections, "/").block();
				assertThat(total()).isPositive();
				slow.block();
				eventually(() -> pools() == 1);
				assertThat(total()).as("after rotation " + i).isPositive();
			}
		}
		assertThat(pools()).isZero();
	}

	@Test
	void poolsOfTwoApplicationsAreMeasuredApart() {
		try (HttpConnections living = new HttpConnections(HttpSettings.defaults())) {
			try (HttpConnections closing = new HttpConnections(HttpSettings.defaults())) {
				get(living, "/").block();
				get(closing, "/").block();
				assertThat(pools()).isEqualTo(2);
			}
			assertThat(pools()).isOne();
			assertThat(total()).isPositive();
		}
	}

	@Test
	void speaksHttp11WhateverProtocolACustomizerSets() {
		SequoiaHttpClientCustomizer http2 = (client) -> client.protocol(HttpProtocol.H2C);
		try (HttpConnections connections = new HttpConnections(HttpSettings.defaults(), List.of(http2), null)) {
			assertThat(connect(connections, "/").map(ClientHttpResponse::getStatusCode).block(LIMIT))
				.isEqualTo(HttpStatus.OK);
		}
	}

	@Test
	void aRequestAfterTheEndOpensNoPool() {
		HttpConnections connections = new HttpConnections(HttpSettings.defaults());
		get(connections, "/").block(LIMIT);
		connections.close();
		assertThatIllegalStateException().isThrownBy(() -> get(connections, "/").block(LIMIT))
			.withMessageContaining("closed");
		assertThat(pools()).isZero();
	}

	@Test
	void nothingOfClosedConnectionsStays() {
		List<WeakReference<EventLoop>> loops = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			SequoiaHttpClientCustomizer watching = (client) -> client
				.doOnConnected((connection) -> loops.add(new WeakReference<>(connection.channel().eventLoop())));
			try (HttpConnections connections = new HttpConnections(HttpSettings.defaults(), List.of(watching), null)) {
				get(connections, "/").block();
			}
		}
		assertThat(loops).hasSize(5);
		eventually(() -> {
			System.gc();
			return loops.stream().allMatch((loop) -> loop.get() == null);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/large" })
	void answerIsReadAsLateAsItsReaderWants(String path) {
		try (HttpConnections connections = new HttpConnections(HttpSettings.defaults())) {
			for (int i = 0; i < 50; i++) {
				Duration later = Duration.ofMillis(i % 3);
				assertThat(connect(connections, path).delayElement(later)
					.flatMap((response) -> DataBufferUtils.join(response.getBody()))
					.map((body) -> body.readableByteCount())
					.block()).isEqualTo(path.equals("/") ? 4 : LARGE);
			}
			eventually(() -> inUse() == 0);
		}
	}

	private static Mono<Void> get(HttpConnections connections, String path) {
		return connect(connections, path)
			.flatMap((response) -> Flux.from(response.getBody()).doOnNext(DataBufferUtils::release).then());
	}

	private static Mono<ClientHttpResponse> connect(HttpConnections connections, String path) {
		return connections.data()
			.connect(HttpMethod.GET, URI.create("http://localhost:" + server.port() + path),
					(request) -> request.setComplete());
	}

	private double total() {
		return sum("reactor.netty.connection.provider.total.connections");
	}

	private double inUse() {
		return sum("reactor.netty.connection.provider.active.connections");
	}

	private double sum(String connections) {
		return gauges(connections).stream().mapToDouble(Gauge::value).sum();
	}

	private int pools() {
		return gauges("reactor.netty.connection.provider.total.connections").size();
	}

	/**
	 * Return the gauges of pools to this server, as applications of other tests have
	 * pools too.
	 */
	private Collection<Gauge> gauges(String connections) {
		return this.meters.find(connections)
			.tag("name", "sequoia")
			.tag("remote.address", "localhost:" + server.port())
			.gauges();
	}

}
