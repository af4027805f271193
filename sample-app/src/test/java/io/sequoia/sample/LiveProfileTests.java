package io.sequoia.sample;

import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class LiveProfileTests {

	@Test
	void saysWhichSettingsAreMissing(CapturedOutput output) {
		assertThatThrownBy(() -> SpringApplication.run(SampleApplication.class, "--spring.profiles.active=live",
				"--server.port=0"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("sequoia.registry.url", "sequoia.owner", "sequoia.auth.client-id", "sequoia.auth.client-secret");
	}

	@Test
	void startsNoSandboxBesideARealPlatform() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
			.web(WebApplicationType.NONE)
			.profiles("live")
			.properties("SEQUOIA_REGISTRY_URL=https://registry.example.com", "SEQUOIA_OWNER=demo",
					"SEQUOIA_CLIENT_ID=id", "SEQUOIA_CLIENT_SECRET=secret")
			.run()) {
			assertThat(context.getBeansOfType(SequoiaSandbox.class)).isEmpty();
		}
	}

}
