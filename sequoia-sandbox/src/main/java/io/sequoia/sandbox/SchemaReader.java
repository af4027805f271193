package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code services.json}: the short form of the services, of which descriptors,
 * filters and validation are made.
 */
final class SchemaReader {

	private final JsonNode root;

	private SchemaReader(JsonNode root) {
		this.root = root;
	}

	static Map<String, ServiceSchema> read() {
		JsonNode root = Json.resource("services.json");
		SchemaReader reader = new SchemaReader(root);
		Map<String, ServiceSchema> services = new LinkedHashMap<>();
		root.path("services")
			.forEach((service) -> services.put(service.path("name").asString(), reader.service(service)));
		return Collections.unmodifiableMap(services);
	}

	private ServiceSchema service(JsonNode json) {
		String name = json.path("name").asString();
		Map<String, ResourceSchema> resources = new LinkedHashMap<>();
		json.path("resources")
			.forEachEntry((plural, resource) -> resources.put(plural, resource(name, plural, resource)));
		return new ServiceSchema(name, json.path("title").asString(), json.path("description").asString(),
				Collections.unmodifiableMap(resources), json.path("routes"));
	}

	private ResourceSchema resource(String service, String plural, JsonNode json) {
		Map<String, FieldSchema> fields = new LinkedHashMap<>();
		this.root.path("commonFields").forEachEntry((name, field) -> addField(fields, name, field));
		json.path("fields").forEachEntry((name, field) -> addField(fields, name, field));
		Map<String, FilterSchema> filters = new LinkedHashMap<>();
		fields.values().forEach((field) -> {
			String filter = "with" + FieldSchema.capitalise(field.name());
			filters.put(filter, new FilterSchema(filter, field.name(), field.type()));
		});
		this.root.path("commonFilters").forEachEntry((name, filter) -> addFilter(filters, name, filter));
		json.path("filters").forEachEntry((name, filter) -> addFilter(filters, name, filter));
		Map<String, RelationshipSchema> relationships = new LinkedHashMap<>();
		json.path("relationships").forEachEntry((name, it) -> relationships.put(name, relationship(name, it)));
		return new ResourceSchema(service, plural, json.path("singular").asString(),
				json.path("description").asString(), strings(json.path("text")), Collections.unmodifiableMap(fields),
				Collections.unmodifiableMap(filters), Collections.unmodifiableMap(relationships));
	}

	private static void addField(Map<String, FieldSchema> fields, String name, JsonNode json) {
		FieldSchema field = new FieldSchema(name, ValueType.of(json.path("type").asString("string")),
				json.path("description").asString(""), json.path("array").asBoolean(false),
				json.path("required").asBoolean(false), json.path("readOnly").asBoolean(false),
				json.path("countable").asBoolean(false), json.path("localised").asBoolean(false), json.get("default"),
				strings(json.path("values")));
		fields.put(name, field);
		if (field.localised()) {
			fields.put(field.localisedName(), new FieldSchema(field.localisedName(), ValueType.STRING_MAP,
					field.description() + ", by language", false, false, false, false, false, null, List.of()));
		}
	}

	private static void addFilter(Map<String, FilterSchema> filters, String name, JsonNode json) {
		filters.put(name,
				new FilterSchema(name, json.path("path").asString(), ValueType.of(json.path("type").asString())));
	}

	private static RelationshipSchema relationship(String name, JsonNode json) {
		return new RelationshipSchema(name, json.path("description").asString(), json.path("resource").asString(),
				text(json, "field"), text(json, "filter"), text(json, "through"), strings(json.path("fields")));
	}

	private static @Nullable String text(JsonNode json, String name) {
		JsonNode value = json.get(name);
		return (value != null) ? value.asString() : null;
	}

	private static List<String> strings(JsonNode array) {
		List<String> strings = new ArrayList<>();
		array.forEach((node) -> strings.add(node.asString()));
		return List.copyOf(strings);
	}

}
