package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code services.json}, the short form of the services, from which descriptors,
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
		fields(this.root.path("commonFields"), fields);
		fields(json.path("fields"), fields);
		Map<String, FilterSchema> filters = new LinkedHashMap<>();
		fields.values().forEach((field) -> {
			if (field.facts().has("filter")) {
				String name = "with" + FieldSchema.capitalise(field.name());
				String operators = field.facts().path("filter").asString();
				filters.put(name,
						new FilterSchema(name, field.name(), field.type(), operators.equals("prefix"),
								operators.equals("range"), field.type().freeText() && field.values().isEmpty(),
								strings(field.facts().path("prohibited"))));
			}
		});
		this.root.path("commonFilters").forEachEntry((name, filter) -> filters.put(name, filter(name, filter)));
		json.path("filters").forEachEntry((name, filter) -> filters.put(name, filter(name, filter)));
		Map<String, RelationshipSchema> relationships = new LinkedHashMap<>();
		json.path("relationships").forEachEntry((name, it) -> relationships.put(name, relationship(name, it)));
		return new ResourceSchema(service, plural, json.path("singular").asString(),
				json.path("description").asString(), strings(json.path("text")), Collections.unmodifiableMap(fields),
				Collections.unmodifiableMap(filters), Collections.unmodifiableMap(relationships));
	}

	private void fields(JsonNode json, Map<String, FieldSchema> fields) {
		json.forEachEntry((name, facts) -> {
			FieldSchema field = field(name, facts);
			fields.put(name, field);
			if (field.localised()) {
				ObjectNode localised = Json.object()
					.put("description", field.description() + ", by language")
					.put("localisationOf", name);
				fields.put(field.localisedName(), new FieldSchema(field.localisedName(), ValueType.LOCALISED, localised,
						Map.of(), keys(ValueType.LOCALISED), Map.of()));
			}
		});
	}

	private FieldSchema field(String name, JsonNode facts) {
		Map<String, FieldSchema> parts = new LinkedHashMap<>();
		String group = text(facts, "group");
		if (group != null) {
			fields(this.root.path("groups").path(group), parts);
		}
		ValueType type = (group != null) ? ValueType.OBJECT : ValueType.of(facts.path("type").asString("string"));
		Map<String, String> values = new LinkedHashMap<>();
		strings((type == ValueType.LANGUAGE) ? valueSet("languages") : facts.path("values"))
			.forEach((value) -> values.put(value, value));
		facts.path("alternatives").forEachEntry((value, kept) -> values.put(value, kept.asString()));
		return new FieldSchema(name, type, facts, Collections.unmodifiableMap(values), keys(type),
				Collections.unmodifiableMap(parts));
	}

	private Map<String, List<String>> keys(ValueType type) {
		Map<String, List<String>> keys = new LinkedHashMap<>();
		switch (type) {
			case LOCALISED -> strings(valueSet("languages")).forEach((language) -> keys.put(language, List.of()));
			case MONEY -> strings(valueSet("currencies")).forEach((currency) -> keys.put(currency, List.of()));
			case RATINGS -> valueSet("ratings").forEachEntry((system, levels) -> keys.put(system, strings(levels)));
			default -> {
				// any key that the type's pattern allows
			}
		}
		return Collections.unmodifiableMap(keys);
	}

	private JsonNode valueSet(String name) {
		return this.root.path("valueSets").path(name);
	}

	private static FilterSchema filter(String name, JsonNode json) {
		ValueType type = ValueType.of(json.path("type").asString());
		return new FilterSchema(name, json.path("path").asString(), type, false, json.path("range").asBoolean(false),
				false, List.of());
	}

	private static RelationshipSchema relationship(String name, JsonNode json) {
		return new RelationshipSchema(name, json.path("description").asString(), json.path("resource").asString(),
				text(json, "field"), text(json, "filter"), text(json, "through"), strings(json.path("fields")),
				json.get("intersectable"));
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
