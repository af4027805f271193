package io.sequoia.sample.documented;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a reader of a page has: its blocks of code, the variables that its prose
 * gives to them ("Given {@code SequoiaTemplate sequoia}"), and the page whose types it
 * says to use ("the types of [another page]").
 *
 * @param path the page, from the root of the repository
 * @param blocks its blocks of all languages, in their order
 * @param types the page whose types this one uses too, or an empty text
 */
record DocumentedPage(String path, List<Block> blocks, String types) {

	private static final Path ROOT = Path.of("..");

	/** A page on projects that the sample does not use, whose code is that of tests. */
	private static final String OTHER_PROJECTS = "docs/spring-projects.md";

	private static final Pattern GIVES = Pattern.compile("(?i)\\bgiven\\b");

	private static final Pattern GIVEN = Pattern.compile("`([A-Z][\\w<>,?. ]* [a-z]\\w*)`");

	private static final Pattern TYPES = Pattern.compile("types\\s+of\\s+\\[[^]]+]\\(([^)#]+)");

	/**
	 * A block of code.
	 *
	 * @param language the word behind its fence
	 * @param line the line of the page that its code begins on
	 * @param code the code
	 * @param given declarations of the variables that the page has given so far
	 */
	record Block(String language, int line, String code, Set<String> given) {

	}

	static DocumentedPage of(String path) {
		List<Block> blocks = new ArrayList<>();
		Set<String> given = new LinkedHashSet<>();
		List<String> lines = lines(path);
		StringBuilder prose = new StringBuilder();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (!line.startsWith("```")) {
				prose.append(line).append('\n');
				continue;
			}
			given.addAll(given(prose.toString()));
			prose.setLength(0);
			int start = i + 1;
			while (!lines.get(++i).startsWith("```")) {
				prose.append(lines.get(i)).append('\n');
			}
			blocks.add(new Block(line.substring(3).strip(), start + 1, prose.toString(), Set.copyOf(given)));
			prose.setLength(0);
		}
		return new DocumentedPage(path, blocks, types(path, String.join("\n", lines)));
	}

	/** All pages that users read. */
	static List<DocumentedPage> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream
				.concat(Stream.of("README.md", "sample-app/README.md"),
						docs.map((page) -> "docs/" + page.getFileName()).sorted())
				.filter((page) -> page.endsWith(".md") && !page.equals(OTHER_PROJECTS))
				.map(DocumentedPage::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Block> blocks(String language) {
		return this.blocks.stream().filter((block) -> block.language().equals(language)).toList();
	}

	/** The package that the code of the page is compiled in, unless it says so itself. */
	String packageName() {
		return "documented." + this.path.replace(".md", "").replaceAll("\\W", "").toLowerCase();
	}

	private static List<String> given(String prose) {
		return Stream.of(prose.split("\n\n"))
			.filter((paragraph) -> GIVES.matcher(paragraph).find())
			.flatMap((paragraph) -> GIVEN.matcher(paragraph).results())
			.map((MatchResult variable) -> variable.group(1))
			.toList();
	}

	private static String types(String path, String text) {
		return TYPES.matcher(text)
			.results()
			.map((link) -> Path.of(path).resolveSibling(link.group(1)).normalize().toString())
			.findFirst()
			.orElse("");
	}

	private static List<String> lines(String path) {
		try {
			return Files.readAllLines(ROOT.resolve(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.path;
	}

}
