package io.sequoia.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of fields in {@code docs/sandbox.md}, which this test writes with
 * {@code -Dsequoia.docs.write=true}.
 */
class ResourceTableTests {

	private static final Path PAGE = Path.of("../docs/sandbox.md");

	private static final String BEGIN = "<!-- seen by ResourceTableTests -->\n";

	private static final String END = "<!-- end -->";

	@Test
	void thePageShowsTheFieldsOfEveryResource() throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		String tables = tables();
		if (Boolean.getBoolean("sequoia.docs.write")) {
			page = page.substring(0, begin) + tables + page.substring(page.indexOf(END, begin));
			Files.writeString(PAGE, page);
		}
		assertThat(page.substring(begin, page.indexOf(END, begin))).isEqualTo(tables);
	}

	private static String tables() {
		StringBuilder text = new StringBuilder();
		ServiceSchema metadata = SchemaReader.read().get("metadata");
		ResourceSchema contents = metadata.resource("contents");
		List<String> common = contents.fields()
			.keySet()
			.stream()
			.filter((name) -> metadata.resources().values().stream().allMatch((it) -> it.fields().containsKey(name)))
			.toList();
		text.append("\n### Fields of every resource\n\n");
		table(text, contents, common);
		metadata.resources().forEach((plural, resource) -> {
			text.append("\n### ").append(plural).append("\n\n").append(resource.description()).append(".\n\n");
			table(text, resource,
					resource.fields().keySet().stream().filter((name) -> !common.contains(name)).toList());
			if (!resource.relationships().isEmpty()) {
				text.append("\nIt includes ")
					.append(resource.relationships()
						.values()
						.stream()
						.map((it) -> "`" + it.name() + "` (" + it.resourceType() + ")")
						.collect(Collectors.joining(", ")))
					.append(".\n");
			}
		});
		return text.append('\n').toString();
	}

	private static void table(StringBuilder text, ResourceSchema resource, List<String> names) {
		text.append("| field | type | filter | what |\n|---|---|---|---|\n");
		names.stream()
			.map(resource.fields()::get)
			.filter((field) -> field.type() != ValueType.LOCALISED)
			.forEach((field) -> text.append("| `%s` | %s | %s | %s |\n".formatted(field.name(), type(field),
					filter(resource, field), field.description() + values(field))));
	}

	private static String type(FieldSchema field) {
		List<String> words = new ArrayList<>(List.of(field.type().title() + (field.array() ? " list" : "")));
		Map<String, Boolean> flags = Map.of("required", field.required(), "read-only", field.readOnly(), "sort",
				field.sortable(), "by language too", field.localised());
		flags.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).sorted().forEach(words::add);
		return String.join(", ", words);
	}

	private static String filter(ResourceSchema resource, FieldSchema field) {
		return resource.filters()
			.values()
			.stream()
			.filter((filter) -> filter.path().equals(field.name()) || filter.path().startsWith(field.name() + "."))
			.map((filter) -> "`" + filter.name() + "`" + (filter.range() ? ", ranges" : "")
					+ (filter.prefix() ? ", `*` at an end" : ""))
			.collect(Collectors.joining("; "));
	}

	private static String values(FieldSchema field) {
		List<String> values = field.values().values().stream().distinct().toList();
		if (!field.keys().isEmpty()) {
			return ": keys " + quoted(List.copyOf(field.keys().keySet()));
		}
		if (!field.fields().isEmpty()) {
			return ": " + quoted(List.copyOf(field.fields().keySet()));
		}
		return values.isEmpty() ? "" : ": " + quoted(values);
	}

	private static String quoted(List<String> values) {
		return values.stream().map((value) -> "`" + value + "`").collect(Collectors.joining(", "));
	}

}
