package io.sequoia.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class LifeCycleIntegrationTests {

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.contains("sequoia-sandbox"))
			.toList();
	}

	/**
	 * Wait for the threads, as an event loop reports its end a moment before its thread
	 * ends.
	 */
	private static void assertNoThreadIsLeft() {
		await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(1)).until(() -> threads().isEmpty());
	}

	@Test
	void startsFast() {
		for (int i = 0; i < 3; i++) {
			long start = System.nanoTime();
			try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
				System.out.println(sandbox + " started in " + (System.nanoTime() - start) / 1_000_000 + " ms");
			}
		}
		assertNoThreadIsLeft();
	}

	@Test
	void closeLeavesNoThreadNoConnectionAndAFreePort() throws Exception {
		SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		int port = sandbox.port();
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream()
				.write("GET /services/testmock HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			assertThat(threads()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
			sandbox.close();
			assertThat(socket.getInputStream().readAllBytes()).as("the rest of the answer, then the end").isNotEmpty();
		}
		assertNoThreadIsLeft();
		try (ServerSocket again = new ServerSocket(port)) {
			assertThat(again.isBound()).isTrue();
		}
	}

	@Test
	void closesWhileAnAnswerIsDelayedAndTwice() {
		SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		sandbox.faults().next(Operation.REGISTRY, Fault.delay(Duration.ofMinutes(1)));
		Http http = new Http(sandbox);
		Thread caller = new Thread(() -> assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> http.send(http.anonymous("/services/testmock").GET())));
		caller.start();
		await().until(() -> sandbox.faults().pending() == 0);
		sandbox.close();
		sandbox.close();
		assertNoThreadIsLeft();
		assertThat(caller).satisfies((thread) -> thread.join(5000));
		assertThat(caller.isAlive()).isFalse();
	}

	@Test
	void closesTheConnectionOfARequestThatItHasJustReceived() throws IOException {
		for (int i = 0; i < 100; i++) {
			SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
			sandbox.faults().next(Operation.REGISTRY, Fault.delay(Duration.ofMinutes(1)));
			try (Socket socket = new Socket("127.0.0.1", sandbox.port())) {
				socket.setSoTimeout(10_000);
				socket.getOutputStream()
					.write("GET /services/testmock HTTP/1.1\r\nHost: localhost\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				while (sandbox.faults().pending() > 0) {
					Thread.onSpinWait();
				}
				sandbox.close();
				assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
			}
			finally {
				sandbox.close();
			}
		}
	}

	@Test
	void tellsThatAPortIsTaken() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start()) {
			SequoiaSandbox.Builder second = SequoiaSandbox.builder().emptyCatalogue().port(sandbox.port());
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(second::start)
				.withStackTraceContaining("already in use");
			assertThat(threads()).hasSizeLessThanOrEqualTo(3);
		}
		assertNoThreadIsLeft();
	}

	@Test
	void refusesWrongSettings() {
		SequoiaSandbox.Builder builder = SequoiaSandbox.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.port(70_000)).withMessageContaining("70000");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.owner("a b")).withMessageContaining("a b");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.furtherOwners(""));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.clientId(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.clientSecret(""));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.tokenLifetime(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.latency(Duration.ofSeconds(-1)));
	}

	@Test
	void refusesResourcesThatAreNotWhatTheDescriptorSays() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> sandbox.put("metadata", "contents", Map.of("type", "opera")))
				.withMessageContaining("contents[0].type must be one of");
			assertThatIllegalArgumentException().isThrownBy(() -> sandbox.put("metadata", "films", Map.of()))
				.withMessageContaining("films")
				.withMessageContaining("contents");
			assertThatIllegalArgumentException().isThrownBy(() -> sandbox.put("meta", "contents", Map.of()))
				.withMessageContaining("meta");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> sandbox.put("metadata", "contents", Map.of("owner", "nobody")))
				.withMessageContaining("nobody");
		}
	}

	@Test
	void beginsAgainAsAtTheStart() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			List<Map<String, Object>> contents = sandbox.resources("metadata", "contents");
			List<Map<String, Object>> assets = sandbox.resources("metadata", "assets");
			Http http = new Http(sandbox);
			String token = http.token();
			sandbox.put("metadata", "contents", Map.of("name", "mine", "type", "movie"));
			http.send(http.request("/metadata/data/contents/testmock:the-glass-harbour?owner=testmock").DELETE());
			sandbox.put("metadata", "contents", Map.of("name", "100-chance-of-frost", "type", "clip"));
			sandbox.faults().next(Operation.BROWSE, Fault.status(503));
			sandbox.reset();
			assertThat(sandbox.resources("metadata", "contents")).isEqualTo(contents);
			assertThat(sandbox.faults().pending()).isZero();
			assertThat(sandbox.requests().all()).isEmpty();
			assertThat(http.contents("withCategoryRefs", "testmock:genre-romance", "include", "assets").names())
				.as("by the index")
				.contains("100-chance-of-frost");
			assertThat(http.token()).as("tokens stay valid").isEqualTo(token);
			sandbox.clear();
			assertThat(sandbox.resources("metadata", "assets")).isEmpty();
			sandbox.reset();
			assertThat(sandbox.resources("metadata", "assets")).isEqualTo(assets);
		}
	}

	@Test
	void givesEachServiceAnOriginOfItsOwn() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().originPerService().start()) {
			Http http = new Http(sandbox);
			Http.Reply listing = http.send(http.anonymous("/services/testmock").GET());
			List<String> locations = listing.texts("services", "location");
			assertThat(locations).hasSize(3)
				.doesNotHaveDuplicates()
				.allMatch((it) -> it.matches("http://127.0.0.1:\\d+"));
			String identity = locations.get(0);
			String metadata = locations.get(1);
			assertThat(http.send(http.anonymous(metadata + "/descriptor/raw").GET()).json().path("name").asString())
				.isEqualTo("metadata");
			Http signedIn = http.withToken(
					http.grant(identity, "grant_type=client_credentials").json().path("access_token").asString());
			Http.Reply page = signedIn
				.get(metadata + "/data/contents?owner=testmock&continue=true&include=assets&perPage=10");
			assertThat(page.names()).hasSize(10);
			assertThat(signedIn.get(metadata + page.meta().path("continue").asString()).names()).hasSize(10);
			assertThat(http.send(http.anonymous("/metadata/descriptor/raw").GET()).status())
				.as("the registry's port has the registry only")
				.isEqualTo(404);
			assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(2)
				.allSatisfy((request) -> assertThat(request.service()).isEqualTo("metadata"));
		}
		assertNoThreadIsLeft();
	}

	@Test
	void takesThePortsAfterThatOfTheRegistryForTheServices() throws Exception {
		int port = freePorts(4);
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().port(port).originPerService().start()) {
			Http http = new Http(sandbox);
			assertThat(http.send(http.anonymous("/services/testmock").GET()).texts("services", "location"))
				.containsExactly("http://127.0.0.1:" + (port + 1), "http://127.0.0.1:" + (port + 2),
						"http://127.0.0.1:" + (port + 3));
		}
	}

	/** Find the first of some free ports below those that the system gives by itself. */
	private static int freePorts(int count) {
		int start = ThreadLocalRandom.current().nextInt(20_000, 29_000);
		for (int first = start; first < 30_000; first += count) {
			if (IntStream.range(first, first + count).allMatch(LifeCycleIntegrationTests::isFree)) {
				return first;
			}
		}
		throw new IllegalStateException("There are no " + count + " free ports in a row");
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void serves500CallersAtOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(50);
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			Http http = new Http(sandbox);
			http.token();
			List<Callable<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				String body = "{\"contents\":[{\"type\":\"movie\",\"name\":\"n" + i % 100 + "\",\"order\":" + i + "}]}";
				calls.add((i % 2 == 0) ? () -> http.contents("perPage", "10", "include", "assets").status()
						: () -> http.post("/metadata/data/contents?owner=testmock", body).status());
			}
			for (Future<Integer> status : executor.invokeAll(calls)) {
				assertThat(status.get()).isEqualTo(200);
			}
			assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(250);
			assertThat(threads()).hasSizeLessThanOrEqualTo(3);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
