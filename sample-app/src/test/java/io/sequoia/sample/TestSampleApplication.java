package io.sequoia.sample;

import io.sequoia.test.testcontainers.SequoiaSandboxContainer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/**
 * The sample for development on a sandbox in a container:
 * {@code mvn spring-boot:test-run}.
 */
class TestSampleApplication {

	public static void main(String[] arguments) {
		SpringApplication.from(SampleApplication::main)
			.with(Container.class)
			.withAdditionalProfiles("container")
			.run(arguments);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Container {

		@Bean
		@ServiceConnection
		SequoiaSandboxContainer sandbox() {
			return new SequoiaSandboxContainer("sequoia-sandbox");
		}

	}

}
