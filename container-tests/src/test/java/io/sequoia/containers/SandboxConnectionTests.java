package io.sequoia.containers;

import java.nio.file.Path;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.testcontainers.SequoiaSandboxContainer;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice of an application that is connected to the sandbox's own image.
 */
@Testcontainers(disabledWithoutDocker = true)
@SequoiaTest
@ContextConfiguration(classes = CatalogueApplication.class)
class SandboxConnectionTests {

	@Container
	@ServiceConnection
	static final SequoiaSandboxContainer sandbox = new SequoiaSandboxContainer(
			new ImageFromDockerfile().withDockerfile(Path.of("../sequoia-sandbox/Dockerfile")))
		.withOwner("acme")
		.withClient("me", "my secret")
		.withEmptyCatalogue();

	@Test
	void connectsTheApplicationByTheSettingsOfTheContainer(@Autowired SequoiaTemplate sequoia) {
		assertThat(sequoia.count(Criteria.all(), Content.class)).isZero();
		sequoia.store(Content.of("contained", "Contained"));
		assertThat(sequoia.find(Ref.of("acme", "contained"), Content.class)).isPresent();
	}

}
