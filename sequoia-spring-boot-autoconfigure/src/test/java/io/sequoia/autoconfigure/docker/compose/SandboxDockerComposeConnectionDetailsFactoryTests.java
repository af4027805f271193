package io.sequoia.autoconfigure.docker.compose;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Asks Spring Boot, as it asks at the start of an application, for the connection to a
 * service of Docker Compose.
 */
class SandboxDockerComposeConnectionDetailsFactoryTests {

	private static final String LABEL = "org.springframework.boot.service-connection";

	@ParameterizedTest
	@ValueSource(strings = { "sequoia-sandbox", "sequoia-sandbox:1.2", "acme/sequoia-sandbox",
			"registry.example.com:5000/team/tools/sequoia-sandbox:latest",
			"ghcr.io/acme/sequoia-sandbox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" })
	void knowsTheImageByItsName(String image) {
		SequoiaConnectionDetails connection = connection(new Service(image, Map.of(), Map.of()));
		assertThat(connection).isNotNull();
		assertThat(connection.registryUrl()).hasToString("http://127.0.0.1:32768");
		assertThat(connection.owner()).isEqualTo("testmock");
		assertThat(connection.authentication())
			.isEqualTo(Authentication.clientCredentials("sandbox-client", "sandbox-secret"));
	}

	@Test
	void knowsAnyImageByTheLabel() {
		assertThat(connection(new Service("catalogue-platform", Map.of(), Map.of(LABEL, "sequoia-sandbox"))))
			.isNotNull();
	}

	@Test
	void takesOwnerAndClientFromTheVariables() {
		SequoiaConnectionDetails connection = connection(
				new Service("sequoia-sandbox", Map.of("SEQUOIA_SANDBOX_OWNER", "acme,other",
						"SEQUOIA_SANDBOX_CLIENT_ID", "me", "SEQUOIA_SANDBOX_CLIENT_SECRET", "my secret"), Map.of()));
		assertThat(connection).isNotNull();
		assertThat(connection.owner()).isEqualTo("acme");
		assertThat(connection.authentication()).isEqualTo(Authentication.clientCredentials("me", "my secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "sequoia/postgres", "acme/sandbox", "redis:7" })
	void leavesOthersAlone(String image) {
		assertThat(connection(new Service(image, Map.of(), Map.of()))).isNull();
	}

	@Test
	void leavesAloneWhatIsLabelledAsSomethingElse() {
		assertThat(connection(new Service("sequoia-sandbox", Map.of(), Map.of(LABEL, "redis")))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "catalogue-sequoia-sandbox", "sequoia-sandbox-jvm:1", "acme/sequoia/sandbox",
			"acme/sequoia_sandbox" })
	void failsWhereAnImageLooksLikeASandboxAndNothingSaysSo(String image) {
		assertThatIllegalStateException().isThrownBy(() -> connection(new Service(image, Map.of(), Map.of())))
			.withMessageContaining("'platform'")
			.withMessageContaining(ImageReference.of(image).toString())
			.withMessageContaining(LABEL + ": sequoia-sandbox")
			.withMessageContaining("org.springframework.boot.ignore: true")
			.satisfies((failure) -> assertThat(analysis(failure).getAction())
				.startsWith("If it is a sandbox, add the label"));
		assertThat(connection(new Service(image, Map.of(), Map.of(LABEL, "sequoia-sandbox")))).isNotNull();
	}

	private static FailureAnalysis analysis(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, new MockEnvironment()),
					(type, name, error) -> assertThat(name).doesNotStartWith("io.sequoia"))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static @Nullable SequoiaConnectionDetails connection(RunningService service) {
		Collection<?> all = new ConnectionDetailsFactories(null).getConnectionDetails(source(service), false).values();
		return (SequoiaConnectionDetails) all.stream()
			.filter(SequoiaConnectionDetails.class::isInstance)
			.findFirst()
			.orElse(null);
	}

	/** Only Spring Boot itself makes one. */
	private static DockerComposeConnectionSource source(RunningService service) {
		try {
			return ReflectionUtils
				.accessibleConstructor(DockerComposeConnectionSource.class, RunningService.class, Environment.class)
				.newInstance(service, new MockEnvironment());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Service(String imageName, Map<String, String> env,
			Map<String, String> labels) implements RunningService {

		@Override
		public String name() {
			return "platform";
		}

		@Override
		public ImageReference image() {
			return ImageReference.of(this.imageName);
		}

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public ConnectionPorts ports() {
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					assertThat(containerPort).isEqualTo(8099);
					return 32768;
				}

				@Override
				public List<Integer> getAll() {
					return List.of(32768);
				}

				@Override
				public List<Integer> getAll(@Nullable String protocol) {
					return getAll();
				}

			};
		}

	}

}
