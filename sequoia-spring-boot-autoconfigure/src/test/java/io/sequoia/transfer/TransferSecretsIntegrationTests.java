package io.sequoia.transfer;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sequoia.AccessDeniedException;
import io.sequoia.fixture.ClientApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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

	private static void print(RuntimeException failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		seen.add(text.toString());
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
