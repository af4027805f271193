package io.sequoia.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.RawServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Answers with surplus or missing bytes, exactly as servers write them. There is at most
 * one connection, so that the next call shows the state of the one before.
 */
@Timeout(60)
class AnswersIntegrationTests {

	private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n";

	/** The answers to the next data requests; all other requests get correct answers. */
	private static final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

	/** The connections of the data requests. */
	private static final Queue<Integer> connections = new ConcurrentLinkedQueue<>();

	private static final AtomicInteger tokens = new AtomicInteger();

	private static volatile int tokenPadding;

	private static final RawServer server = new RawServer(AnswersIntegrationTests::serve);

	private static ConfigurableApplicationContext shared;

	private ConfigurableApplicationContext context;

	private SequoiaTemplate template;

	@BeforeAll
	static void startShared() {
		shared = run();
		// loaded before short time limits are measured, as the first call of a JVM takes
		// longer
		shared.getBean(SequoiaTemplate.class).read(Ref.of("testmock", "first"), Content.class);
	}

	@AfterAll
	static void stopShared() {
		shared.close();
		server.close();
	}

	private static ConfigurableApplicationContext run(String... properties) {
		String url = "http://127.0.0.1:" + server.port();
		List<String> all = new ArrayList<>(List.of("sequoia.registry.url=" + url, "sequoia.services.metadata=" + url,
				"sequoia.auth.token-uri=" + url + "/token", "sequoia.auth.client-id=id",
				"sequoia.auth.client-secret=secret", "sequoia.owner=testmock", "sequoia.retry.interval=1ms",
				"sequoia.retry.max-attempts=3", "sequoia.retry.budget.enabled=false",
				"sequoia.http.pool.max-connections=1"));
		all.addAll(List.of(properties));
		return ClientApplication.run(all);
	}

	private void start(String... properties) {
		this.context = (properties.length > 0) ? run(properties) : shared;
		this.template = this.context.getBean(SequoiaTemplate.class);
		replies.clear();
		assertOwnAnswer("warm");
		connections.clear();
	}

