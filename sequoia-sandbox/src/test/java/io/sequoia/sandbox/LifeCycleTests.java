package io.sequoia.sandbox;

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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LifeCycleTests {

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.contains("sequoia-sandbox"))
			.toList();
	}

	/** An event loop tells its end from its thread, which then ends a moment later. */
	private static void assertNoThreadIsLeft() {
		long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
		while (!threads().isEmpty() && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(threads()).isEmpty();
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
		while (sandbox.faults().pending() > 0) {
			Thread.onSpinWait();
		}
		sandbox.close();
		sandbox.close();
		assertNoThreadIsLeft();
		assertThat(caller).satisfies((thread) -> thread.join(5000));
		assertThat(caller.isAlive()).isFalse();
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
	void serves500CallersAtOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(50);
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			Http http = new Http(sandbox);
			http.token();
			List<Callable<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				String body = "{\"contents\":[{\"name\":\"n" + i % 100 + "\",\"order\":" + i + "}]}";
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
