package io.sequoia.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.sequoia.AccessDeniedException;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.transfer.StorageServer.Script;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static io.sequoia.transfer.TransferFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Downloads from storages that keep the rules of HTTP, and from those that do not.
 */
@ExtendWith(OutputCaptureExtension.class)
class DownloadIntegrationTests {

	private static final int LENGTH = 7 * BLOCK + 100;

	@AutoClose
	private static final TransferFixture fixture = new TransferFixture();

	private final StoredFile file = StoredFile.of(LENGTH, 1);

	@AutoClose
	private final StorageServer storage = new StorageServer(this.file);

	@TempDir
	private Path directory;

	private Path target() {
		return this.directory.resolve("film.mp4");
	}

	private TransferResult download() {
		return download(TransferOptions.none());
	}

	private TransferResult download(TransferOptions options) {
		return fixture.transfer().download(this.storage.address("/film.mp4?sig=secret"), target(), options);
	}

	private void assertDownloaded(StoredFile expected) {
		assertThat(target()).hasBinaryContent(expected.bytes());
		assertNothingElse(target());
	}

	private void assertNothingElse(Path... expected) {
		try (var files = Files.list(this.directory)) {
			assertThat(files).containsExactlyInAnyOrder(expected);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void readsBlocksSeveralAtATime() {
		CountDownLatch together = new CountDownLatch(4);
		this.storage.script((request, answer) -> {
			if (request.range()[0] > 0 && !awaited(together)) {
				answer.empty("400 Bad Request");
			}
			else {
				this.file.answer(request, answer);
			}
		});
		TransferResult result = download();
		assertThat(result).isEqualTo(new TransferResult(LENGTH, LENGTH, "\"v1\""));
		assertDownloaded(this.file);
		assertThat(this.storage.received()).hasSize(8);
	}

	private static boolean awaited(CountDownLatch together) {
		together.countDown();
		return waitFor(together);
	}

	private static boolean waitFor(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void sendsNothingOfThePlatform() {
		download();
		assertThat(this.storage.received()).allSatisfy((request) -> {
			assertThat(request.target()).isEqualTo("/film.mp4?sig=secret");
			assertThat(request.headers()).containsOnlyKeys("user-agent", "host", "accept", "accept-encoding", "range",
					(request.range()[0] > 0) ? "if-range" : "range");
			assertThat(request.headers()).containsEntry("accept-encoding", "identity").containsEntry("accept", "*/*");
		});
	}

	@Test
	void readsASourceWithoutRangesInOneStream() {
		this.storage.script((request, answer) -> this.file.whole(answer));
		assertThat(download().length()).isEqualTo(LENGTH);
		assertDownloaded(this.file);
		assertThat(this.storage.received()).hasSize(1);
	}

	@Test
	void readsAStreamWhoseLengthIsNotTold() {
		this.storage
			.script((request, answer) -> answer.head("200 OK", "Connection: close").write(this.file.bytes()).close());
		assertThat(download()).isEqualTo(new TransferResult(LENGTH, LENGTH, null));
		assertDownloaded(this.file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ETag: W/\"1\"", "X-None: 1",
			"Date: Sun, 29 Nov 2026 10:00:00 GMT\r\nLast-Modified: Sun, 29 Nov 2026 09:59:59 GMT" })
	void readsASourceWithoutAStrongValidatorInOneStream(String validator) {
		this.storage.script((request, answer) -> {
			if (request.range() != null) {
				byte[] part = this.file.part(request.range());
				answer
					.head("206 Partial Content", validator, "Content-Length: " + part.length,
							"Content-Range: bytes 0-" + (part.length - 1) + "/" + LENGTH)
					.write(part);
			}
			else {
				this.file.whole(answer);
			}
		});
		download();
		assertDownloaded(this.file);
		assertThat(this.storage.received()).hasSize(2);
		assertThat(this.storage.received().get(1).range()).isNull();
	}

	@Test
	void takesADateThatIsOldEnoughForAValidator() {
		String modified = "Sun, 29 Nov 2026 09:00:00 GMT";
		this.storage.script((request, answer) -> {
			byte[] part = this.file.part(request.range());
			answer
				.head("206 Partial Content", "Date: Sun, 29 Nov 2026 10:00:00 GMT", "Last-Modified: " + modified,
						"Content-Length: " + part.length,
						"Content-Range: bytes " + request.range()[0] + "-" + (request.range()[0] + part.length - 1)
								+ "/" + LENGTH)
				.write(part);
		});
		download();
		assertDownloaded(this.file);
		assertThat(this.storage.received().get(3).header("if-range")).isEqualTo(modified);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK })
	void readsFilesOfEachLength(int length) {
		StoredFile any = StoredFile.of(length, 2);
		this.storage.script(any);
		assertThat(download().length()).isEqualTo(length);
		assertDownloaded(any);
	}

	@Test
	void continuesABlockWhereItsConnectionWasLost() {
		AtomicInteger lost = new AtomicInteger();
		this.storage.script((request, answer) -> {
			byte[] part = this.file.part(request.range());
			this.file.head(answer, request.range());
			if (part.length > 30_000) {
				lost.incrementAndGet();
				answer.write(part, 0, 30_000).close();
			}
			else {
				answer.write(part);
			}
		});
		download();
		assertDownloaded(this.file);
		assertThat(lost.get()).isEqualTo(14);
		assertThat(this.storage.received().stream().filter((request) -> request.range()[0] % BLOCK != 0)).hasSize(14)
			.allSatisfy((request) -> assertThat(request.range()[0] % BLOCK).isPositive());
	}

	@Test
	void repeatsAStreamThatWasLostFromItsBegin() {
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			if (count.incrementAndGet() < 3) {
				answer.head("200 OK", "Content-Length: " + LENGTH).write(this.file.bytes(), 0, 3 * BLOCK).close();
			}
			else {
				this.file.whole(answer);
			}
		});
		download();
		assertDownloaded(this.file);
	}

