package io.sequoia.core;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.LocalServer;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.context.ConfigurableApplicationContext;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Answers of the sandbox in which bytes were changed, removed, doubled or inserted. Every
 * failure is one of the client's own exceptions and comes soon, and nothing piles up.
 * Each case depends only on its number, so a failing one can be run again.
 */
@Tag("long")
class AnswerFuzzIntegrationTests {

	private static final int CASES = 10_000;

	private static final long SLACK = 24L * 1024 * 1024;

	private static final List<String> SPICE = List.of("{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999",
			"99999999999999999999", "\\ud800", "\\u0000", "\r\n", "\u0000", "//evil", "http://169.254.169.254/",
			"../..", "<html>", "{\"a\":", "[[[[[[[[[[[[[[[[");

	/** The platform's answers, by the beginning of their path. */
	private final Map<String, byte[]> recorded = new LinkedHashMap<>();

	/** The answers that a case has changed. */
	private final Map<String, byte[]> changed = new ConcurrentHashMap<>();

	private volatile int status = 200;

	private DisposableServer server;

	private ConfigurableApplicationContext context;

	private SequoiaTemplate template;

	@BeforeEach
	void start() throws IOException, InterruptedException {
		this.server = LocalServer.create().handle(this::answer).bindNow();
		record();
		this.context = ClientApplication.run(List.of("sequoia.registry.url=http://127.0.0.1:" + this.server.port(),
				"sequoia.owner=testmock", "sequoia.auth.client-id=fuzz", "sequoia.auth.client-secret=fuzz",
				"sequoia.retry.enabled=false", "logging.level.root=off"));
		this.template = this.context.getBean(SequoiaTemplate.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.server.disposeNow();
	}

	@Test
	void answersOfAnyBytesEndInOurExceptionsSoonAndLeaveNothing() {
		long heap = 0;
		int failed = 0;
		for (int number = 0; number < CASES; number++) {
			failed += run(number) ? 0 : 1;
			if (number == CASES / 2) {
				heap = usedHeap();
			}
		}
		assertThat(failed).as("changed answers that were refused").isBetween(CASES / 4, CASES - CASES / 100);
		assertThat(usedHeap() - heap).as("bytes more than after half of the cases").isLessThan(SLACK);
	}

	/** Run a case, and tell whether the changed answer could be used. */
	private boolean run(int number) {
		Random random = new Random(number);
		List<String> answers = List.copyOf(this.recorded.keySet());
		// half of the cases change answers of data services, as each browse reads many of
		// those
		String answer = random.nextBoolean() ? "/metadata/data/" : answers.get(random.nextInt(answers.size()));
		this.changed.clear();
		this.changed.put(answer, mutate(this.recorded.get(answer), random));
		this.status = (random.nextInt(4) > 0) ? 200 : List.of(400, 404, 412, 422, 500).get(random.nextInt(5));
		// nothing is cached for another tenant
		String owner = answer.equals("/metadata/data/") ? "testmock" : "tenant-" + number % 1_000;
		SequoiaOperations operations = this.template
			.with(RequestOptions.builder().owner(owner).timeout(Duration.ofSeconds(2)).build());
		try {
			call(operations, random.nextInt(5));
			return true;
		}
		catch (RequestTimeoutException ex) {
			return fail("Case " + number + " of " + answer + " took too long", ex);
		}
		catch (RuntimeException ex) {
			if (!(ex instanceof SequoiaFailure)) {
				return fail("Case " + number + " of " + answer + " ended in " + ex, ex);
			}
			return false;
		}
	}

	private static void call(SequoiaOperations operations, int operation) {
		switch (operation) {
			case 0 -> operations.read(Ref.of("testmock", "a"), Content.class);
			case 1 -> operations.browse(Criteria.all().include(resource("assets")), Content.class).list();
			case 2 -> operations.count(Criteria.all(), Content.class);
			case 3 -> operations.store(Content.of("a", "A"));
			default -> operations.delete(Ref.of("testmock", "a"), Content.class);
		}
	}

	private static byte[] mutate(byte[] original, Random random) {
		byte[] bytes = original;
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = random.nextInt(bytes.length + 1);
			int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
			bytes = switch (random.nextInt(6)) {
				case 0 -> join(bytes, at, new byte[] { (byte) random.nextInt(256) }, Math.min(at + 1, bytes.length));
				case 1 -> join(bytes, at, new byte[0], end);
				case 2 -> join(bytes, at, Arrays.copyOfRange(bytes, at, end), at);
				case 3 -> Arrays.copyOf(bytes, at);
				case 4 ->
					join(bytes, at, SPICE.get(random.nextInt(SPICE.size())).getBytes(StandardCharsets.UTF_8), end);
				default ->
					join(bytes, at, SPICE.get(random.nextInt(SPICE.size())).getBytes(StandardCharsets.UTF_8), at);
			};
		}
		return bytes;
	}

	/** Replace the bytes between two positions. */
	private static byte[] join(byte[] bytes, int from, byte[] between, int to) {
		byte[] joined = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
		System.arraycopy(between, 0, joined, from, between.length);
		System.arraycopy(bytes, to, joined, from + between.length, bytes.length - to);
		return joined;
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		String path = request.uri();
		String known = this.recorded.keySet().stream().filter(path::startsWith).findFirst().orElse("/metadata/data/");
		byte[] body = this.changed.getOrDefault(known, this.recorded.get(known));
		return request.receive()
			.then()
			.then(Mono.from(response.status(this.changed.containsKey(known) ? this.status : 200)
				.header("Content-Type", "application/json")
				.header("Content-Length", Integer.toString(body.length))
				.sendByteArray(Mono.just(body))));
	}

	private void record() throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			String base = sandbox.registryUrl();
			HttpRequest token = HttpRequest.newBuilder(URI.create(base + "/identity/oauth/token"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.header("Authorization",
						"Basic " + Base64.getEncoder()
							.encodeToString((sandbox.clientId() + ":" + sandbox.clientSecret())
								.getBytes(StandardCharsets.UTF_8)))
				.POST(BodyPublishers.ofString("grant_type=client_credentials"))
				.build();
			String granted = client.send(token, BodyHandlers.ofString()).body();
			String value = granted.replaceAll(".*\"access_token\" ?: ?\"([^\"]*)\".*", "$1");
			this.recorded.put("/identity/oauth/token", granted.getBytes(StandardCharsets.UTF_8));
			for (String path : List.of("/services/", "/metadata/descriptor/raw", "/metadata/data/")) {
				String uri = switch (path) {
					case "/services/" -> "/services/testmock";
					case "/metadata/data/" ->
						"/metadata/data/contents?owner=testmock&perPage=10&count=true&include=assets";
					default -> "/metadata/descriptor/raw?owner=testmock";
				};
				String body = client
					.send(HttpRequest.newBuilder(URI.create(base + uri))
						.header("Authorization", "Bearer " + value)
						.build(), BodyHandlers.ofString())
					.body();
				this.recorded.put(path,
						body.replace(base, "http://127.0.0.1:" + this.server.port()).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	private static long usedHeap() {
		System.gc();
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
