package io.sequoia.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.sequoia.AccessDeniedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;

import static io.sequoia.transfer.TransferFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Uploads to a storage of block blobs of others, and downloads from there.
 */
@Tag("long")
class AzuriteTransferIntegrationTests {

	private static final String ACCOUNT = "devstoreaccount1";

	/** The key that is published for development. */
	private static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

	private static final int LENGTH = 20 * BLOCK + 100;

	private static final AtomicInteger names = new AtomicInteger();

	@TempDir
	private static Path directory;

	private static StorageProcess azurite;

	private static TransferFixture fixture;

	private final byte[] bytes = StoredFile.of(LENGTH, 1).bytes();

	private final String name = "film " + names.incrementAndGet() + ".mp4";

	@TempDir
	private Path own;

	@BeforeAll
	static void run() throws Exception {
		azurite = StorageProcess.azurite(directory);
		fixture = new TransferFixture();
		URI container = URI.create("http://127.0.0.1:" + azurite.port() + "/" + ACCOUNT + "/films?restype=container&"
				+ signature("rwdlac", Duration.ofHours(1)));
		HttpRequest request = HttpRequest.newBuilder(container).PUT(HttpRequest.BodyPublishers.noBody()).build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
	}

	@AfterAll
	static void close() {
		if (azurite != null) {
			azurite.close();
		}
		if (fixture != null) {
			fixture.close();
		}
	}

	/** Sign for an account, as the storage's documentation says. */
	private static String signature(String permissions, Duration validity) {
		String end = Instant.now().plus(validity).truncatedTo(ChronoUnit.SECONDS).toString();
		String text = String.join("\n", ACCOUNT, permissions, "b", "sco", "", end, "", "", "2020-10-02", "");
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
			String signed = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
			return "sv=2020-10-02&ss=b&srt=sco&sp=" + permissions + "&se="
					+ URLEncoder.encode(end, StandardCharsets.UTF_8) + "&sig="
					+ URLEncoder.encode(signed, StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private URI address() {
		return address("rwdlac", Duration.ofHours(1));
	}

	private URI address(String permissions, Duration validity) {
		return URI.create("http://127.0.0.1:" + azurite.port() + "/" + ACCOUNT + "/films/"
				+ this.name.replace(" ", "%20") + "?" + signature(permissions, validity));
	}

	private Path file() throws IOException {
		return Files.write(this.own.resolve("film.mp4"), this.bytes);
	}

	private void assertStored(byte[] expected) {
		Path read = this.own.resolve("read.mp4");
		fixture.transfer().download(this::address, read, TransferFixture.options().build());
		assertThat(read).hasBinaryContent(expected);
	}

	@Test
	void storesAFileAndReadsItByRanges() throws Exception {
		TransferResult result = fixture.transfer()
			.upload(file(), this::address,
					TransferFixture.options().contentType(MediaType.valueOf("video/mp4")).build());
		assertThat(result.length()).isEqualTo(LENGTH);
		assertThat(result.etag()).startsWith("\"0x");
		assertStored(this.bytes);
		assertThat(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(address()).build(), BodyHandlers.discarding())
			.headers()
			.firstValue("Content-Type")).hasValue("video/mp4");
	}

	@Test
	void storesAStreamOfUnknownLength() {
		fixture.transfer()
			.upload(new ByteArrayInputStream(this.bytes), this::address, TransferFixture.options().build());
		assertStored(this.bytes);
	}

	@Test
	void storesAnEmptyFileAndAnotherVersion() throws IOException {
		fixture.transfer()
			.upload(new ByteArrayInputStream(new byte[0]), this::address, TransferFixture.options().build());
		assertStored(new byte[0]);
		fixture.transfer().upload(file(), this::address, TransferFixture.options().build());
		assertStored(this.bytes);
	}

	@Test
	void goesOnWithTheBlocksThatAreThere() throws IOException {
		Path file = file();
		AtomicInteger blocks = new AtomicInteger();
		Mono<TransferResult> upload = fixture.reactive()
			.upload(file, Mono.fromSupplier(this::address),
					TransferFixture.options().concurrency(1).listener((progress) -> blocks.incrementAndGet()).build());
		upload
			.takeUntilOther(
					Mono.delay(Duration.ZERO).repeat(() -> blocks.get() < 6).delayElements(Duration.ofMillis(1)).then())
			.block(Duration.ofSeconds(20));
		TransferResult result = fixture.transfer().upload(file, this::address, TransferFixture.options().build());
		assertThat(result.transferred()).isLessThanOrEqualTo(LENGTH - 5 * BLOCK);
		assertStored(this.bytes);
	}

	@Test
	void reportsAnAddressThatHasExpired() throws IOException {
		Path file = file();
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> fixture.transfer()
				.upload(file, () -> address("rwdlac", Duration.ofHours(-1)), TransferFixture.options().build()))
			.withMessageContaining("sequoia.transfer.renewal-interval");
	}

	@Test
	void readsWithANewAddressWhereThatOfBeforeHasExpired() throws IOException {
		fixture.transfer().upload(file(), this::address, TransferFixture.options().build());
		AtomicInteger asked = new AtomicInteger();
		Path read = this.own.resolve("renewed.mp4");
		fixture.transfer()
			.download(() -> address("r", Duration.ofHours((asked.getAndIncrement() == 0) ? -1 : 1)), read,
					TransferFixture.options().build());
		assertThat(read).hasBinaryContent(this.bytes);
		assertThat(asked).hasValue(2);
	}

	@Test
	void storesWithAnAddressThatAllowsWritingOnly() throws IOException {
		fixture.transfer().upload(file(), () -> address("wc", Duration.ofHours(1)), TransferFixture.options().build());
		assertStored(this.bytes);
	}

}
