package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages of the documentation, and the rules on their links and on the records of
 * decisions.
 */
final class DocumentationPages {

	private static final Path ROOT = Path.of("..");

	private static final Path DOCS = ROOT.resolve("docs");

	private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`]*`");

	private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

	private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:)(?<file>[^)\\s#]*)(?:#(?<heading>[^)\\s]+))?\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (?<text>.+)$");

	private DocumentationPages() {
	}

	/** Return the relative links that lead to no file, or to no heading of a page. */
	static List<String> brokenLinks() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : all()) {
			String text = CODE.matcher(read(page)).replaceAll("");
			for (Matcher link = LINK.matcher(text); link.find();) {
				Path target = link.group("file").isEmpty() ? page : page.resolveSibling(link.group("file"));
				String heading = link.group("heading");
				if (!Files.exists(target) || heading != null && !headings(target).contains(heading)) {
					broken.add(ROOT.relativize(page) + ": " + link.group().substring(1));
				}
			}
		}
		return broken;
	}

	/** Return the records of decisions, in the order of their numbers. */
	static List<Path> records() throws IOException {
		try (Stream<Path> files = Files.list(DOCS.resolve("decisions"))) {
			return files.sorted().toList();
		}
	}

	/**
	 * Return the row that a record has in the table of all of them.
	 * @param record a file of {@link #records()}
	 */
	static String row(Path record) throws IOException {
		String name = record.getFileName().toString();
		String[] lines = read(record).split("\n", 4);
		String[] dateAndStatus = lines[2].split(", ", 2);
		return "| [%s](decisions/%s) | %s | %s | %s |".formatted(name.substring(0, 4), name, dateAndStatus[0],
				lines[0].substring(2), dateAndStatus[1].replace("](", "](decisions/"));
	}

	static String read(Path page) throws IOException {
		return Files.readString(page).replace("\r\n", "\n");
	}

	/** Return the pages of the root, of the modules, and of {@code docs}. */
	static List<Path> all() throws IOException {
		List<Path> pages = new ArrayList<>();
		try (Stream<Path> files = Files.list(ROOT)) {
			for (Path file : files.toList()) {
				pages.add(Files.isDirectory(file) ? file.resolve("README.md") : file);
			}
		}
		try (Stream<Path> files = Files.walk(DOCS)) {
			files.forEach(pages::add);
		}
		return pages.stream()
			.filter((page) -> page.toString().endsWith(".md") && Files.exists(page))
			.distinct()
			.toList();
	}

	/** Return the anchors of a page's headings, as GitHub makes them. */
	private static Set<String> headings(Path page) throws IOException {
		Map<String, Integer> uses = new HashMap<>();
		Set<String> anchors = new HashSet<>();
		for (Matcher heading = HEADING.matcher(FENCED.matcher(read(page)).replaceAll("")); heading.find();) {
			String anchor = heading.group("text")
				.replaceAll("]\\([^)]*\\)", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N}_ -]", "")
				.replace(' ', '-');
			int before = uses.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((before == 0) ? anchor : anchor + "-" + before);
		}
		return anchors;
	}

}