	@AfterEach
	void stop() {
		if (this.context != shared) {
			this.context.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endlessInterimAnswersAreCutAtTheTimeLimit(boolean call) throws Exception {
		start("sequoia.http.response-timeout=2s", "sequoia.retry.max-attempts=1");
		CountDownLatch closed = new CountDownLatch(1);
		replies.add((name, out) -> {
			try {
				while (true) {
					out.write(bytes(INTERIM));
				}
			}
			finally {
				closed.countDown();
			}
		});
		assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> {
			if (call) {
				read("a");
			}
			else {
				get("a");
			}
		}).withMessageContaining("sequoia.http.response-timeout");
		assertThat(closed.await(10, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
		assertOwnAnswer("b");
	}

	@ParameterizedTest
	@CsvSource({ "LENGTH, false", "LENGTH, true", "CHUNKED, false", "CHUNKED, true", "GZIP, false", "GZIP, true" })
	void interimAnswersAreSkippedOnKeptConnections(Form form, boolean byteByByte) {
		start();
		String many = "HTTP/1.1 102 Processing\r\n\r\n" + INTERIM + "HTTP/1.1 110 X\r\n\r\nHTTP/1.1 199 X\r\n\r\n";
		for (String interim : List.of(INTERIM, many)) {
			replies.add((name, out) -> write(out, byteByByte, bytes(interim), form.answer(resource(name))));
			assertOwnAnswer("a");
			replies.add((name, out) -> write(out, byteByByte, bytes(interim), bytes(answer("401 X", "{}"))));
			int before = tokens.get();
			assertOwnAnswer("b");
			assertThat(tokens).as("a new token").hasValue(before + 1);
			replies.add((name, out) -> write(out, byteByByte, bytes(interim), bytes(answer("503 X", "{}"))));
			assertOwnAnswer("c");
		}
		assertThat(connections).hasSize(10).containsOnly(connections.peek());
	}

	@ParameterizedTest
	@ValueSource(strings = { "204 No Content", "304 Not Modified" })
	void interimAnswersAreSkippedBeforeAndAfterAnswersWithoutBody(String status) {
		start();
		replies.add((name, out) -> write(out, false, bytes(INTERIM + "HTTP/1.1 " + status + "\r\n\r\n")));
		catchThrowable(() -> get("a"));
		replies.add((name, out) -> write(out, false, bytes(INTERIM), bytes(answer("200 OK", resource(name)))));
		assertOwnAnswer("b");
		assertThat(connections).hasSize(2).containsOnly(connections.peek());
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "x", "HTTP/1.1 200 OK\r\nX-Odd: ", "another" })
	void connectionWithBytesLeftOverIsNotUsedAgain(String surplus) {
		start();
		replies.add((name, out) -> write(out, false, bytes(answer("200 OK", resource(name))), surplus(surplus)));
		assertOwnAnswer("a");
		assertOwnAnswer("b");
		assertThat(connections).hasSize(2).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "x", "another" })
	void freeConnectionIsClosedByBytesThatComeLater(String surplus) throws Exception {
		start();
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		replies.add((name, out) -> {
			out.write(bytes(answer("200 OK", resource(name))));
			await(read);
			out.write(surplus(surplus));
			throw new Ended(closed);
		});
		assertOwnAnswer("a");
		read.countDown();
		assertThat(closed.await(10, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
		assertOwnAnswer("b");
		assertThat(connections).hasSize(2).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "401 Unauthorized, 61440, true", "302 Found, 61440, true", "401 Unauthorized, 1048576, false",
			"302 Found, 1048576, false", "401 Unauthorized, -1, false", "302 Found, -1, false" })
	void bodiesThatNobodyWantsAreReadUpToALimit(String status, int size, boolean kept) {
		start();
		replies.add((name, out) -> {
			String length = (size < 0) ? "Transfer-Encoding: chunked" : "Content-Length: " + size;
			out.write(bytes("HTTP/1.1 " + status + "\r\nLocation: /data/contents/testmock:" + name + "\r\n" + length
					+ "\r\n\r\n"));
			while (size < 0) {
				out.write(bytes("1000\r\n" + "x".repeat(4096) + "\r\n"));
			}
			out.write(new byte[size]);
		});
		assertOwnAnswer("a");
		assertThat(connections).hasSize(2);
		assertThat(connections.stream().distinct()).hasSize(kept ? 1 : 2);
	}

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1 099 X, 099", "HTTP/1.1 1000 X, 1000", "HTTP/1.1 2e2 X, 2e2", "HTTP/1.1 101 X, 101",
			"large, sequoia.http.max-header-size", "lengths,", "garbage," })
	void headsThatCannotBeUsedLoseNothing(String head, String told) {
		if (told != null) {
			start();
		}
		else {
			start("sequoia.retry.max-attempts=1");
		}
		String sent = switch (head) {
			case "large" -> "HTTP/1.1 200 OK\r\nX-Filler: " + "x".repeat(9 * 1024);
			case "lengths" -> "HTTP/1.1 200 OK\r\nContent-Length: 3";
			default -> head;
		};
		assertThat(lost(() -> {
			for (int i = 0; i < 25; i++) {
				replies.add((name, out) -> out.write(bytes(sent + "\r\nContent-Length: 2\r\n\r\n{}")));
				Throwable failure = catchThrowable(() -> read("a"));
				assertThat(failure)
					.isInstanceOf((told != null) ? MalformedResponseException.class : SequoiaFailure.class)
					.hasMessageContaining((told != null) ? told : "metadata");
			}
		})).as("buffers that are lost").isZero();
		assertThat(connections).as("none is made again").hasSize(25);
		assertOwnAnswer("b");
	}

	@Test
	void tokenAnswersOverTheirLimitLoseNothing() {
		start();
		tokenPadding = 300 * 1024;
		assertThat(lost(() -> {
			for (int i = 0; i < 25; i++) {
				RequestOptions options = RequestOptions.builder().owner("o" + i).build();
				assertThatExceptionOfType(MalformedResponseException.class)
					.isThrownBy(() -> this.template.with(options).read(Ref.of("testmock", "a"), Content.class))
					.withMessageContaining("256 KB");
			}
		})).as("buffers that are lost").isZero();
		tokenPadding = 0;
		RequestOptions other = RequestOptions.builder().owner("other").build();
		assertThat(this.template.with(other).read(Ref.of("testmock", "a"), Content.class).title()).isEqualTo("a");
	}

	@Test
	void answersOfProxiesAndRequestsThatExpectToContinue() {
		start("sequoia.http.proxy.host=127.0.0.1", "sequoia.http.proxy.port=" + server.port());
		replies.add((name, out) -> write(out, false, bytes(INTERIM), bytes(answer("200 OK", resource(name)))));
		assertOwnAnswer("a");
		String stored = this.context.getBean("sequoiaWebClient", WebClient.class)
			.post()
			.uri("sequoia://metadata/data/contents/testmock:b?owner=testmock")
			.header("Expect", "100-continue")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(stored).isEqualTo(resource("b"));
		assertOwnAnswer("c");
		assertThat(connections).hasSize(3).containsOnly(connections.peek());
	}

	private void assertOwnAnswer(String name) {
		assertThat(read(name)).isEqualTo(name);
	}

	private String read(String name) {
		return this.template.read(Ref.of("testmock", name), Content.class).title();
	}

