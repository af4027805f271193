package io.sequoia.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints resources: as a table to a terminal, as a line of JSON each to a pipe.
 */
final class Output {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

	private static final List<String> COLUMNS = List.of("ref", "title", "type", "version");

	private static final int MAX_WIDTH = 48;

	@Option(names = { "-o", "--output" }, paramLabel = "table|json",
			description = "Print a table, or a line of JSON for each; by default a table to a terminal only.")
	private @Nullable Format format;

	@Option(names = { "-c", "--columns" }, split = ",", paramLabel = "<field>",
			description = "The fields in the table; by default ref, title, type and version.")
	private List<String> columns = COLUMNS;

	/**
	 * Print resources as they arrive; a table at the end, since its columns are as wide
	 * as what is in them.
	 */
	void print(Stream<? extends Map<String, ?>> resources, Terminal terminal) {
		if (isTable(terminal)) {
			printTable(this.columns, resources.map(this::row).toList(), terminal.out());
		}
		else {
			resources.forEach((resource) -> terminal.out().println(line(resource)));
		}
	}

	/**
	 * Print one resource; for a person with all of its fields, one a line.
	 */
	void printOne(Map<String, ?> resource, Terminal terminal) {
		if (isTable(terminal)) {
			List<List<String>> rows = new ArrayList<>();
			resource.forEach((name, value) -> rows.add(List.of(name, text(value))));
			printTable(List.of("field", "value"), rows, terminal.out());
		}
		else {
			terminal.out().println(line(resource));
		}
	}

	/**
	 * Return a value as a line of JSON. Half of a pair of surrogates is escaped, as UTF-8
	 * has no bytes for it.
	 */
	static String line(Object resource) {
		String line = JSON.writeValueAsString(resource);
		return LONE_SURROGATE.matcher(line).replaceAll((lone) -> "\\\\u%04x".formatted((int) lone.group().charAt(0)));
	}

	static void printTable(List<String> head, List<List<String>> rows, PrintWriter out) {
		int[] widths = new int[head.size()];
		Set<List<String>> all = new LinkedHashSet<>(List.of(head));
		all.addAll(rows);
		for (List<String> row : all) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.min(MAX_WIDTH, Math.max(widths[i], row.get(i).length()));
			}
		}
		printRow(head.stream().map(String::toUpperCase).toList(), widths, out);
		rows.forEach((row) -> printRow(row, widths, out));
	}

	private static void printRow(List<String> row, int[] widths, PrintWriter out) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < widths.length; i++) {
			String cell = row.get(i);
			boolean last = i == widths.length - 1;
			line.append((cell.length() > widths[i] && !last) ? shortened(cell, widths[i] - 1) + "…" : cell);
			line.append(" ".repeat(last ? 0 : Math.max(0, widths[i] - cell.length()) + 2));
		}
		out.println(line.toString().stripTrailing());
	}

	/** Return the beginning of a text, without half of a pair of surrogates. */
	private static String shortened(String text, int length) {
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	private boolean isTable(Terminal terminal) {
		return (this.format != null) ? this.format == Format.table : terminal.interactive();
	}

	private List<String> row(Map<String, ?> resource) {
		return this.columns.stream().map((column) -> text(resource.get(column))).toList();
	}

	/** Return a value on one line, without what a terminal would take for a command. */
	private static String text(@Nullable Object value) {
		String text = (value == null) ? "" : (value instanceof String string) ? string : line(value);
		return text.replaceAll("\\p{Cc}", " ");
	}

	private enum Format {

		table, json

	}

}
