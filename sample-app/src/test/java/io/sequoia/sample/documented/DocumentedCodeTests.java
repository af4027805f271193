package io.sequoia.sample.documented;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of each page compiles as it stands there.
 */
class DocumentedCodeTests {

	static Stream<DocumentedPage> pages() {
		List<DocumentedPage> pages = DocumentedPage.all();
		return pages.stream().filter((page) -> !page.blocks("java").isEmpty());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void compiles(DocumentedPage page) {
		assertThat(DocumentedCode.get().errors(page.path())).isEmpty();
	}

}
