package io.sequoia.transfer;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sequoia.AccessDeniedException;
import io.sequoia.InvalidResourceException;
import io.sequoia.fixture.ClientApplication;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The signature of an address goes to its storage and nowhere else, and what is for the
 * platform does not go to a storage.
 */
@ExtendWith(OutputCaptureExtension.class)
class TransferSecretsIntegrationTests {

	private static final String SIGNATURE = "pl4nted-signature";

	private static final Queue<String> seen = new ConcurrentLinkedQueue<>();

	@TempDir
	private Path directory;

	@Test
	void signatureIsSeenByItsStorageAlone(CapturedOutput output) {
		StoredFile file = StoredFile.of(3 * TransferFixture.BLOCK, 1);
		List<String> properties = List.of("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=testmock",
				"sequoia.auth.type=token", "sequoia.auth.token=token-of-the-platform",
				"sequoia.transfer.block-size=64KB", "sequoia.retry.max-attempts=2", "sequoia.retry.interval=1ms");
		try (StorageServer storage = new StorageServer(file.first(2, (request, answer) -> answer.close()));
				ConfigurableApplicationContext context = ClientApplication.run(properties, Observed.class)) {
			setLogLevel(LogLevel.TRACE);
			try {
				SequoiaTransfer transfer = context.getBean(SequoiaTransfer.class);
				Path target = this.directory.resolve("film.mp4");
				print(catchThrowableOfType(RuntimeException.class,
						() -> transfer.download(storage.address("/film.mp4?sig=" + SIGNATURE), target)));
				storage.script((request, answer) -> answer.empty("403 Forbidden"));
				print(catchThrowableOfType(AccessDeniedException.class,
						() -> transfer.upload(target.resolveSibling("film.mp4.part"),
								() -> storage.address("/film.mp4?sig=" + SIGNATURE))));
			}
			finally {
				setLogLevel(LogLevel.INFO);
			}
			assertThat(storage.received()).isNotEmpty().allSatisfy((request) -> {
				assertThat(request.target()).contains(SIGNATURE);
				assertThat(request.headers()).doesNotContainKeys("authorization", "cookie");
			});
		}
		assertThat(output).contains("TRACE", "/film.mp4");
		assertThat(seen).anyMatch((text) -> text.contains("/film.mp4"));
		assertThat(output.getAll() + seen).doesNotContain(SIGNATURE);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "%1$s", "%2$s", "of %2$s to %1$s", "sig%%3Dpl4nted%%252fsig%%2bna%%3d", "sig=pl4nt", "%3$s" })
	void storageMaySendTheSignatureBack(String echo) {
		String encoded = "pl4nted%2Fsig%2Bna%3D";
		String text = echo.formatted("/film.mp4?sv=2&sig=" + encoded, "pl4nted/sig+na=",
				"x".repeat(495) + "pl4nted/sig+na=");
		String body = """
				{"error": "no %1$s", "message": "bad %1$s", "validation": {"source": "%1$s", "keys": ["%1$s"]},
				"attributes": {"%1$s": "%1$s", "deep": [{"in": "%1$s"}], "number": 3}}""".formatted(text);
		try (StorageServer storage = new StorageServer((request, answer) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			answer
				.head("400 Bad Request", "x-ms-error-code: " + text, "Content-Type: application/json",
						"Content-Length: " + bytes.length)
				.write(bytes);
		}); TransferFixture fixture = new TransferFixture()) {
			URI address = storage.address("/film.mp4?sv=2&sig=" + encoded);
			Path target = this.directory.resolve("film.mp4");
			for (ThrowingCallable transfer : List
				.<ThrowingCallable>of(() -> fixture.transfer().download(address, target), () -> fixture.transfer()
					.upload(new ByteArrayInputStream(new byte[5]), () -> address, TransferOptions.none()))) {
				InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class, transfer);
				assertThat(text(failure) + failure.details() + failure.attributes()).contains("bad ", "in=", "number=3")
					.doesNotContain("pl4nt");
			}
			storage.script((request, answer) -> answer.empty("400 Bad Request", "x-ms-error-code: " + text,
					"X-Correlation-ID: pl4nted"));
			assertThat(text(catchThrowableOfType(InvalidResourceException.class,
					() -> fixture.transfer().download(address, target))))
				.doesNotContain("pl4nted/", "pl4nted%", "sig=pl4nt");
		}
	}

	@Test
	void storageMaySendTheSignatureBackInAnyHeader() {
		try (StorageServer storage = new StorageServer(StoredFile.of(5, 1));
				TransferFixture fixture = new TransferFixture()) {
			for (String header : List.of("Content-Range", "Content-Encoding", "Location")) {
				storage.script((request, answer) -> answer.empty(
						header.equals("Location") ? "302 Found" : "206 Partial Content",
						header + ": http://" + SIGNATURE + ".example/?sig=" + SIGNATURE));
				assertThat(text(catchThrowableOfType(RuntimeException.class, () -> fixture.transfer()
					.download(storage.address("/film.mp4?sig=" + SIGNATURE), this.directory.resolve("film.mp4")))))
					.contains("download")
					.doesNotContain(SIGNATURE);
			}
		}
	}

	@Test
	void addressOfARedirectHasASignatureToo() {
		try (StorageServer storage = new StorageServer(StoredFile.of(5, 1));
				TransferFixture fixture = new TransferFixture()) {
			storage.script((request, answer) -> {
				if (request.target().startsWith("/film")) {
					answer.empty("302 Found", "Location: /other?token=" + SIGNATURE);
				}
				else {
					byte[] body = "{\"message\": \"bad %s for ?sig=f1rst-signature\"}".formatted(SIGNATURE)
						.getBytes(StandardCharsets.UTF_8);
					answer.head("400 Bad Request", "Content-Length: " + body.length).write(body);
				}
			});
			assertThat(text(catchThrowableOfType(RuntimeException.class, () -> fixture.transfer()
				.download(storage.address("/film.mp4?sig=f1rst-signature"), this.directory.resolve("film.mp4")))))
				.contains("bad ")
				.doesNotContain(SIGNATURE, "f1rst-signature");
		}
	}

	private static String text(RuntimeException failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static void print(RuntimeException failure) {
		seen.add(text(failure));
	}

	private static void setLogLevel(LogLevel level) {
		LoggingSystem.get(TransferSecretsIntegrationTests.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, level);
	}

	/** Has observations, and a filter for all of its WebClients that adds credentials. */
	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		ObservationRegistry observations() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

				@Override
				public void onStop(Observation.Context context) {
					seen.add(context.toString() + context.getAllKeyValues());
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
			return registry;
		}

		@Bean
		WebClientCustomizer credentials(ObservationRegistry registry) {
			return (builder) -> builder.observationRegistry(registry).filter((request, next) -> {
				seen.add(request.url() + " " + request.headers() + " " + request.attributes());
				return next.exchange(ClientRequest.from(request)
					.header("Authorization", "Bearer of-the-application")
					.cookie("session", "of-the-application")
					.build());
			});
		}

	}

}
