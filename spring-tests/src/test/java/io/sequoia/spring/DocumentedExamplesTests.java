package io.sequoia.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on other projects of Spring shows what the tests of this module run.
 */
class DocumentedExamplesTests {

	private static final Pattern EXAMPLE = Pattern.compile("(?s)```(?:java|graphql)\\n(.*?)```");

	@Test
	void examplesAreCodeOfTests() throws IOException {
		List<String> sources;
		try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
			sources = files.filter(Files::isRegularFile).map(DocumentedExamplesTests::read).toList();
		}
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/spring-projects.md")))
			.results()
			.map((example) -> withoutIndentation(example.group(1)))
			.toList();

		assertThat(examples).hasSizeGreaterThan(3)
			.allSatisfy((example) -> assertThat(sources).anySatisfy((source) -> assertThat(source).contains(example)));
	}

	private static String read(Path file) {
		try {
			return withoutIndentation(Files.readString(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String withoutIndentation(String text) {
		return text.replaceAll("\\s+", " ");
	}

}
