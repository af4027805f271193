package io.sequoia.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

import org.testcontainers.utility.DockerImageName;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The public images, with the versions of the build. Testcontainers puts {@code
 * TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX} in front of their names.
 */
final class Images {

	private Images() {
	}

	static DockerImageName keycloak() {
		return named("keycloak");
	}

	static DockerImageName wireMock() {
		return named("wiremock");
	}

	private static DockerImageName named(String key) {
		try {
			Properties names = PropertiesLoaderUtils.loadProperties(new ClassPathResource("images.properties"));
			return DockerImageName.parse(names.getProperty(key));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
