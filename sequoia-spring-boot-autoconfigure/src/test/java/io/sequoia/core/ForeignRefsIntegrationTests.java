package io.sequoia.core;

import java.util.List;

import io.sequoia.Ref;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log tells of refs of another owner that are not found.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForeignRefsIntegrationTests {

	private static final String LOGGER = RefReader.class.getName();

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@AfterEach
	void resetLevel() {
		this.logging.setLogLevel(LOGGER, null);
	}

	@Test
	void namesTheOwnerOfTheRefAndThatOfTheCall(CapturedOutput output) {
		try (ClientApplication application = ClientApplication
			.on(SequoiaSandbox.builder().furtherOwners("other").emptyCatalogue())) {
			SequoiaTemplate template = application.template();
			this.logging.setLogLevel(LOGGER, LogLevel.DEBUG);

			assertThat(template.find(Ref.of("other", "single"), Content.class)).isEmpty();
			assertThat(template.readAll(List.of(Ref.of("other", "one"), Ref.of("testmock", "own")), Content.class))
				.isEmpty();

			assertThat(output)
				.contains("other:single was not found in metadata/contents: it belongs to the owner "
						+ "'other', but the call was made for 'testmock' (sequoia.owner, or the owner in the"
						+ " options of the call)")
				.contains("other:one was not found")
				.doesNotContain("testmock:own was not found");
		}
	}

}
