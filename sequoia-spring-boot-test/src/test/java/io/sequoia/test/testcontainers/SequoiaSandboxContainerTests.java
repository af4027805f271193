package io.sequoia.test.testcontainers;

import java.time.Duration;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows what a container is told and what an application is told of it; whether an engine
 * can run it is shown where there is one.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class SequoiaSandboxContainerTests {

	@ServiceConnection
	static final SequoiaSandboxContainer sandbox = new NotStarted().withOwner("acme")
		.withFurtherOwners("other")
		.withClient("me", "my secret")
		.withTokenLifetime(Duration.ofSeconds(30))
		.withLatency(Duration.ofMillis(5))
		.withEmptyCatalogue();

	@Test
	void isWhatTheApplicationIsConnectedTo(@Autowired SequoiaConnectionDetails connection) {
		assertThat(connection.registryUrl()).hasToString("http://engine.example.com:32768");
		assertThat(connection.owner()).isEqualTo("acme");
		assertThat(connection.authentication()).isEqualTo(Authentication.clientCredentials("me", "my secret"));
	}

	@Test
	void tellsTheSandboxByVariables() {
		sandbox.configure();
		assertThat(sandbox.getEnvMap()).containsEntry("SEQUOIA_SANDBOX_OWNER", "acme,other")
			.containsEntry("SEQUOIA_SANDBOX_CLIENT_ID", "me")
			.containsEntry("SEQUOIA_SANDBOX_CLIENT_SECRET", "my secret")
			.containsEntry("SEQUOIA_SANDBOX_TOKEN_LIFETIME", "PT30S")
			.containsEntry("SEQUOIA_SANDBOX_LATENCY", "PT0.005S")
			.containsEntry("SEQUOIA_SANDBOX_EMPTY", "true");
		assertThat(sandbox.getExposedPorts()).contains(8099);
	}

	/** An engine is not needed; it would be on another host. */
	private static final class NotStarted extends SequoiaSandboxContainer {

		private NotStarted() {
			super("sequoia-sandbox");
		}

		@Override
		public void start() {
		}

		@Override
		public String getDockerImageName() {
			return "sequoia-sandbox:latest";
		}

		@Override
		public String getHost() {
			return "engine.example.com";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			return 32768;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
