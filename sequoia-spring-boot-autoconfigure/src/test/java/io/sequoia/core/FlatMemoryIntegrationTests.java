package io.sequoia.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.contract.Proves;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.LocalServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory does not grow with the number of resources: separate programs browse a million
 * of them, each with an included one, and store a million, in a small heap.
 */
@Tag("long")
class FlatMemoryIntegrationTests {

	private static final int PER_PAGE = 100;

	private static final int PAGES = 10_000;

	private static final int STORED = 1_000_000;

	private static DisposableServer server;

	@BeforeAll
	static void start() {
		server = LocalServer.create()
			.route((routes) -> routes.get("/descriptor/raw", (request, response) -> json(response, """
					{"resourcefuls":{"contents":{"relationships":{"assets":{"type":"indirect",
					 "resourceType":"assets","filterName":"withContentRef"}}}}}"""))
				.get("/data/contents", FlatMemoryIntegrationTests::page)
				.post("/data/contents",
						(request, response) -> response.header("Content-Type", "application/json")
							.send(request.receive().aggregate().retain())))
			.bindNow();
	}

	@AfterAll
	static void stop() {
		server.disposeNow();
	}

	@Test
	@Proves("P pages kept in memory")
	void browsesAMillionResourcesWithTheirInclusionsInASmallHeap() throws Exception {
		assertThat(run(BrowsingProgram.class)).contains("browsed 1000000 with 1000000 assets")
			.contains("linked 1000000");
	}

	@Test
	void storesAMillionResourcesOfAStreamAndOfAPublisherInASmallHeap() throws Exception {
		assertThat(run(StoringProgram.class)).contains("stored 1000000 of a stream")
			.contains("stored 1000000 of a publisher, in order true");
	}

	private static String run(Class<?> type) throws Exception {
		Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Dspring.docker.compose.enabled=false",
				"-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				type.getName(), "http://127.0.0.1:" + server.port())
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(program.exitValue()).as(output).isZero();
			return output;
		}
		finally {
			program.destroyForcibly();
		}
	}

	private static ConfigurableApplicationContext application(String service) {
		return ClientApplication.run(List.of("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=t",
				"sequoia.auth.type=none", "sequoia.services.metadata=" + service));
	}

	private static Mono<Void> page(HttpServerRequest request, HttpServerResponse response) {
		String position = UriComponentsBuilder.fromUriString(request.uri())
			.build()
			.getQueryParams()
			.getFirst("continue");
		int number = "true".equals(position) ? 0 : Integer.parseInt(String.valueOf(position));
		StringBuilder page = new StringBuilder("{\"meta\":{");
		if (number < PAGES - 1) {
			page.append("\"continue\":\"/data/contents?continue=").append(number + 1).append("\",");
		}
		page.append("\"linked\":{\"assets\":[{\"request\":\"/data/assets?continue=true\"}]}},\"contents\":[");
		for (int i = 0; i < PER_PAGE; i++) {
			String name = number + "-" + i;
			page.append((i > 0) ? "," : "")
				.append("{\"ref\":\"t:")
				.append(name)
				.append("\",\"owner\":\"t\",\"name\":\"")
				.append(name)
				.append("\",\"title\":\"A title of some length for ")
				.append(name)
				.append("\",\"type\":\"movie\",\"createdAt\":\"2014-12-25T12:00:00.000Z\"}");
		}
		page.append("],\"linked\":{\"assets\":[");
		for (int i = 0; i < PER_PAGE; i++) {
			page.append((i > 0) ? "," : "")
				.append("{\"ref\":\"t:a")
				.append(number)
				.append('-')
				.append(i)
				.append("\",\"type\":\"image\",\"contentRef\":\"t:")
				.append(number)
				.append('-')
				.append(i)
				.append("\"}");
		}
		return json(response, page.append("]}}").toString());
	}

	private static Mono<Void> json(HttpServerResponse response, String body) {
		return response.header("Content-Type", "application/json").sendString(Mono.just(body)).then();
	}

	/**
	 * Browses everything with both templates.
	 */
	static final class BrowsingProgram {

		private BrowsingProgram() {
		}

		public static void main(String[] arguments) throws IOException {
			try (ConfigurableApplicationContext context = application(arguments[0])) {
				Criteria criteria = Criteria.all().include(resource("assets")).perPage(PER_PAGE);
				long[] counts = new long[2];
				try (Stream<Content> contents = context.getBean(SequoiaTemplate.class)
					.browse(criteria, Content.class)
					.stream()) {
					contents.forEach((content) -> {
						counts[0]++;
						counts[1] += content.assets().size();
					});
				}
				System.out.println("browsed " + counts[0] + " with " + counts[1] + " assets");
				System.out.println("linked " + context.getBean(ReactiveSequoiaTemplate.class)
					.browse(criteria, Content.class)
					.linked("assets", Asset.class)
					.count()
					.block());
			}
		}

	}

	/**
	 * Stores a stream and a publisher.
	 */
	static final class StoringProgram {

		private StoringProgram() {
		}

		public static void main(String[] arguments) throws IOException {
			try (ConfigurableApplicationContext context = application(arguments[0])) {
				System.out
					.println("stored "
							+ context.getBean(SequoiaTemplate.class)
								.storeAll(IntStream.range(0, STORED).mapToObj(StoringProgram::content))
							+ " of a stream");
				boolean[] ordered = { true };
				int[] stored = { 0 };
				context.getBean(ReactiveSequoiaTemplate.class)
					.storeAll(Flux.range(0, STORED).map(StoringProgram::content))
					.doOnNext((content) -> ordered[0] &= name(stored[0]++).equals(content.name()))
					.blockLast();
				System.out.println("stored " + stored[0] + " of a publisher, in order " + ordered[0]);
			}
		}

		private static Content content(int number) {
			return Content.of(name(number), "A title of some length for " + number);
		}

		private static String name(int number) {
			return "stored-" + number;
		}

	}

}
