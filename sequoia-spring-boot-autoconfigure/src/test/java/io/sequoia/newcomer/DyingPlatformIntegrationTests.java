package io.sequoia.newcomer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.newcomer.plain.PlainApplication;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * An outage under an application, and the recovery.
 */
@ExtendWith(OutputCaptureExtension.class)
class DyingPlatformIntegrationTests {

	/** With the short interval, the registry is asked during the outage too. */
	@ParameterizedTest
	@ValueSource(strings = { "5m", "10ms" })
	void isOneWarningAndOneLineWhenItIsBack(String refreshInterval, CapturedOutput output) {
		SequoiaSandbox sandbox = SequoiaSandbox.start();
		try (ConfigurableApplicationContext context = run(sandbox.registryUrl(),
				"--sequoia.registry.refresh-interval=" + refreshInterval)) {
			SequoiaOperations sequoia = context.getBean(SequoiaTemplate.class)
				.with(RequestOptions.builder().maxAttempts(2).backOff(Duration.ofMillis(1)).build());
			count(context.getBean(SequoiaTemplate.class));
			int port = sandbox.port();
			sandbox.close();
			for (int i = 0; i < 10; i++) {
				assertThat(catchThrowable(() -> count(sequoia))).isInstanceOf(ServiceUnavailableException.class)
					.hasMessageContaining("connection refused; check ")
					.hasMessageNotContaining("made");
			}
			sandbox = SequoiaSandbox.builder().port(port).start();
			count(context.getBean(SequoiaTemplate.class));
			assertThat(lines(output, " WARN ")).singleElement().asString().contains("connection refused");
			assertThat(lines(output, " INFO ")).filteredOn((line) -> line.contains("answers again"))
				.singleElement()
				.asString()
				.contains(":" + port);
			assertThat(output.getAll()).doesNotContain("\tat ", "Exception");
		}
		finally {
			sandbox.close();
		}
	}

	@Test
	void wrongSchemeIsOneWarningOfTheClient(CapturedOutput output) {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start();
				ConfigurableApplicationContext context = run(sandbox.registryUrl().replace("http:", "https:"))) {
			SequoiaTemplate sequoia = context.getBean(SequoiaTemplate.class);
			for (int i = 0; i < 3; i++) {
				assertThat(catchThrowable(() -> count(sequoia))).hasMessageContaining("the server does not speak TLS")
					.hasMessageContaining("check sequoia.registry.url");
			}
			assertThat(lines(output, " io.sequoia.")).filteredOn((line) -> line.contains(" WARN "))
				.singleElement()
				.asString()
				.contains("does not speak TLS");
		}
	}

	private static void count(SequoiaOperations sequoia) {
		sequoia.service("metadata").resources("contents").count(Criteria.all());
	}

	private static ConfigurableApplicationContext run(String registryUrl, String... further) {
		List<String> arguments = new ArrayList<>(
				List.of("--sequoia.registry.url=" + registryUrl, "--sequoia.owner=testmock",
						"--sequoia.auth.client-id=sandbox-client", "--sequoia.auth.client-secret=sandbox-secret"));
		arguments.addAll(List.of(further));
		return new SpringApplicationBuilder(PlainApplication.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	private static List<String> lines(CapturedOutput output, String level) {
		return output.getAll().lines().filter((line) -> line.contains(level)).toList();
	}

}
