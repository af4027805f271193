package io.sequoia.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The metadata service of the sandbox beside a descriptor that was recorded from the
 * platform, whose file {@code -Dsequoia.sandbox.recorded-descriptor} names. Both are read
 * as facts, one line each, so that a difference explains itself.
 * <p>
 * Accepted differences, which no client uses: descriptions, labels and examples, the
 * display of a resource in a console ({@code display}, {@code primary}), repetitions
 * inside of a field ({@code filters}, {@code relationships}, {@code localises}, {@code
 * allowedValues}), the stability of a resource, the retention of deleted ones, and
 * restrictions for some users ({@code restrictions}).
 */
class RecordedDescriptorTests {

	private static final String PROPERTY = "sequoia.sandbox.recorded-descriptor";

	private static final List<String> RESOURCE_FACTS = List.of("path", "singularName", "pluralName",
			"hyphenatedPluralName", "serviceName", "pagination");

	private static final List<String> OPERATION_FACTS = List.of("enabled", "actions", "limit");

	private static final List<String> FIELD_FACTS = List.of("type", "required", "readOnly", "array", "sort",
			"countable", "default", "max", "nonexistent", "localisedBy", "localisationOf", "allowedValueMappings",
			"filteredBy", "relatedBy", "fieldName", "fieldNamePath");

	private static final List<String> TYPE_FACTS = List.of("pattern", "codes", "keys", "values");

	private static final List<String> FILTER_FACTS = List.of("type", "fieldNamePath", "and", "or", "range", "prefix",
			"text", "includes", "valueType", "prohibited");

	private static final List<String> RELATIONSHIP_FACTS = List.of("type", "resourceType", "fieldNamePath",
			"filterName", "through", "fields", "batchSize", "intersectable");

	@Test
	void statesTheFactsOfTheRecordedDescriptor() throws Exception {
		String file = System.getProperty(PROPERTY);
		assumeThat(file).as("-D%s=<file> compares with a recorded descriptor", PROPERTY).isNotBlank();
		assumeThat(Path.of(file)).as("the recorded descriptor").exists();
		Set<String> recorded = facts(Json.MAPPER.readTree(Files.readAllBytes(Path.of(file))));
		Set<String> served = facts(new DescriptorWriter(SchemaReader.read().get("metadata")).write());
		assertThat(recorded).hasSizeGreaterThan(3000);
		List<String> missing = new ArrayList<>(recorded);
		missing.removeAll(served);
		List<String> added = new ArrayList<>(served);
		added.removeAll(recorded);
		assertThat(missing).as("recorded, but not served").isEmpty();
		assertThat(added).as("served, but not recorded").isEmpty();
	}

	private static Set<String> facts(JsonNode descriptor) {
		Set<String> facts = new TreeSet<>();
		add(facts, "", descriptor, List.of("name", "urn"));
		descriptor.path("routes")
			.forEach((route) -> facts.add("route " + route.path("method") + " " + route.path("path") + " "
					+ route.path("name") + " " + route.path("inputs")));
		descriptor.path("resourcefuls").forEachEntry((name, resource) -> {
			add(facts, name, resource, RESOURCE_FACTS);
			each(resource, "operations",
					(operation, json) -> add(facts, name + " " + operation, json, OPERATION_FACTS));
			each(resource, "fields", (field, json) -> addField(facts, name + "." + field, json));
			each(resource, "filters", (filter, json) -> add(facts, name + "?" + filter, json, FILTER_FACTS));
			each(resource, "relationships",
					(relationship, json) -> add(facts, name + "->" + relationship, json, RELATIONSHIP_FACTS));
		});
		return facts;
	}

	private static void addField(Set<String> facts, String path, JsonNode field) {
		add(facts, path, field, FIELD_FACTS);
		add(facts, path + ":", field.path("typeInfo"), TYPE_FACTS);
		each(field, "fields", (name, part) -> addField(facts, path + "." + name, part));
	}

	private static void each(JsonNode node, String part, java.util.function.BiConsumer<String, JsonNode> consumer) {
		node.path(part).forEachEntry(consumer);
	}

	/** Add every fact; an empty value is the same as a missing one. */
	private static void add(Set<String> facts, String subject, JsonNode node, List<String> names) {
		facts.add(subject);
		names.stream()
			.filter((name) -> node.has(name) && !(node.get(name).isContainer() && node.get(name).isEmpty()))
			.forEach((name) -> facts.add(subject + " " + name + " " + sorted(node.get(name))));
	}

	/** Write a value as the same text whatever the order of keys and of listed names. */
	private static String sorted(JsonNode node) {
		if (node.isObject()) {
			Set<String> entries = new TreeSet<>();
			node.forEachEntry((name, value) -> entries.add(name + "=" + sorted(value)));
			return entries.toString();
		}
		if (node.isArray()) {
			Set<String> elements = new TreeSet<>();
			node.forEach((element) -> elements.add(sorted(element)));
			return elements.toString();
		}
		return node.asString();
	}

}
