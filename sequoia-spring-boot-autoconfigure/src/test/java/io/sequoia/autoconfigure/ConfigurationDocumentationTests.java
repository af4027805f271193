package io.sequoia.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of {@code docs/configuration.md} are real.
 */
class ConfigurationDocumentationTests {

	private static final Path SOURCE = Path.of("src/test/java/io/sequoia/autoconfigure/VaultConnectionDetails.java");

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void showsWhatFailedStartPrints(@TempDir Path directory, CapturedOutput output) throws Exception {
		String section = documentation().substring(documentation().indexOf("## What goes wrong"));
		Path file = Files.writeString(directory.resolve("application.yml"), block(section, "yaml"));
		SpringApplicationBuilder application = new SpringApplicationBuilder(
				ConfigurationFailureAnalysisTests.Application.class)
			.web(WebApplicationType.NONE);
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> application.run("--spring.config.location=" + file.toUri()));
		String printed = output.getOut().replaceAll("URL \\[file:[^]]+]", "class path resource [application.yml]");
		assertThat(printed).contains(block(section, "text"));
	}

	@Test
	void showsConnectionDetailsThatCompile() throws Exception {
		assertThat(Files.readString(SOURCE)).contains(block(documentation(), "java"));
		VaultConnectionDetails details = new VaultConnectionDetails(
				Map.of("registry-url", "https://registry.example.com", "owner", "testmock", "client-id", "catalogue",
						"client-secret", "secret"));
		assertThat(ValidatedSequoiaConfiguration.of(new SequoiaProperties(), details, WrittenSettings.NONE)
			.connectionDetails()).isSameAs(details);
	}

	private static String block(String text, String language) {
		Matcher matcher = Pattern.compile("```" + language + "\n(.+?)```", Pattern.DOTALL).matcher(text);
		assertThat(matcher.find()).as("block of " + language).isTrue();
		return matcher.group(1);
	}

	private static String documentation() throws IOException {
		return Files.readString(Path.of("../docs/configuration.md"));
	}

}
