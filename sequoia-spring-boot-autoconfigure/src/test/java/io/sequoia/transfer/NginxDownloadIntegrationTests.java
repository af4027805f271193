package io.sequoia.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sequoia.SequoiaFailure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Downloads from a web server of others.
 */
@Tag("long")
class NginxDownloadIntegrationTests {

	private static final int LENGTH = 3_000_000;

	private static final byte[] BYTES = StoredFile.of(LENGTH, 1).bytes();

	@TempDir
	private static Path directory;

	private static Path files;

	private static int port;

	private static StorageProcess nginx;

	private static TransferFixture fixture;

	@TempDir
	private Path own;

	@BeforeAll
	static void run() throws IOException {
		files = Files.createDirectory(directory.resolve("files"));
		// an nginx worker that is started by root reads as another user
		directory.toFile().setExecutable(true, false);
		Files.write(files.resolve("film.mp4"), BYTES);
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		nginx = StorageProcess.nginx(files, port);
		fixture = new TransferFixture("sequoia.retry.max-attempts=20", "sequoia.retry.max-interval=100ms");
	}

	@AfterAll
	static void close() {
		if (fixture != null) {
			fixture.close();
			nginx.close();
		}
	}

	private static URI address(String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

	private Path target() {
		return this.own.resolve("film.mp4");
	}

	@Test
	void downloadsByRanges() {
		TransferResult result = fixture.transfer()
			.download(address("/film.mp4"), target(), TransferFixture.options().build());
		assertThat(result.length()).isEqualTo(LENGTH);
		assertThat(result.etag()).startsWith("\"");
		assertThat(target()).hasBinaryContent(BYTES);
	}

	@Test
	void downloadsWithoutRanges() {
		fixture.transfer().download(address("/once/film.mp4"), target());
		assertThat(target()).hasBinaryContent(BYTES);
	}

	@Test
	void followsItsRedirects() {
		fixture.transfer().download(address("/moved/?to=film.mp4"), target());
		assertThat(target()).hasBinaryContent(BYTES);
	}

	@Test
	void downloadsAnEmptyFile() throws IOException {
		Files.createFile(files.resolve("empty"));
		assertThat(fixture.transfer().download(address("/empty"), target()).length()).isZero();
		assertThat(target()).isEmptyFile();
	}

	@Test
	void goesOnWhenTheServerIsKilledAndStartedAgain() throws Exception {
		CountDownLatch begun = new CountDownLatch(5);
		CompletableFuture<TransferResult> download = CompletableFuture.supplyAsync(() -> fixture.transfer()
			.download(address("/slow/film.mp4"), target(),
					TransferFixture.options().listener((progress) -> begun.countDown()).build()));
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		nginx.close();
		nginx = StorageProcess.nginx(files, port);
		Throwable failure = catchThrowable(() -> download.get(60, TimeUnit.SECONDS));
		if (failure != null) {
			// the server came back too late for this one
			assertThat(failure.getCause()).isInstanceOf(SequoiaFailure.class);
			assertThat(target()).doesNotExist();
			fixture.transfer().download(address("/slow/film.mp4"), target(), TransferFixture.options().build());
		}
		assertThat(target()).hasBinaryContent(BYTES);
	}

	@Test
	void mixesNoTwoVersions() throws Exception {
		byte[] other = StoredFile.of(LENGTH, 2).bytes();
		Path changing = files.resolve("changing.mp4");
		Files.write(changing, BYTES);
		Files.setLastModifiedTime(changing, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
		CountDownLatch begun = new CountDownLatch(5);
		CompletableFuture<TransferResult> download = CompletableFuture.supplyAsync(() -> fixture.transfer()
			.download(address("/slow/changing.mp4"), target(),
					TransferOptions.builder()
						.blockSize(DataSize.ofKilobytes(64))
						.concurrency(2)
						.listener((progress) -> begun.countDown())
						.build()));
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		Files.move(Files.write(files.resolve("new"), other), changing, StandardCopyOption.ATOMIC_MOVE);
		download.get(60, TimeUnit.SECONDS);
		assertThat(target()).hasBinaryContent(other);
	}

}
