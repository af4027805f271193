package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The comments in the Java sources of all modules, and the rules on their language.
 */
final class SourceComments {

	static final Path ROOT = Path.of("..");

	/** A comment, or a text in which the beginning of one means nothing. */
	private static final Pattern COMMENT_OR_TEXT = Pattern.compile(
			"(?s)(?<comment>/\\*.*?\\*/|//[^\\n]*)|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");

	private static final String QUESTION_WORD = "(?:what|who|whom|whose|where|how|which|when|why)(?:ever)?\\b";

	/** A comment that begins like a question without being one. */
	private static final Pattern RIDDLE = Pattern
		.compile("(?i)^" + QUESTION_WORD + "|(?<!\\{)@(?:param \\S+|return|throws \\S+) " + QUESTION_WORD);

	private static final Pattern REFERENCE = Pattern
		.compile("docs/(?<page>[\\w-]+\\.md)(?:, sections? (?<first>\\d+)(?: (?:and|to) (?<last>\\d+))?)?");

	/** A reference to a document that is not in the repository. */
	private static final Pattern FOREIGN_REFERENCE = Pattern.compile("\\b[A-Z]{5,}(?:\\.md)? \\d");

	private SourceComments() {
	}

	/** Return the comments that begin like a question. */
	static List<String> riddles() throws IOException {
		return all().filter((comment) -> RIDDLE.matcher(comment.text()).find()).map(Comment::toString).toList();
	}

	/** Return the references to pages or sections that do not exist. */
	static List<String> brokenReferences() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Comment comment : all().toList()) {
			if (FOREIGN_REFERENCE.matcher(comment.text()).find()) {
				broken.add(comment.toString());
			}
			for (Matcher reference = REFERENCE.matcher(comment.text()); reference.find();) {
				if (!exists(reference)) {
					broken.add(comment.toString());
				}
			}
		}
		return broken;
	}

	private static boolean exists(Matcher reference) throws IOException {
		Path page = ROOT.resolve("docs").resolve(reference.group("page"));
		return Files.exists(page) && hasSection(page, reference.group("first"))
				&& hasSection(page, reference.group("last"));
	}

	private static boolean hasSection(Path page, String number) throws IOException {
		return number == null || Files.readString(page).contains("\n## " + number + ". ");
	}

	/** Return all comments, with their white space as single spaces. */
	static Stream<Comment> all() throws IOException {
		List<Comment> comments = new ArrayList<>();
		for (Path source : sources()) {
			String code = Files.readString(source);
			for (Matcher found = COMMENT_OR_TEXT.matcher(code); found.find();) {
				if (found.group("comment") != null) {
					comments.add(new Comment(source, text(found.group("comment"))));
				}
			}
		}
		return comments.stream();
	}

	/**
	 * Return the number of lines with code: without blank ones and comments.
	 * @param source a file of {@link #sources()}
	 */
	static long linesOfCode(Path source) throws IOException {
		return code(source).lines().filter((line) -> !line.isBlank()).count();
	}

	/** Return a source without its comments. */
	static String code(Path source) throws IOException {
		return COMMENT_OR_TEXT.matcher(Files.readString(source))
			.replaceAll((found) -> (found.start(1) >= 0) ? "" : Matcher.quoteReplacement(found.group()));
	}

	static List<Path> sources() throws IOException {
		List<Path> sources = new ArrayList<>();
		try (Stream<Path> modules = Files.list(ROOT)) {
			for (Path module : modules.map((module) -> module.resolve("src")).filter(Files::isDirectory).toList()) {
				try (Stream<Path> files = Files.walk(module)) {
					files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
				}
			}
		}
		return sources;
	}

	private static String text(String comment) {
		return comment.replaceAll("^/\\*+|^//|\\*/$|\\n\\s*\\*(?!/)", " ").replaceAll("\\s+", " ").strip();
	}

	/**
	 * A comment.
	 *
	 * @param source the file
	 * @param text the text, on one line
	 */
	record Comment(Path source, String text) {

		@Override
		public String toString() {
			return this.source.getFileName() + ": " + this.text;
		}

	}

}
