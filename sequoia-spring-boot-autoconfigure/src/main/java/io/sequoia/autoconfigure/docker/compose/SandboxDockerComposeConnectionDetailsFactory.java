package io.sequoia.autoconfigure.docker.compose;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Makes connection details of a sandbox that Docker Compose runs. Owner and client are
 * those of the sandbox's variables ({@code SEQUOIA_SANDBOX_OWNER} and the like).
 */
class SandboxDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<SequoiaConnectionDetails> {

	private static final int PORT = 8099;

	SandboxDockerComposeConnectionDetailsFactory() {
		super(new SandboxImages());
	}

	@Override
	protected SequoiaConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new SandboxConnectionDetails(source.getRunningService());
	}

	private static final class SandboxConnectionDetails extends DockerComposeConnectionDetails
			implements SequoiaConnectionDetails {

		private final URI registryUrl;

		private final String owner;

		private final Authentication authentication;

		private SandboxConnectionDetails(RunningService service) {
			super(service);
			this.registryUrl = URI.create("http://" + service.host() + ":" + service.ports().get(PORT));
			this.owner = variable(service, "SEQUOIA_SANDBOX_OWNER", "testmock").split(",", -1)[0];
			this.authentication = Authentication.clientCredentials(
					variable(service, "SEQUOIA_SANDBOX_CLIENT_ID", "sandbox-client"),
					variable(service, "SEQUOIA_SANDBOX_CLIENT_SECRET", "sandbox-secret"));
		}

		private static String variable(RunningService service, String name, String otherwise) {
			String value = service.env().get(name);
			return (value != null) ? value : otherwise;
		}

		@Override
		public URI registryUrl() {
			return this.registryUrl;
		}

		@Override
		public String owner() {
			return this.owner;
		}

		@Override
		public boolean allowInsecure() {
			return true; // the engine may be on another host
		}

		@Override
		public Authentication authentication() {
			return this.authentication;
		}

	}

}
