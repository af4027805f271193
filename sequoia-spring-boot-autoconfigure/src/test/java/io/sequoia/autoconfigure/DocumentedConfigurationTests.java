package io.sequoia.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML of the pages starts an application unchanged, and all its keys exist.
 */
class DocumentedConfigurationTests {

	private static final Pattern BLOCK = Pattern.compile("```ya?ml\n(.*?)```", Pattern.DOTALL);

	@TempDir
	private static Path directory;

	private static PemFiles pem;

	@BeforeAll
	static void createFiles() {
		pem = PemFiles.createIn(directory);
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void starts(String yaml) throws IOException {
		String runnable = yaml.replace("/run/certs/client.crt", pem.certificate().toString())
			.replace("/run/certs/authority.crt", pem.certificate().toString())
			.replace("/run/certs/client.key", pem.privateKey().toString())
			.replace("/run/secrets/sequoia", Files.writeString(directory.resolve("secret"), "secret\n").toString());
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("page",
				new ByteArrayResource(runnable.getBytes(StandardCharsets.UTF_8)));
		ConfigurationUnderTest.empty()
			.withInitializer((context) -> sources.forEach(context.getEnvironment().getPropertySources()::addLast))
			.withPropertyValues("SEQUOIA_CLIENT_ID=catalogue", "SEQUOIA_CLIENT_SECRET=secret",
					"sequoia.strict-configuration=true")
			.withPropertyValues(missing(sources))
			// the login of a web application is not tested here
			.withBean(SequoiaTokenSource.class, SequoiaTokenSource::none)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** Return settings that the page does not repeat, since another page has them. */
	private static String[] missing(List<PropertySource<?>> sources) {
		Map<String, String> missing = new HashMap<>();
		for (String setting : ConfigurationUnderTest.VALID) {
			missing.put(setting.substring(0, setting.indexOf('=')), setting);
		}
		sources.stream()
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.forEach((name) -> {
				missing.remove(name);
				if (name.startsWith("sequoia.auth.")) {
					missing.keySet().removeIf((key) -> key.startsWith("sequoia.auth."));
				}
			});
		return missing.values().toArray(String[]::new);
	}

	static Stream<Named<String>> blocks() throws IOException {
		Path root = Path.of("..");
		try (Stream<Path> pages = Files.list(root.resolve("docs"))) {
			return Stream
				.concat(Stream.of(root.resolve("README.md")),
						pages.filter((page) -> page.toString().endsWith(".md")).sorted())
				.flatMap(DocumentedConfigurationTests::blocks)
				.toList()
				.stream();
		}
	}

	/**
	 * Find the YAML blocks. The block that shows an error is compared with its message
	 * elsewhere.
	 */
	private static Stream<Named<String>> blocks(Path page) {
		try {
			return BLOCK.matcher(Files.readString(page))
				.results()
				.map((MatchResult result) -> result.group(1))
				.filter((yaml) -> !yaml.contains("owner: test mock"))
				.map((yaml) -> Named.of(page.getFileName() + ": " + yaml.strip().lines().findFirst().orElse(""), yaml));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
