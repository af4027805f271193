package io.sequoia.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.AccessDeniedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.transfer.StorageServer.Received;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;

import static io.sequoia.transfer.TransferFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Uploads to a storage of block blobs that behaves, and to one that does not.
 */
class UploadIntegrationTests {

	private static final int LENGTH = 7 * BLOCK + 100;

	@AutoClose
	private static final TransferFixture fixture = new TransferFixture();

	private final byte[] bytes = StoredFile.of(LENGTH, 1).bytes();

	private final BlobServer blob = new BlobServer();

	@AutoClose
	private final StorageServer storage = new StorageServer(this.blob);

	private final AtomicInteger asked = new AtomicInteger();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		this.file = Files.write(this.directory.resolve("film.mp4"), this.bytes);
	}

	private URI address() {
		return this.storage.address("/films/film.mp4?sv=1&sig=a%2Bb%3D&n=" + this.asked.incrementAndGet());
	}

	private TransferResult upload() {
		return fixture.transfer().upload(this.file, this::address, TransferFixture.options().build());
	}

	private void assertUploaded() {
		assertThat(this.blob.content()).isEqualTo(this.bytes);
		assertThat(this.blob.commits()).isOne();
	}

	private List<Received> sent() {
		return this.storage.received().stream().filter((request) -> request.method().equals("PUT")).toList();
	}

	@Test
	void sendsBlocksSeveralAtATimeAndThenTheirList() {
		CountDownLatch together = new CountDownLatch(4);
		this.storage.script((request, answer) -> {
			if (BlobServer.isBlock(request)) {
				await(together);
			}
			this.blob.answer(request, answer);
		});
		assertThat(upload()).isEqualTo(new TransferResult(LENGTH, LENGTH, "\"0x1\""));
		assertUploaded();
		assertThat(this.asked).hasValue(1);
		assertThat(sent()).hasSize(9);
		assertThat(this.storage.received()).allSatisfy((request) -> {
			assertThat(request.target()).startsWith("/films/film.mp4?sv=1&sig=a%2Bb%3D&n=1&comp=block");
			assertThat(request.headers()).containsKey("x-ms-version")
				.doesNotContainKeys("authorization", "cookie", "x-correlation-id");
			if (BlobServer.isBlock(request)) {
				assertThat(request.header("content-md5")).isEqualTo(BlobServer.md5(request.body()));
			}
		});
	}

	private static void await(CountDownLatch together) {
		together.countDown();
		try {
			assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void tellsTheMediaType() {
		fixture.transfer()
			.upload(this.file, this::address,
					TransferFixture.options().contentType(MediaType.valueOf("video/mp4")).build());
		assertThat(sent()).last()
			.satisfies((request) -> assertThat(request.header("x-ms-blob-content-type")).isEqualTo("video/mp4"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK })
	void uploadsFilesAndStreamsOfEachLength(int length) throws IOException {
		byte[] some = StoredFile.of(length, 2).bytes();
		fixture.transfer().upload(Files.write(this.file, some), this::address, TransferFixture.options().build());
		assertThat(this.blob.content()).isEqualTo(some);
		fixture.transfer().upload(new ByteArrayInputStream(some), this::address, TransferFixture.options().build());
		assertThat(this.blob.content()).isEqualTo(some);
		assertThat(this.blob.commits()).isEqualTo(2);
	}

	@Test
	void asksAStreamForTheBlocksInFlightOnly() {
		AtomicInteger read = new AtomicInteger();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.storage.script((request, answer) -> {
			if (BlobServer.isBlock(request)) {
				begun.countDown();
				waitFor(end);
			}
			this.blob.answer(request, answer);
		});
		Flux<DataBuffer> source = Flux.range(0, 1000)
			.doOnNext((i) -> read.incrementAndGet())
			.map((i) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[BLOCK / 2]));
		Mono<TransferResult> upload = fixture.reactive()
			.upload(source, Mono.fromSupplier(this::address), TransferFixture.options().concurrency(2).build());
		Disposable running = upload.subscribe();
		waitFor(begun);
		assertThat(read.get()).isLessThan(16);
		end.countDown();
		running.dispose();
		assertThat(upload.block(Duration.ofSeconds(60)).length()).isEqualTo(500L * BLOCK);
		assertThat(this.blob.content()).hasSize(500 * BLOCK);
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void sendsNoBlockAgainThatIsThere() {
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			if (BlobServer.isBlock(request) && count.incrementAndGet() > 4) {
				answer.close();
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> fixture.transfer()
			.upload(this.file, this::address, TransferFixture.options().concurrency(1).build()));
		assertThat(this.blob.commits()).isZero();
		this.storage.script(this.blob);
		this.storage.received().clear();
		try (TransferFixture other = new TransferFixture()) {
			assertThat(other.transfer().upload(this.file, this::address, TransferFixture.options().build()))
				.isEqualTo(new TransferResult(LENGTH, LENGTH - 4 * BLOCK, "\"0x1\""));
		}
		assertUploaded();
		assertThat(sent()).hasSize(5);
	}

	@Test
	void sendsTheBlocksOfAChangedFile() throws IOException {
		this.storage.script((request, answer) -> {
			if (BlobServer.isCommit(request)) {
				answer.empty("400 Bad Request");
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::upload);
		this.bytes[BLOCK + 1]++;
		Files.write(this.file, this.bytes);
		this.storage.script(this.blob);
		this.storage.received().clear();
		upload();
		assertUploaded();
		assertThat(sent()).hasSize(2);
	}

	@Test
	void asksWhetherTheListWasAcceptedIfItsAnswerIsLost() {
		this.storage.script((request, answer) -> {
			if (BlobServer.isCommit(request)) {
				this.blob.apply(request);
				answer.close();
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		assertThat(upload().etag()).isEqualTo("\"0x1\"");
		assertUploaded();
		assertThat(sent()).hasSize(9);
	}

	@Test
	void sendsTheListAgainIfItWasNotAccepted() {
		AtomicInteger lists = new AtomicInteger();
		this.storage.script((request, answer) -> {
			if (BlobServer.isCommit(request) && lists.incrementAndGet() < 3) {
				answer.close();
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		upload();
		assertUploaded();
	}

	@Test
	void leavesTheOutcomeOpenIfItMustNotAsk() {
		this.storage.script((request, answer) -> {
			if (request.method().equals("GET")) {
				answer.empty("403 This request is not authorized", "x-ms-error-code: AuthorizationPermissionMismatch");
			}
			else if (BlobServer.isCommit(request)) {
				this.blob.apply(request);
				answer.close();
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this::upload)
			.withMessageContaining("for reading too");
		assertUploaded();
	}

	@Test
	void repeatsABlockThatFails() {
		AtomicInteger count = new AtomicInteger();
		this.storage.script((request, answer) -> {
			int number = count.incrementAndGet();
			if (BlobServer.isBlock(request) && number % 3 == 0) {
				answer.empty("503 Busy");
			}
			else if (BlobServer.isBlock(request) && number % 3 == 1) {
				answer.close();
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		fixture.transfer().upload(this.file, this::address, TransferFixture.options().concurrency(1).build());
		assertUploaded();
	}

	@Test
	void asksForTheAddressOnceInTheInterval() {
		this.storage
			.script((request, answer) -> answer.empty("403 Forbidden", "x-ms-error-code: AuthenticationFailed"));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this::upload)
			.withMessageContainingAll("AuthenticationFailed", "sequoia.transfer.renewal-interval")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("sig", "a%2Bb"));
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void renewsAnAddressThatIsOlderThanTheInterval() {
		fixture.transfer()
			.upload(this.file, this::address,
					TransferFixture.options().concurrency(1).renewalInterval(Duration.ofNanos(1)).build());
		assertUploaded();
		assertThat(this.asked).hasValueGreaterThan(8);
	}

	@Test
	void storesNoFileThatChanges() {
		this.storage.script((request, answer) -> {
			Files.write(this.file, new byte[1], StandardOpenOption.APPEND);
			this.blob.answer(request, answer);
		});
		assertThatIllegalStateException().isThrownBy(this::upload).withMessageContaining("was changed");
		assertThat(this.blob.commits()).isZero();
	}

	@Test
	void storesNoFileOfAnotherLength() {
		assertThatIllegalStateException().isThrownBy(() -> fixture.transfer()
			.upload(new ByteArrayInputStream(this.bytes), this::address, TransferFixture.options().length(5).build()));
		assertThat(this.blob.commits()).isZero();
	}

	@Test
	void storesNoStreamThatFails() {
		InputStream failing = new InputStream() {

			private int left = 3 * BLOCK;

			@Override
			public int read() throws IOException {
				if (this.left-- == 0) {
					throw new IOException("the disk is gone");
				}
				return 1;
			}

		};
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> fixture.transfer().upload(failing, this::address, TransferFixture.options().build()))
			.withMessageContaining("the disk is gone");
		assertThat(this.blob.commits()).isZero();
	}

	@Test
	void endsWhereCodeOfTheApplicationFailsToLink() {
		InputStream failing = new InputStream() {

			@Override
			public int read() {
				throw new NoClassDefFoundError("missing/Source");
			}

		};
		TransferOptions options = TransferFixture.options().timeout(Duration.ofSeconds(30)).build();
		assertThatIllegalStateException().isThrownBy(() -> fixture.transfer().upload(failing, this::address, options))
			.withMessageContaining("missing/Source");
		assertThatIllegalStateException()
			.isThrownBy(() -> fixture.transfer().upload(new ByteArrayInputStream(this.bytes), () -> {
				throw new NoClassDefFoundError("missing/Address");
			}, options))
			.withMessageContaining("missing/Address");
		assertThat(this.blob.commits()).isZero();
	}

	@Test
	void failsWithoutAFile() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> fixture.transfer()
			.upload(this.directory.resolve("none"), this::address, TransferFixture.options().build()));
		assertThat(this.storage.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<BlockList><Block><Name>a</Name><Size>x</Size></Block></BlockList>", "<html>", "{}",
			"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><BlockList><Block><Name>&b;</Name></Block></BlockList>" })
	void refusesAListThatIsNone(String xml) {
		this.storage.script((request, answer) -> answer.head("200 OK", "Content-Length: " + xml.length())
			.write(xml.getBytes(StandardCharsets.US_ASCII)));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::upload)
			.withMessageContaining("not a list of blocks");
	}

	@Test
	void refusesAnAnswerThatIsNotOfAStorage() {
		this.storage.script((request, answer) -> {
			if (request.method().equals("PUT")) {
				answer.empty("200 OK");
			}
			else {
				this.blob.answer(request, answer);
			}
		});
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(this::upload)
			.withMessageContaining("200 instead of 201");
	}

	@Test
	void leavesItsBlocksWhenItIsCancelled() {
		CountDownLatch held = new CountDownLatch(1);
		AtomicInteger blocks = new AtomicInteger();
		this.storage.script((request, answer) -> {
			if (BlobServer.isBlock(request) && blocks.incrementAndGet() > 3) {
				held.countDown();
				assertThat(answer.client().getInputStream().read()).isNegative();
				return;
			}
			this.blob.answer(request, answer);
		});
		Disposable running = fixture.reactive()
			.upload(this.file, Mono.fromSupplier(this::address), TransferFixture.options().concurrency(1).build())
			.subscribe();
		waitFor(held);
		running.dispose();
		this.storage.script(this.blob);
		assertThat(upload().transferred()).isEqualTo(LENGTH - 3 * BLOCK);
		assertUploaded();
	}

	@Test
	void tellsItsProgress() {
		List<Long> done = new CopyOnWriteArrayList<>();
		fixture.transfer()
			.upload(this.file, this::address,
					TransferFixture.options().listener((progress) -> done.add(progress.done())).build());
		assertThat(done).isSorted().startsWith(0L).endsWith((long) LENGTH).hasSize(9);
	}

}
