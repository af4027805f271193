package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a documentation page that is written by a test. It stands between {@code <!--
 * seen by TheTests -->} and {@code <!-- end -->}.
 */
public final class SeenInTests {

	/** The system property that makes tests write pages rather than compare them. */
	private static final String WRITE = "sequoia.docs.write";

	private static final Path DOCS = Path.of("../docs");

	private static final String END = "\n<!-- end -->\n";

	private SeenInTests() {
	}

	/**
	 * Check that a page shows the test's results, or write them there.
	 * @param page the name of the page
	 * @param test the test
	 * @param seen the results, in Markdown
	 */
	public static void assertShown(String page, Class<?> test, String seen) throws IOException {
		Path file = DOCS.resolve(page);
		String before = read(file);
		String begin = "<!-- seen by " + test.getSimpleName() + " -->\n";
		assertThat(before).containsOnlyOnce(begin);
		int start = before.indexOf(begin) + begin.length();
		String after = before.substring(0, start) + "\n" + seen + before.substring(before.indexOf(END, start));
		if (Boolean.getBoolean(WRITE)) {
			Files.writeString(file, after);
		}
		assertThat(read(file))
			.as("docs/%s shows what was seen; if that is right, run %s with -D%s=true", page, test.getSimpleName(),
					WRITE)
			.isEqualTo(after);
	}

	/** Read a file with the line endings of any platform. */
	private static String read(Path file) throws IOException {
		return Files.readString(file).replace("\r\n", "\n");
	}

}
