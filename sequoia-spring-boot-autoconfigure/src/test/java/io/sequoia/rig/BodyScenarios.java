package io.sequoia.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

import com.sun.management.ThreadMXBean;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that are much too large.
 */
final class BodyScenarios {

	private static final int MB = 1024 * 1024;

	private static final int BOMB = 128 * MB;

	private BodyScenarios() {
	}

	static List<Scenario> all() {
		return List.of(new Scenario(Kind.UNREADABLE_ANSWER, "an answer without an end", BodyScenarios::endless),
				new Scenario(Kind.UNREADABLE_ANSWER, "128 MB of spaces in 130 KB", BodyScenarios::bomb));
	}

	/** Send an endless body; the client closes long before its memory is full. */
	private static String endless() {
		AtomicLong sent = new AtomicLong();
		byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
		refuse(new Fault(true, (connection, right) -> {
			connection.send(right.head("Transfer-Encoding: chunked\r\n"));
			while (sent.addAndGet(chunk.length) < BOMB) {
				connection.send(chunk);
			}
		}));
		assertThat(sent.get()).isLessThan(BOMB);
		return "the answer is refused and the connection closed";
	}

	private static String bomb() {
		byte[] bomb = bomb(BOMB);
		assertThat(refuse(
				Fault.changed((right) -> new Answer(200, right.headers(), bomb).with("Content-Encoding", "gzip"))))
			.as("bytes allocated")
			.isLessThan(BOMB / 4);
		return "the answer is refused, and the use of memory stays low";
	}

	/**
	 * Read an answer that is too large, and return the memory that the client's threads
	 * allocated for it.
	 */
	private static long refuse(Fault fault) {
		try (Rig rig = new Rig()) {
			rig.ledger().tenant("rig").seed("a", "a");
			rig.blocking().read(Ref.of("rig", "a"));
			rig.ledger().script().always(Step.READ, fault);
			long before = allocated();
			for (Face face : rig.faces()) {
				assertThatExceptionOfType(MalformedResponseException.class)
					.isThrownBy(() -> face.read(Ref.of("rig", "a")))
					.withMessageContaining("sequoia.http.max-response-size");
			}
			long after = allocated();
			rig.assertConnectionsAreGivenBack();
			return after - before;
		}
	}

	private static long allocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().contains("sequoia-http"))
			.mapToLong((thread) -> threads.getThreadAllocatedBytes(thread.getId()))
			.sum();
	}

	private static byte[] bomb(int size) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] spaces = " ".repeat(MB).getBytes(StandardCharsets.ISO_8859_1);
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < size / MB; i++) {
				gzip.write(spaces);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