	@Test
	void beginsAnewWhenTheSourceChanges() {
		StoredFile other = StoredFile.of(LENGTH, 3);
		this.storage.script(this.file.first(3, other));
		TransferResult result = download();
		assertThat(result).isEqualTo(new TransferResult(LENGTH, LENGTH, "\"v3\""));
		assertDownloaded(other);
	}

	@ParameterizedTest
	@CsvSource({ "SHA-256,Repr-Digest: sha-256=:%s:", "SHA-256,Digest: sha-256=%s", "MD5,x-ms-blob-content-md5: %s",
			"MD5,Content-MD5: %s" })
	void beginsAnewWhenASourceWithChecksumsChanges(String algorithm, String header) {
		StoredFile other = StoredFile.of(LENGTH, 3);
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			StoredFile now = (count.incrementAndGet() <= 3) ? this.file : other;
			String condition = request.header("if-range");
			String checksum = header.formatted(base64(algorithm, now.bytes()));
			if (condition == null || condition.equals(now.etag())) {
				now.head(answer, request.range(), checksum);
				answer.write(now.part(request.range()));
			}
			else {
				answer.head("200 OK", checksum, "Content-Length: " + LENGTH).write(now.bytes());
			}
		});
		download();
		assertDownloaded(other);
	}

	@Test
	void forgetsTheChecksumOfAStreamThatWasLost() {
		StoredFile other = StoredFile.of(LENGTH, 3);
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			boolean lost = count.incrementAndGet() == 1;
			StoredFile now = lost ? this.file : other;
			answer.head("200 OK", "Content-MD5: " + base64("MD5", now.bytes()), "Content-Length: " + LENGTH)
				.write(now.bytes(), 0, lost ? BLOCK : LENGTH);
			if (lost) {
				answer.close();
			}
		});
		download();
		assertDownloaded(other);
	}

	@Test
	void expectsTheChecksumOfItsOptionsOfEachVersion() {
		this.storage.script(this.file.first(3, StoredFile.of(LENGTH, 3)));
		String expected = HexFormat.of().formatHex(Checksums.digest("SHA-256").digest(this.file.bytes()));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> download(TransferOptions.builder().checksum("SHA-256", expected).build()))
			.withMessageContaining("instead of " + expected);
		assertNothingElse();
	}

	@Test
	void beginsAnewWhereASourceIgnoresIfRange() {
		StoredFile other = StoredFile.of(LENGTH, 3);
		Script ignoring = (request, answer) -> {
			other.head(answer, request.range());
			answer.write(other.part(request.range()));
		};
		this.storage.script(this.file.first(3, ignoring));
		download();
		assertDownloaded(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "412 Precondition Failed", "416 Range Not Satisfiable" })
	void beginsAnewWhereASourceRefusesThePartsOfAnotherVersion(String status) {
		StoredFile other = StoredFile.of(2 * BLOCK, 3);
		this.storage.script(this.file.first(3, (request, answer) -> {
			if (request.header("if-range") != null && !request.header("if-range").equals(other.etag())) {
				answer.empty(status);
			}
			else {
				other.answer(request, answer);
			}
		}));
		download();
		assertDownloaded(other);
	}

	@Test
	void failsWhenTheSourceChangesAllTheTime() {
		AtomicInteger version = new AtomicInteger();
		this.storage
			.script((request, answer) -> new StoredFile(this.file.bytes(), "\"" + version.incrementAndGet() + "\"")
				.answer(request, answer));
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(this::download)
			.withMessageContainingAll("has changed 4 times", "film.mp4");
		assertThat(target()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes 1-65536/458852", "bytes 0-458851/458852", "bytes 0-65535/1", "bytes 5-2/458852",
			"bytes */458852", "items 0-65535/458852", "bytes 0-65535/99999999999999999999", "" })
	void refusesAWrongContentRange(String range) {
		this.storage.script((request, answer) -> answer
			.head("206 Partial Content", "ETag: \"1\"", "Content-Length: " + BLOCK, "Content-Range: " + range)
			.write(new byte[BLOCK]));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContainingAll("Content-Range", "bytes 0-65535 were requested");
		assertNothingElse();
		assertThat(this.storage.received()).hasSize(1);
	}

	@Test
	void refusesAFileOfMoreBlocksThanCanBeCounted() {
		this.storage.script(
				(request, answer) -> answer
					.head("206 Partial Content", "ETag: \"1\"", "Content-Length: " + BLOCK,
							"Content-Range: bytes 0-65535/999999999999999999")
					.write(new byte[BLOCK]));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContainingAll("999999999999999999 bytes", "sequoia.transfer.block-size");
		assertNothingElse();
		this.storage.script(this.file);
		download();
		assertDownloaded(this.file);
	}

	@Test
	void refusesMoreBytesThanWereAskedFor() {
		this.storage.script(
				(request, answer) -> answer
					.head("206 Partial Content", "ETag: \"1\"", "Content-Length: " + (BLOCK + 1),
							"Content-Range: bytes 0-65535/65536")
					.write(new byte[BLOCK + 1]));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContaining("more bytes");
		assertNothingElse();
	}

	@Test
	void readsOnWhereAPartIsShorterThanAskedFor() {
		this.storage.script((request, answer) -> {
			long[] range = { request.range()[0], Math.min(request.range()[1], request.range()[0] + BLOCK / 3) };
			this.file.head(answer, range);
			answer.write(this.file.part(range));
		});
		download();
		assertDownloaded(this.file);
	}

	@Test
	void asksForTheRestAtOnceWhereASourceLimitsItsParts() {
		this.storage.script((request, answer) -> {
			long[] range = { request.range()[0], Math.min(request.range()[1], request.range()[0] + BLOCK / 16 - 1) };
			this.file.head(answer, range);
			answer.write(this.file.part(range));
		});
		download(TransferFixture.options().maxAttempts(1).build());
		assertDownloaded(this.file);
		assertThat(this.storage.received()).hasSize(7 * 16 + 1);
	}

	@Test
	void endsWhereASourceSendsNextToNothing() {
		this.storage.script((request, answer) -> {
			long[] range = { request.range()[0], request.range()[0] };
			this.file.head(answer, range);
			answer.write(this.file.part(range));
		});
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::download)
			.withMessageContaining("bytes early");
		assertThat(this.storage.received()).hasSize(4);
	}

	@Test
	void refusesContentThatIsEncoded() {
		this.storage.script((request, answer) -> answer.head("200 OK", "Content-Encoding: gzip", "Content-Length: 3")
			.write(new byte[3]));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContaining("Content-Encoding gzip");
		assertNothingElse();
	}

	@Test
	void cutsASourceThatDrips() {
		this.storage.script((request, answer) -> {
			this.file.head(answer, request.range());
			for (int i = 0; i < 200 && !answer.client().isClosed(); i++) {
				answer.write(this.file.bytes(), 0, 1);
				pause();
			}
		});
		try (TransferFixture strict = new TransferFixture("sequoia.http.response-timeout=1s")) {
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> strict.transfer()
					.download(this.storage.address("/film.mp4"), target(),
							TransferFixture.options().maxAttempts(2).build()))
				.withMessageContaining("sequoia.transfer.minimum-rate");
		}
		assertThat(this.storage.received()).hasSize(2);
	}

	@Test
	void cutsASourceThatDripsItsHead() {
		this.storage.script((request, answer) -> {
			for (int i = 0; i < 200 && !answer.client().isClosed(); i++) {
				answer.write("HTTP/1.1 206 Partial Content".getBytes(StandardCharsets.US_ASCII), Math.min(i, 25), 1);
				pause();
			}
		});
		try (TransferFixture strict = new TransferFixture("sequoia.http.response-timeout=200ms")) {
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> strict.transfer()
					.download(this.storage.address("/film.mp4"), target(),
							TransferFixture.options().maxAttempts(2).build()))
				.withMessageContaining("no answer within");
		}
	}

	@Test
	void takesMemoryForTheFileNotForItsBlocks() {
		this.storage.script(StoredFile.of(100, 2));
		Block first = Block.first(256 * 1024 * 1024);
		assertThat(first.bytes()).isEmpty();
		first.allocate(100);
		assertThat(first.bytes()).hasSize(100);
		download(TransferOptions.builder().blockSize(DataSize.ofMegabytes(256)).build());
	}

	@Test
	void encodesAnAddress() {
		fixture.transfer().download(this.storage.address("/f\u00fcr?sig=\u00e4"), target());
		assertThat(this.storage.received().get(0).target()).isEqualTo("/f%C3%BCr?sig=%C3%A4");
	}

	/** Let a server be slow; no test waits for it. */
	private static void pause() {
		LockSupport.parkNanos(20_000_000);
	}

	@Test
	void endsAtItsTimeout() {
		this.storage.script((request, answer) -> {
			this.file.head(answer, request.range());
			answer.client().getInputStream().read();
		});
		assertThatExceptionOfType(RequestTimeoutException.class)
			.isThrownBy(() -> download(TransferOptions.builder().timeout(Duration.ofMillis(200)).build()))
			.withMessageContaining("time-out of PT0.2S");
		assertThat(target()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Repr-Digest: sha-256=:%s:", "Digest: sha-256=%s", "Content-Digest: sha-256=:%s:" })
	void refusesAFileOfAnotherChecksum(String header) throws IOException {
		Files.writeString(target(), "old");
		String wrong = Base64.getEncoder().encodeToString(Checksums.digest("SHA-256").digest(new byte[1]));
		this.storage.script((request, answer) -> {
			this.file.head(answer, request.range(), header.formatted(wrong));
			answer.write(this.file.part(request.range()));
		});
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContaining("SHA-256");
		assertThat(target()).hasContent("old");
		assertNothingElse(target());
	}

	@Test
	void acceptsTheChecksumsOfTheFileAndOfItsParts() {
		this.storage.script((request, answer) -> {
			byte[] part = this.file.part(request.range());
			this.file.head(answer, request.range(),
					"Repr-Digest: sha-512=:" + base64("SHA-512", this.file.bytes()) + ":, unknown=:AAAA:",
					"Content-MD5: " + base64("MD5", part), "Content-Digest: sha-256=:" + base64("SHA-256", part) + ":");
			answer.write(part);
		});
		String sha256 = HexFormat.of().formatHex(Checksums.digest("SHA-256").digest(this.file.bytes()));
		download(TransferOptions.builder().checksum("SHA-256", sha256).length(LENGTH).build());
		assertDownloaded(this.file);
	}

	@Test
	void takesAChecksumThatFitsNoPartForThatOfTheFile() {
		this.storage.script((request, answer) -> {
			this.file.head(answer, request.range(), "Content-MD5: " + base64("MD5", this.file.bytes()));
			answer.write(this.file.part(request.range()));
		});
		download();
		assertDownloaded(this.file);
		this.storage.script((request, answer) -> {
			this.file.head(answer, request.range(), "Content-MD5: " + base64("MD5", new byte[1]));
			answer.write(this.file.part(request.range()));
		});
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::download)
			.withMessageContaining("MD5");
	}

	private static String base64(String algorithm, byte[] bytes) {
		return Base64.getEncoder().encodeToString(Checksums.digest(algorithm).digest(bytes));
	}

	@Test
	void refusesAFileOfAnotherLengthThanExpected() {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> download(TransferOptions.builder().length(5).build()))
			.withMessageContaining(LENGTH + " bytes instead of 5");
		assertNothingElse();
	}

	@Test
	void followsARedirectToAnotherHostWithoutTheQuery() {
		try (StorageServer other = new StorageServer(this.file)) {
			this.storage.script((request, answer) -> answer.empty("302 Found",
					"Location: http://localhost:" + other.port() + "/elsewhere?key=other"));
			download();
			assertThat(other.received()).hasSize(8).allSatisfy((request) -> {
				assertThat(request.target()).isEqualTo("/elsewhere?key=other");
				assertThat(request.headers()).doesNotContainKeys("authorization", "cookie", "referer",
						"x-correlation-id");
			});
		}
		assertDownloaded(this.file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254/latest", "http://example.com/film", "ftp://example.com/film",
			"http://user@localhost/film", "http://user:secret@localhost/film", "http://user:secret@under_score/film",
			"http://user:secret@169.254.169.254/film", "http://127.0.0.1:99999/film", "http://%zz", "/film.mp4" })
	void followsNoOtherRedirect(String location) {
		this.storage.script((request, answer) -> answer.empty("307 Temporary Redirect", "Location: " + location));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this::download)
			.withMessageContaining("redirected")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("secret"));
		assertNothingElse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/film", "https://169.254.169.254/film", "file:///etc/passwd",
			"https://user:secret@example.com/film", "film.mp4", "https://example.com/film#secret",
			"http://127.0.0.1:99999/film?sig=secret" })
	void refusesAnAddressThatMustNotBeUsed(String address) {
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> fixture.transfer().download(URI.create(address), target()))
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("secret"));
		assertNothingElse();
	}

	@Test
	void goesToAllowedHostsOnly() {
		try (TransferFixture limited = new TransferFixture("sequoia.transfer.allowed-hosts=*.example.com")) {
			assertThatExceptionOfType(DiscoveryException.class)
				.isThrownBy(() -> limited.transfer().download(URI.create("https://example.org/film"), target()))
				.withMessageContaining("sequoia.transfer.allowed-hosts");
		}
	}

	@Test
	void renewsAnAddressThatHasExpired() {
		AtomicInteger asked = new AtomicInteger();
		AtomicInteger served = new AtomicInteger();
		this.storage.script((request, answer) -> {
			boolean old = request.target().endsWith("sig=1");
			if (old && served.incrementAndGet() > 3) {
				answer.empty("403 Forbidden");
			}
			else {
				this.file.answer(request, answer);
			}
		});
		fixture.transfer()
			.download(() -> this.storage.address("/film.mp4?sig=" + asked.incrementAndGet()), target(),
					TransferOptions.none());
		assertDownloaded(this.file);
		assertThat(asked).hasValue(2);
	}

	@Test
	void asksForOneOtherAddressWhereAllAreRefused() {
		AtomicInteger asked = new AtomicInteger();
		this.storage.script((request, answer) -> answer.empty("403 Forbidden"));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> fixture.transfer()
			.download(() -> this.storage.address("/film.mp4?sig=" + asked.incrementAndGet()), target(),
					TransferOptions.none()));
		assertThat(asked).hasValue(2);
		assertThat(this.storage.received()).hasSize(2);
		assertNothingElse();
	}

	@Test
	void reportsARefusedAddressThatCannotBeRenewed() {
		this.storage.script((request, answer) -> answer.empty("403 Forbidden"));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this::download)
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("secret"));
		assertThat(this.storage.received()).hasSize(1);
	}

	@Test
	void reportsAFileThatIsNotThere() {
		this.storage.script((request, answer) -> answer.empty("404 Not Found"));
		assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(this::download);
		assertNothingElse();
	}

	@Test
	void reportsAMissingAddress() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> fixture.transfer().download(() -> null, target(), TransferOptions.none()));
	}

	@Test
	void retriesFailuresThatPass() {
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			if (count.incrementAndGet() % 2 == 1) {
				answer.empty("503 Service Unavailable");
			}
			else {
				this.file.answer(request, answer);
			}
		});
		download(TransferOptions.builder().concurrency(1).build());
		assertDownloaded(this.file);
		assertThat(fixture.meters().get("sequoia.client.retries").tags("service", "storage", "reason", "503").counter())
			.satisfies((counter) -> assertThat(counter.count()).isPositive());
	}

	@Test
	void tellsItsProgress() {
		List<TransferProgress> told = new CopyOnWriteArrayList<>();
		download(TransferOptions.builder().listener(told::add).build());
		List<Long> done = told.stream().map(TransferProgress::done).toList();
		assertThat(done).isSorted().startsWith(0L).endsWith((long) LENGTH).hasSize(9);
		assertThat(told).allSatisfy((progress) -> assertThat(progress.length()).hasValue(LENGTH));
	}

	@Test
	void goesOnWhereItsListenerFails(CapturedOutput output) {
		download(TransferOptions.builder().listener((progress) -> {
			if (progress.done() == 0) {
				throw new IllegalStateException("listener");
			}
			throw new NoClassDefFoundError("missing/Listener");
		}).build());
		assertDownloaded(this.file);
		assertThat(output).containsOnlyOnce("The listener of a transfer failed; the transfer goes on, correlation id ");
	}

	@Test
	void isMeasuredAsOneOperation() {
		double before = count("sequoia.client.transfer.bytes", "operation", "download");
		download();
		assertThat(count("sequoia.client.transfer.bytes", "operation", "download") - before).isEqualTo(LENGTH);
		assertThat(fixture.meters()
			.get("sequoia.client.operations")
			.tags("service", "storage", "operation", "download", "outcome", "SUCCESS")
			.timer()
			.count()).isPositive();
	}

	private static double count(String name, String... tags) {
		var counter = fixture.meters().find(name).tags(tags).counter();
		return (counter != null) ? counter.count() : 0;
	}

	@Test
	void doesNotWriteAFileThatAnotherDownloadWrites() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.storage.script((request, answer) -> {
			begun.countDown();
			waitFor(end);
			this.file.answer(request, answer);
		});
		List<TransferResult> results = new ArrayList<>();
		Thread first = new Thread(() -> results.add(download()));
		first.start();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::download)
			.withMessageContaining("Another download writes");
		end.countDown();
		first.join(10_000);
		assertThat(results).hasSize(1);
		assertDownloaded(this.file);
	}

	@Test
	void knowsTheFileOfAnotherDownloadByAnyName() throws Exception {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.storage.script((request, answer) -> {
			begun.countDown();
			waitFor(end);
			this.file.answer(request, answer);
		});
		URI source = this.storage.address("/film.mp4");
		List<TransferResult> results = new ArrayList<>();
		Thread first = new Thread(() -> results.add(fixture.transfer().download(source, real.resolve("film.mp4"))));
		first.start();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> fixture.transfer().download(source, link.resolve("film.mp4")))
			.withMessageContaining("Another download writes");
		end.countDown();
		first.join(10_000);
		assertThat(results).hasSize(1);
		assertThat(real.resolve("film.mp4")).hasBinaryContent(this.file.bytes());
		try (var files = Files.list(real)) {
			assertThat(files).hasSize(1);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void namesTheFileThatCannotBeWritten() throws IOException {
		Files.createSymbolicLink(this.directory.resolve("film.mp4.part"), Path.of("/dev/full"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::download)
			.withMessageContainingAll("film.mp4", "No space left on device");
		assertNothingElse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "xyz", "xyzz", "00" })
	void namesAChecksumThatIsNone(String checksum) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> TransferOptions.builder().checksum("SHA-256", checksum))
			.withMessageContainingAll("checksum", "SHA-256", "64 hexadecimal digits");
	}

	@Test
	void failsWhereTheTargetIsADirectory() throws IOException {
		Files.createDirectory(target());
		assertThat(catchThrowable(this::download)).isInstanceOf(UncheckedIOException.class)
			.hasMessageContaining("is a directory");
		assertNothingElse(target());
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void doesNotReplaceADevice() throws IOException {
		Files.createSymbolicLink(target(), Path.of("/dev/null"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::download)
			.withMessageContaining("is a device");
		assertThat(target()).isSymbolicLink();
		assertNothingElse(target());
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void namesAFileWhoseNameIsTooLong() {
		Path target = this.directory.resolve("f".repeat(245));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> fixture.transfer().download(this.storage.address("/film.mp4"), target))
			.withMessageContaining("name too long");
		assertNothingElse();
	}

	@Test
	void endsWithTheFailureOfTheLastAttempt() {
		this.storage.script((request, answer) -> answer.close());
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::download);
		assertThat(this.storage.received()).hasSize(4);
		assertNothingElse();
	}

}
