package io.sequoia.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.sequoia.transfer.StorageServer.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sequoia.transfer.TransferFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transfers in JVMs of their own: one that is killed, and some with little memory.
 */
@Tag("long")
class ForkedTransferIntegrationTests {

	/** The size of the large file in MB; 4096 was tried by hand. */
	private static final long SIZE = Long.getLong("sequoia.transfer.megabytes", 512) * 1024 * 1024;

	private static final String HEAP = System.getProperty("sequoia.transfer.heap", "-Xmx96m");

	@TempDir
	private Path directory;

	private Process start(String... arguments) throws IOException {
		return new ProcessBuilder(
				Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP,
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
						"-Dspring.docker.compose.enabled=false", "-cp", System.getProperty("java.class.path"),
						Program.class.getName()), Stream.of(arguments))
					.toList())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile())
			.start();
	}

	private void assertEnded(Process process) throws IOException, InterruptedException {
		boolean ended = process.waitFor(300, TimeUnit.SECONDS);
		process.destroyForcibly();
		String output = Files.readString(this.directory.resolve("output"));
		assertThat(ended).as(output).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
	}

	@Test
	void goesOnAfterTheProcessWasKilled() throws Exception {
		StoredFile file = StoredFile.of(20 * BLOCK, 1);
		CountDownLatch half = new CountDownLatch(12);
		Path target = this.directory.resolve("film.mp4");
		try (StorageServer storage = new StorageServer((request, answer) -> {
			half.countDown();
			if (half.getCount() == 0) {
				answer.client().getInputStream().read();
			}
			else {
				file.answer(request, answer);
			}
		})) {
			Process killed = start("download", storage.address("/film.mp4").toString(), target.toString());
			assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
			killed.destroyForcibly().waitFor();
			assertThat(target).doesNotExist();
			assertThat(this.directory.resolve("film.mp4.part")).exists();
			storage.received().clear();
			storage.script(file);
			assertEnded(start("download", storage.address("/film.mp4").toString(), target.toString()));
			assertThat(storage.received()).hasSizeBetween(9, 15);
		}
		assertThat(target).hasBinaryContent(file.bytes());
	}

	@Test
	void needsMemoryForItsBlocksOnly() throws Exception {
		Path large = this.directory.resolve("large");
		try (FileChannel sparse = FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			sparse.write(ByteBuffer.wrap(new byte[] { 1 }), SIZE - 1);
		}
		Path target = this.directory.resolve("copy");
		try (StorageServer storage = new StorageServer(serve(large))) {
			assertEnded(start("download", storage.address("/large").toString(), target.toString()));
		}
		assertThat(Files.mismatch(large, target)).isEqualTo(-1);
		Files.delete(target);
		long[] received = new long[1];
		try (StorageServer storage = new StorageServer((request, answer) -> {
			if (request.method().equals("GET")) {
				answer.empty("404 Not Found");
				return;
			}
			synchronized (received) {
				received[0] += BlobServer.isBlock(request) ? request.body().length : 0;
			}
			answer.empty("201 Created");
		}, false)) {
			assertEnded(start("upload", storage.address("/large").toString(), large.toString()));
		}
		assertThat(received[0]).isEqualTo(SIZE);
	}

	private static Script serve(Path large) {
		return (request, answer) -> {
			long[] range = request.range();
			long last = Math.min(range[1], SIZE - 1);
			answer.head("206 Partial Content", "ETag: \"1\"", "Content-Length: " + (last + 1 - range[0]),
					"Content-Range: bytes " + range[0] + "-" + last + "/" + SIZE);
			try (FileChannel file = FileChannel.open(large)) {
				file.transferTo(range[0], last + 1 - range[0], Channels.newChannel(answer.client().getOutputStream()));
			}
		};
	}

	/** Makes one transfer. */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) {
			URI address = URI.create(arguments[1]);
			Path file = Path.of(arguments[2]);
			boolean small = file.endsWith("film.mp4");
			try (TransferFixture fixture = new TransferFixture(
					"sequoia.transfer.block-size=" + (small ? "64KB" : "8MB"))) {
				TransferResult result = arguments[0].equals("download") ? fixture.transfer().download(address, file)
						: fixture.transfer().upload(file, () -> address);
				System.out.println(result);
			}
		}

	}

}
