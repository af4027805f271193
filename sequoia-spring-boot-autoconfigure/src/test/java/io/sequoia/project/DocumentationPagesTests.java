package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the pages of the documentation connected.
 */
class DocumentationPagesTests {

	@Test
	void linksLeadToFilesAndHeadingsThatExist() throws IOException {
		assertThat(DocumentationPages.all()).hasSizeGreaterThan(60);
		assertThat(DocumentationPages.brokenLinks()).isEmpty();
	}

	@Test
	void indexListsEveryPageOnce() throws IOException {
		Path index = Path.of("../docs/README.md");
		List<Path> listed = Pattern.compile("(?m)^- \\[[^]]+]\\(([^)#]+)\\): ")
			.matcher(DocumentationPages.read(index))
			.results()
			.map((line) -> index.resolveSibling(line.group(1)).normalize())
			.toList();
		List<Path> pages = new ArrayList<>(DocumentationPages.all());
		pages.removeAll(DocumentationPages.records());
		pages.remove(index);
		assertThat(listed).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(pages.stream().map(Path::normalize).toList());
	}

	@ParameterizedTest
	@MethodSource("records")
	void recordsHaveDateStatusContextDecisionAndConsequences(Path record) throws IOException {
		assertThat(record.getFileName().toString()).matches("\\d{4}-[a-z-]+\\.md");
		assertThat(DocumentationPages.read(record))
			.matches("(?s)# [^\n]+\n\n" + "\\d{4}-\\d\\d-\\d\\d, (accepted|superseded by \\[\\d{4}]\\([^\n]+\\))\n\n"
					+ "## Context\n\n.+\n\n## Decision\n\n.+\n\n## Consequences\n\n.+\n");
	}

	@Test
	void recordsAreListedInTheOrderOfTheirNumbers() throws IOException {
		List<String> rows = DocumentationPages.read(Path.of("../docs/decisions.md"))
			.lines()
			.filter((line) -> line.startsWith("| [0"))
			.toList();
		assertThat(DocumentationPages.records()).hasSameSizeAs(rows)
			.extracting(DocumentationPages::row)
			.containsExactlyElementsOf(rows);
		for (int i = 0; i < rows.size(); i++) {
			assertThat(rows.get(i)).startsWith("| [%04d](".formatted(i + 1));
		}
	}

	static List<Path> records() throws IOException {
		return DocumentationPages.records();
	}

}
