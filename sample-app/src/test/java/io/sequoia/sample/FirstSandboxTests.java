package io.sequoia.sample;

import java.util.Map;

import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test in {@code docs/getting-started.md}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class FirstSandboxTests {

	static final SequoiaSandbox sandbox = SequoiaSandbox.start();

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		registry.add("sequoia.registry.url", sandbox::registryUrl);
		registry.add("sequoia.owner", sandbox::owner);
		registry.add("sequoia.auth.client-id", sandbox::clientId);
		registry.add("sequoia.auth.client-secret", sandbox::clientSecret);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@Test
	void findsFilmAlthoughThePlatformStumbles(@Autowired SequoiaTemplate sequoia) {
		sandbox.put("metadata", "contents", Map.of("name", "my-film", "type", "movie", "title", "My Film"));
		sandbox.faults().next(Operation.READ, Fault.status(503));

		assertThat(new ReadmeTour.Films(sequoia).find("my-film")).get()
			.extracting(ReadmeTour.Film::title)
			.isEqualTo("My Film");
		assertThat(sandbox.requests().count(Operation.READ)).isEqualTo(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
