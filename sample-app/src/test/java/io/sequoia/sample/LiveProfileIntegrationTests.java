package io.sequoia.sample;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The profile for a real platform, here a sandbox that was started separately.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveProfileIntegrationTests {

	@Test
	void connectsToThePlatformThatTheVariablesName() {
		try (SequoiaSandbox platform = SequoiaSandbox.builder().owner("channel").clientSecret("other-secret").start();
				ConfigurableApplicationContext context = start("SEQUOIA_REGISTRY_URL=" + platform.registryUrl(),
						"SEQUOIA_OWNER=" + platform.owner(), "SEQUOIA_CLIENT_ID=" + platform.clientId(),
						"SEQUOIA_CLIENT_SECRET=" + platform.clientSecret())) {
			SequoiaTemplate sequoia = context.getBean(SequoiaTemplate.class);

			assertThat(sequoia.read(Ref.of("channel", "paper-lions"), Content.class).title()).isEqualTo("Paper Lions");
			assertThat(context.getBeanNamesForType(SequoiaSandbox.class)).isEmpty();
		}
	}

	@Test
	void withoutVariablesTheStartFailsAndNamesEachKey(CapturedOutput output) {
		assertThatException().isThrownBy(LiveProfileIntegrationTests::start);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Setting: sequoia.registry.url", "Setting: sequoia.owner", "Setting: sequoia.auth.client-id",
					"Setting: sequoia.auth.client-secret")
			.contains("SEQUOIA_REGISTRY_URL", "SEQUOIA_OWNER", "SEQUOIA_CLIENT_ID", "SEQUOIA_CLIENT_SECRET")
			.doesNotContain("Running on a sandbox");
	}

	@Test
	void whatWasMadeForTheSandboxAtBuildTimeRefusesTheProfile() {
		MockEnvironment environment = new MockEnvironment();
		environment.setActiveProfiles("live");

		assertThatIllegalStateException().isThrownBy(() -> new SandboxConfiguration().sandbox(0, environment))
			.withMessageContaining("-Daot.profiles=live");
	}

	private static ConfigurableApplicationContext start(String... variables) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("live")
			.properties("server.port=0")
			.properties(variables)
			.run();
	}

}
