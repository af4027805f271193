package io.sequoia.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each row of {@code docs/protocol.md} is proven by the tests that it names, and each
 * test that names a row is named there.
 */
@Tag("long")
class ProtocolCoverageTests {

	private static final Pattern ROW = Pattern.compile("\\| ((?:\\d+|P) [^|]+) \\|.*\\| ([^|]*) \\|");

	private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");

	@Test
	void everyRowIsProvenByTheTestsThatItNames() throws IOException {
		Map<String, SortedSet<String>> documented = documented();
		Map<String, SortedSet<String>> proven = proven();
		assertThat(documented).hasSizeGreaterThan(100);
		SoftAssertions softly = new SoftAssertions();
		documented.forEach((row, tests) -> softly.assertThat(proven.getOrDefault(row, new TreeSet<>()))
			.as("tests of the row '%s': %s", row, cell(proven.get(row)))
			.isNotEmpty()
			.isEqualTo(tests));
		softly.assertThat(documented.keySet()).as("rows that tests name").containsAll(proven.keySet());
		softly.assertAll();
	}

	private static Map<String, SortedSet<String>> documented() throws IOException {
		Map<String, SortedSet<String>> rows = new LinkedHashMap<>();
		for (String line : Files.readAllLines(Path.of("../docs/protocol.md"))) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				SortedSet<String> tests = new TreeSet<>();
				TEST.matcher(row.group(2)).results().forEach((test) -> tests.add(test.group(1)));
				assertThat(rows.put(row.group(1), tests)).as("the same row twice: " + row.group(1)).isNull();
			}
		}
		return rows;
	}

	private static Map<String, SortedSet<String>> proven() {
		Map<String, SortedSet<String>> rows = new LinkedHashMap<>();
		new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests())
			.importPackages("io.sequoia")
			.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(Proves.class))
			.forEach((method) -> {
				for (String row : method.getAnnotationOfType(Proves.class).value()) {
					rows.computeIfAbsent(row, (unseen) -> new TreeSet<>()).add(name(method));
				}
			});
		return rows;
	}

	private static String name(JavaMethod method) {
		return method.getOwner().getSimpleName() + "#" + method.getName();
	}

	/** Return the content of the row's last cell. */
	private static String cell(SortedSet<String> tests) {
		return (tests != null) ? "`" + String.join("`, `", tests) + "`" : "none";
	}

}