	private String get(String name) {
		return this.context.getBean("sequoiaWebClient", WebClient.class)
			.get()
			.uri("sequoia://metadata/data/contents/testmock:" + name + "?owner=testmock")
			.retrieve()
			.bodyToMono(String.class)
			.block();
	}

	/** Count the buffers that are never returned. */
	private static int lost(Runnable calls) {
		AtomicInteger lost = new AtomicInteger();
		ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
		findLost(); // buffers that other tests have lost
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ByteBufUtil.setLeakListener((type, records) -> lost.incrementAndGet());
		try {
			calls.run();
			findLost();
		}
		finally {
			ResourceLeakDetector.setLevel(before);
		}
		return lost.get();
	}

	/**
	 * Find lost buffers: they are reported when others are taken after a garbage
	 * collection.
	 */
	private static void findLost() {
		for (int i = 0; i < 2; i++) {
			WeakReference<Object> garbage = new WeakReference<>(new Object());
			while (garbage.get() != null) {
				System.gc();
			}
			IntStream.range(0, 100).forEach((number) -> ByteBufAllocator.DEFAULT.buffer(256).release());
		}
	}

	private static void serve(Socket socket, int number) throws IOException {
		InputStream in = socket.getInputStream();
		OutputStream out = socket.getOutputStream();
		String head;
		while (!(head = head(in)).isEmpty()) {
			String path = head.split(" ", 3)[1];
			if (head.contains("100-continue")) {
				out.write(bytes("HTTP/1.1 100 Continue\r\n\r\n"));
			}
			in.readNBytes(length(head));
			if (head.startsWith("CONNECT ")) {
				out.write(bytes("HTTP/1.1 200 Connection Established\r\n\r\n"));
			}
			else if (path.startsWith("/token")) {
				out.write(bytes(answer("200 OK",
						"{\"access_token\":\"t" + tokens.incrementAndGet() + "\"}" + " ".repeat(tokenPadding))));
			}
			else if (!path.startsWith("/data/")) {
				out.write(bytes(answer("200 OK", "{}")));
			}
			else {
				connections.add(number);
				reply(path.replaceAll(".*testmock:([^?]*).*", "$1"), in, out);
			}
		}
	}

	private static void reply(String name, InputStream in, OutputStream out) throws IOException {
		Reply reply = replies.poll();
		try {
			if (reply != null) {
				reply.write(name, out);
			}
			else {
				out.write(bytes(answer("200 OK", resource(name))));
			}
		}
		catch (Ended ex) {
			if (in.read() < 0) {
				ex.closed.countDown();
			}
			throw ex;
		}
	}

	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				return "";
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static int length(String head) {
		return head.lines()
			.map((line) -> line.toLowerCase(Locale.ROOT))
			.filter((line) -> line.startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.orElse(0);
	}

	private static void write(OutputStream out, boolean byteByByte, byte[]... parts) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.write(part);
		}
		for (byte each : byteByByte ? all.toByteArray() : new byte[0]) {
			out.write(each);
		}
		out.write(byteByByte ? new byte[0] : all.toByteArray());
	}

	private static byte[] surplus(String surplus) {
		return bytes("another".equals(surplus) ? answer("200 OK", resource("another")) : surplus);
	}

	private static String resource(String name) {
		return "{\"meta\":{\"perPage\":100},\"contents\":[{\"ref\":\"testmock:" + name + "\",\"title\":\"" + name
				+ "\"}]}";
	}

	private static String answer(String status, String body) {
		return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private enum Form {

		LENGTH, SAME_LENGTH_TWICE, CHUNKED, GZIP;

		byte[] answer(String body) throws IOException {
			String type = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
			if (this == LENGTH) {
				return bytes(AnswersIntegrationTests.answer("200 OK", body));
			}
			if (this == SAME_LENGTH_TWICE) {
				String length = "Content-Length: " + body.length() + "\r\n";
				return bytes(type + length + length + "\r\n" + body);
			}
			if (this == CHUNKED) {
				return bytes(type + "Transfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n5\r\n" + body.substring(0, 5)
						+ "\r\n" + Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5)
						+ "\r\n0\r\nX-End: yes\r\n\r\n");
			}
			ByteArrayOutputStream zipped = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
				gzip.write(bytes(body));
			}
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			all.write(bytes(type + "Content-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n"));
			all.write(zipped.toByteArray());
			return all.toByteArray();
		}

	}

	@FunctionalInterface
	private interface Reply {

		void write(String name, OutputStream out) throws IOException;

	}

	/** Ends the answers until the client closes. */
	private static final class Ended extends IOException {

		private static final long serialVersionUID = 1L;

		private final transient CountDownLatch closed;

		Ended(CountDownLatch closed) {
			this.closed = closed;
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Content(String title) {
	}

}
