package io.sequoia.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.sequoia.autoconfigure.ConfigurationUnderTest.Planted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFailureAnalysisTests {

	@TempDir
	private Path directory;

	@Test
	void saysWhatIsWrongWhereAndWhatToDo(CapturedOutput output) throws Exception {
		start("""
				sequoia:
				  registry:
				    url: http://me:%s@registry.example.com/services
				  owner: testmock
				  auth:
				    client-id: ${CLIENT_ID}
				    client-secret: "%s\\n"
				  retry:
				    max-attempts: 0
				""".formatted(Planted.PASSWORD, Planted.SECRET));
		String file = this.directory.resolve("application.yml").toString();
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.containsSubsequence("Description:", "has 5 errors:", "Setting: sequoia.registry.url",
					"Value: http://***@registry.example.com/services", "Origin: ", file, ":10",
					"Reason: contains user information", "Reason: uses plain http", "Setting: sequoia.auth.client-id",
					"Value: ${CLIENT_ID}", "Reason: contains a placeholder that cannot be resolved",
					"Setting: sequoia.auth.client-secret", "Value: ******", "Origin: ",
					"Reason: ends with a line break", "Setting: sequoia.retry.max-attempts", "Value: 0",
					"Reason: must be from 1 to 100", "Action:", "sequoia.registry.url: Remove the user",
					"sequoia.auth.client-id: Set 'CLIENT_ID'",
					"sequoia.retry.max-attempts: Write a number from 1 to 100.");
		assertThat(output.getAll()).doesNotContain(Planted.PASSWORD, Planted.SECRET);
	}

	@Test
	void saysWhereAListIsThatIsWrittenAsOneText(CapturedOutput output) throws Exception {
		start("""
				sequoia:
				  registry:
				    url: https://registry.example.com
				    allowed-hosts: a.example.com, http://b.example.com
				  owner: testmock
				  auth:
				    type: none
				""");
		assertThat(output.getOut()).containsSubsequence("has one error:", "Setting: sequoia.registry.allowed-hosts[1]",
				"Value: http://b.example.com", "Origin: ", this.directory.resolve("application.yml").toString(), "4:20",
				"Reason: is neither a host");
	}

	@Test
	void saysWhatToWriteWhenNothingIsConfigured(CapturedOutput output) throws Exception {
		start("spring.main.banner-mode: off");
		assertThat(output.getOut()).contains("Setting: sequoia.registry.url", "Setting: sequoia.owner",
				"Setting: sequoia.auth.client-id", "Setting: sequoia.auth.client-secret", "Reason: is missing",
				"Write the URL of the registry, such as 'https://registry.example.com'");
	}

	@Test
	void leavesTypingErrorsToSpringBootWhichNamesTheKey(CapturedOutput output) throws Exception {
		start("sequoia.auth.type: tokn");
		assertThat(output.getOut()).contains("sequoia.auth.type", "tokn", "CLIENT_CREDENTIALS");
	}

	private void start(String yaml) throws IOException {
		Path file = Files.writeString(this.directory.resolve("application.yml"), yaml);
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE);
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> application.run("--spring.config.location=" + file.toUri()));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, SequoiaAutoConfiguration.class })
	static class Application {

	}

}
