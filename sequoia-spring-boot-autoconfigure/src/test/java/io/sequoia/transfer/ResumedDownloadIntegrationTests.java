package io.sequoia.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;

import io.sequoia.DiscoveryException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.transfer.StorageServer.Script;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.unit.DataSize;

import static io.sequoia.transfer.TransferFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Downloads that go on where an earlier one has ended, in this process or another one.
 */
class ResumedDownloadIntegrationTests {

	private static final int LENGTH = 7 * BLOCK + 100;

	@AutoClose
	private static final TransferFixture fixture = new TransferFixture();

	private final StoredFile file = StoredFile.of(LENGTH, 1);

	@AutoClose
	private final StorageServer storage = new StorageServer(this.file);

	@TempDir
	private Path directory;

	private Path target;

	private Path part;

	private Path journal;

	@BeforeEach
	void name() {
		this.target = this.directory.resolve("film.mp4");
		this.part = this.directory.resolve("film.mp4.part");
		this.journal = this.directory.resolve("film.mp4.part.journal");
	}

	private URI address() {
		return this.storage.address("/film.mp4?sig=1");
	}

	private TransferResult download(URI source) {
		return fixture.transfer().download(source, this.target, TransferFixture.options().build());
	}

	/** Download four of the eight blocks. */
	private void downloadHalf() {
		this.storage.script(this.file.first(4, (request, answer) -> answer.close()));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> fixture.transfer()
			.download(address(), this.target, TransferFixture.options().concurrency(1).build()));
		assertThat(this.target).doesNotExist();
		assertThat(this.part).exists();
		assertThat(this.journal).content().doesNotContain("sig");
		this.storage.received().clear();
		this.storage.script(this.file);
	}

	private void assertDownloaded(StoredFile expected, int requests) {
		assertThat(this.target).hasBinaryContent(expected.bytes());
		assertThat(this.part).doesNotExist();
		assertThat(this.journal).doesNotExist();
		assertThat(this.storage.received()).hasSize(requests);
	}

	@Test
	void asksForTheMissingBlocksOnly() {
		downloadHalf();
		assertThat(download(address())).isEqualTo(new TransferResult(LENGTH, LENGTH - 4 * BLOCK, "\"v1\""));
		assertDownloaded(this.file, 4);
		assertThat(this.storage.received())
			.allSatisfy((request) -> assertThat(request.header("if-range")).isEqualTo("\"v1\""));
	}

	@Test
	void goesOnInAnotherApplication() {
		downloadHalf();
		try (TransferFixture other = new TransferFixture()) {
			other.transfer().download(address(), this.target, TransferFixture.options().build());
			assertThat(other.meters().get("sequoia.client.transfer.resumed").counter().count()).isEqualTo(4 * BLOCK);
		}
		assertDownloaded(this.file, 4);
	}

	@Test
	void beginsAnewIfTheSourceHasAnotherVersionNow() {
		downloadHalf();
		StoredFile other = StoredFile.of(LENGTH, 2);
		this.storage.script(other);
		download(address());
		assertThat(this.target).hasBinaryContent(other.bytes());
	}

	@Test
	void finishesAnotherSourceFromItsBegin() {
		downloadHalf();
		StoredFile other = new StoredFile(StoredFile.of(LENGTH, 2).bytes(), this.file.etag());
		this.storage.script(other);
		download(this.storage.address("/film.mp4?id=2"));
		assertDownloaded(other, 8);
	}

	@Test
	void goesOnWithAnotherSignature() {
		this.storage.script(this.file.first(4, (request, answer) -> answer.close()));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> fixture.transfer()
			.download(this::address, this.target, TransferFixture.options().concurrency(1).build()));
		this.storage.received().clear();
		this.storage.script(this.file);
		fixture.transfer()
			.download(() -> this.storage.address("/film.mp4?sig=2"), this.target, TransferFixture.options().build());
		assertDownloaded(this.file, 4);
	}

	@Test
	void downloadsABlockAgainThatIsNotWhatTheJournalSays() throws IOException {
		downloadHalf();
		try (RandomAccessFile broken = new RandomAccessFile(this.part.toFile(), "rw")) {
			broken.seek(2 * BLOCK + 5);
			broken.write(~this.file.bytes()[2 * BLOCK + 5]);
		}
		download(address());
		assertDownloaded(this.file, 5);
	}

	@Test
	void downloadsWhatIsMissingOfAFileThatIsCut() throws IOException {
		downloadHalf();
		try (RandomAccessFile broken = new RandomAccessFile(this.part.toFile(), "rw")) {
			broken.setLength(BLOCK + 7);
		}
		download(address());
		assertDownloaded(this.file, 7);
	}

	@Test
	void ignoresALineThatIsCut() throws IOException {
		downloadHalf();
		Files.writeString(this.journal, "5 12ab", StandardOpenOption.APPEND);
		download(address());
		assertDownloaded(this.file, 4);
	}

	@Test
	void ignoresALineThatContinuesOneThatWasCut() throws IOException {
		downloadHalf();
		Files.writeString(this.journal, "5 12ab6 34cd\n", StandardOpenOption.APPEND);
		download(address());
		assertDownloaded(this.file, 4);
	}

	@Test
	void ignoresALineOfBytesThatAreNoText() throws IOException {
		downloadHalf();
		Files.write(this.journal, new byte[] { '5', ' ', (byte) 0xff, '\n' }, StandardOpenOption.APPEND);
		download(address());
		assertDownloaded(this.file, 4);
	}

	@Test
	void keepsItsBlocksWhereTheNextCallHasNoAddress() {
		downloadHalf();
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> download(URI.create("https://169.254.169.254/film.mp4")));
		download(address());
		assertDownloaded(this.file, 4);
	}

	@Test
	void beginsAnewWithAJournalThatCannotBeRead() throws IOException {
		for (String damaged : List.of("", "sequoia-download 2\n", "sequoia-download 1\na\n\"v1\"\nx\n65536\n",
				"sequoia-download 1\na\n\"v1\"\n" + Long.MAX_VALUE + "\n65536\n0 0\n",
				"sequoia-download 1\na\n\"v1\"\n999999999999999999\n65536\n0 0\n", "0 0\n".repeat(9))) {
			Files.deleteIfExists(this.target);
			downloadHalf();
			Files.writeString(this.journal, damaged);
			download(address());
			assertDownloaded(this.file, 8);
		}
	}

	@Test
	void beginsAnewWithAnotherBlockSize() {
		downloadHalf();
		fixture.transfer()
			.download(address(), this.target, TransferOptions.builder().blockSize(DataSize.ofKilobytes(128)).build());
		assertDownloaded(this.file, 4);
	}

	@Test
	void asksForTheLastBlockIfOnlyTheEndIsMissing() throws IOException {
		downloadHalf();
		String lines = Files.readString(this.journal);
		download(address());
		// as after a crash before the last step
		Files.move(this.target, this.part);
		StringBuilder complete = new StringBuilder(lines);
		for (int i = 4; i < 8; i++) {
			CRC32C checksum = new CRC32C();
			checksum.update(this.file.bytes(), i * BLOCK, Math.min(BLOCK, LENGTH - i * BLOCK));
			complete.append(Journal.line(i, (int) checksum.getValue()));
		}
		Files.writeString(this.journal, complete);
		StoredFile other = StoredFile.of(LENGTH, 2);
		this.storage.script(other);
		download(address());
		assertThat(this.target).hasBinaryContent(other.bytes());
	}

	@Test
	void goesOnAfterItsSubscriptionWasCancelled() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		this.storage.script(this.file.first(3, holding(held)));
		Disposable running = fixture.reactive()
			.download(address(), this.target, TransferFixture.options().concurrency(1).build())
			.subscribe();
		assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
		running.dispose();
		assertThat(this.target).doesNotExist();
		this.storage.received().clear();
		this.storage.script(this.file);
		download(address());
		assertDownloaded(this.file, 5);
	}

	@Test
	void goesOnAfterItsThreadWasInterrupted() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		this.storage.script(this.file.first(3, holding(held)));
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				fixture.transfer().download(address(), this.target, TransferFixture.options().concurrency(1).build());
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
		});
		caller.start();
		assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
		caller.interrupt();
		caller.join(10_000);
		assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
		this.storage.received().clear();
		this.storage.script(this.file);
		download(address());
		assertDownloaded(this.file, 5);
	}

	@Test
	void freesTheFileOfACallThatIsInterruptedBeforeItBegins() {
		for (int i = 0; i < 100; i++) {
			this.target = this.directory.resolve("film-" + i);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> download(address()));
			Thread.interrupted();
			download(address());
		}
		assertThat(this.target).hasBinaryContent(this.file.bytes());
	}

	private static Script holding(CountDownLatch held) {
		return (request, answer) -> {
			held.countDown();
			assertThat(answer.client().getInputStream().read()).isNegative();
		};
	}

	@Test
	void canBeCancelledAtAnyMoment() {
		for (int i = 0; i < 30; i++) {
			AtomicInteger left = new AtomicInteger(i % 9);
			CountDownLatch reached = new CountDownLatch(1);
			this.storage.script((request, answer) -> {
				if (left.getAndDecrement() == 0) {
					reached.countDown();
				}
				this.file.answer(request, answer);
			});
			Mono<TransferResult> download = fixture.reactive()
				.download(address(), this.target, TransferFixture.options().build());
			Mono.firstWithSignal(download.then(),
					Mono.<Void>fromRunnable(() -> await(reached)).subscribeOn(Schedulers.boundedElastic()))
				.block(Duration.ofSeconds(20));
			this.storage.script(this.file);
			download(address());
			assertThat(this.target).hasBinaryContent(this.file.bytes());
			assertThat(this.part).doesNotExist();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void leavesNothingOfAStreamThatWasLost() {
		this.storage.script((request, answer) -> answer.head("200 OK", "Content-Length: " + LENGTH)
			.write(this.file.bytes(), 0, 3 * BLOCK)
			.close());
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> download(address()));
		assertThat(this.directory).isEmptyDirectory();
	}

}
