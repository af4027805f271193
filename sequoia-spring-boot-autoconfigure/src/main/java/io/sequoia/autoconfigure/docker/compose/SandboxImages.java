package io.sequoia.autoconfigure.docker.compose;

import java.util.Locale;
import java.util.function.Predicate;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Tells which services of a Compose file are sandboxes: those with Spring Boot's label
 * for service connections, and otherwise those whose image has the name of the sandbox,
 * from any registry and folder.
 */
class SandboxImages implements Predicate<DockerComposeConnectionSource> {

	private static final String NAME = "sequoia-sandbox";

	private static final String LABEL = "org.springframework.boot.service-connection";

	@Override
	public boolean test(DockerComposeConnectionSource source) {
		return isSandbox(source.getRunningService());
	}

	/**
	 * Tell whether a service is a sandbox.
	 * @param service the running service
	 * @return whether it is
	 * @throws UnknownSandboxImageException if its image looks like one and nothing says
	 * whether it is
	 */
	static boolean isSandbox(RunningService service) {
		String label = service.labels().get(LABEL);
		if (label != null) {
			return label.equals(NAME);
		}
		String image = service.image().getName();
		if (NAME.equals(image.substring(image.lastIndexOf('/') + 1))) {
			return true;
		}
		if (looksLikeSandbox(image)) {
			throw new UnknownSandboxImageException(
					("The service '%s' of Docker Compose has the image '%s', which looks like a Sequoia sandbox"
							+ " but does not have the name '%s'. So the application would not connect to it.")
						.formatted(service.name(), service.image(), NAME),
					("If it is a sandbox, add the label '%s: %s'. Otherwise add the label"
							+ " 'org.springframework.boot.ignore: true'.")
						.formatted(LABEL, NAME));
		}
		return false;
	}

	private static boolean looksLikeSandbox(String image) {
		String name = image.toLowerCase(Locale.ROOT);
		return name.contains("sequoia") && name.contains("sandbox");
	}

}
