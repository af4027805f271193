package io.sequoia.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata by which a native image contains the sandbox.
 */
class NativeImageTests {

	private static final String METADATA = "/META-INF/native-image/io.sequoia/sequoia-sandbox/reachability-metadata.json";

	@Test
	void metadataNamesEachFileThatTheSandboxReads() throws IOException, URISyntaxException {
		List<PathMatcher> named = globs();
		Path classes = Path.of(SequoiaSandboxMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.walk(classes.resolve("io"))) {
			List<Path> read = files.filter(Files::isRegularFile)
				.map(classes::relativize)
				.filter((file) -> !file.toString().endsWith(".class"))
				.toList();
			assertThat(read).hasSizeGreaterThan(5)
				.allSatisfy((file) -> assertThat(named).anyMatch((glob) -> glob.matches(file)));
		}
	}

	private static List<PathMatcher> globs() throws IOException {
		try (InputStream metadata = NativeImageTests.class.getResourceAsStream(METADATA)) {
			JsonNode resources = Json.MAPPER.readTree(metadata).path("resources");
			return resources.valueStream()
				.map((entry) -> FileSystems.getDefault().getPathMatcher("glob:" + entry.path("glob").asString()))
				.toList();
		}
	}

}
