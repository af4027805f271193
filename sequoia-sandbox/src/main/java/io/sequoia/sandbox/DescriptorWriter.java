package io.sequoia.sandbox;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the descriptor of a service (docs/protocol.md, section 3).
 */
final class DescriptorWriter {

	private final ServiceSchema service;

	DescriptorWriter(ServiceSchema service) {
		this.service = service;
	}

	ObjectNode write() {
		ObjectNode descriptor = Json.object();
		descriptor.put("name", this.service.name());
		descriptor.put("urn", "urn:piksel:service:" + this.service.name());
		descriptor.put("title", this.service.title());
		descriptor.put("description", this.service.description());
		ObjectNode resourcefuls = descriptor.putObject("resourcefuls");
		this.service.resources().forEach((plural, resource) -> resourcefuls.set(plural, resourceful(resource)));
		descriptor.set("routes", this.service.routes().isArray() ? this.service.routes() : Json.array());
		return descriptor;
	}

	private ObjectNode resourceful(ResourceSchema resource) {
		ObjectNode json = Json.object();
		json.put("path", "/data");
		json.put("description", resource.description());
		json.put("singularName", resource.singular());
		json.put("pluralName", resource.plural());
		json.put("hyphenatedPluralName", resource.hyphenated());
		json.put("serviceName", resource.service());
		json.set("operations", operations(resource));
		ObjectNode pagination = json.putObject("pagination");
		pagination.putObject("pageSize")
			.put("min", 1)
			.put("max", ResourceSchema.MAX_PER_PAGE)
			.put("default", ResourceSchema.MAX_PER_PAGE);
		pagination.putObject("pages").put("max", ResourceSchema.MAX_PAGE);
		ObjectNode fields = json.putObject("fields");
		resource.fields().forEach((name, field) -> fields.set(name, field(resource, name, field)));
		ObjectNode filters = json.putObject("filters");
		filters.set("q", textFilter(resource));
		resource.filters().forEach((name, filter) -> filters.set(name, filter(filter)));
		ObjectNode relationships = json.putObject("relationships");
		resource.relationships().forEach((name, it) -> relationships.set(name, relationship(it)));
		return json;
	}

	private ObjectNode operations(ResourceSchema resource) {
		ObjectNode operations = Json.object();
		operations.set("browse", operation(resource, true, "read", "browse"));
		operations.set("get", operation(resource, true, "read", "get"));
		operations.set("storeBatch",
				operation(resource, true, "write", "store", "batch").put("limit", ResourceSchema.BATCH_LIMIT));
		operations.set("storeOne", operation(resource, true, "write", "store", "one"));
		operations.set("patch", operation(resource, false, "write", "store", "patch"));
		operations.set("delete", operation(resource, true, "write", "delete"));
		return operations;
	}

	private static ObjectNode operation(ResourceSchema resource, boolean enabled, String... steps) {
		ObjectNode operation = Json.object();
		if (!enabled) {
			operation.put("enabled", false);
		}
		ArrayNode actions = operation.putArray("actions");
		StringBuilder action = new StringBuilder(resource.service()).append(':').append(resource.hyphenated());
		for (String step : steps) {
			actions.add(action.append(':').append(step).toString());
		}
		return operation;
	}

	private static ObjectNode field(ResourceSchema resource, String path, FieldSchema field) {
		ObjectNode json = Json.object().put("description", field.description());
		if (field.type() != ValueType.OBJECT) {
			json.put("type", typeOf(resource, field).title());
		}
		flag(json, "required", field.required());
		flag(json, "readOnly", field.readOnly());
		flag(json, "array", field.array());
		flag(json, "countable", field.countable());
		flag(json, "sort", field.sortable());
		if (!field.missing().isEmpty()) {
			json.put("nonexistent", field.missing());
		}
		if (field.defaultValue() != null) {
			json.set("default", field.defaultValue());
		}
		if (field.max() > 0) {
			json.put("max", field.max());
		}
		if (field.localised()) {
			json.put("localisedBy", field.localisedName());
		}
		text(json, "localisationOf", field.facts().path("localisationOf").stringValue(null));
		if (!field.values().isEmpty() && field.type() != ValueType.LANGUAGE) {
			field.values().forEach(json.putObject("allowedValueMappings")::put);
		}
		if (!field.fields().isEmpty()) {
			ObjectNode parts = json.putObject("fields");
			field.fields().forEach((name, part) -> parts.set(name, field(resource, path + "." + name, part)));
		}
		if (field.type() != ValueType.TIMESTAMP) {
			json.set("typeInfo", typeInfo(field));
		}
		json.put("fieldName", field.name()).put("fieldNamePath", path);
		references(json, resource, path);
		return json;
	}

	private static void references(ObjectNode field, ResourceSchema resource, String path) {
		names(field, "filteredBy",
				resource.filters()
					.values()
					.stream()
					.filter((filter) -> filter.path().equals(path))
					.map(FilterSchema::name)
					.toList());
		names(field, "relatedBy",
				resource.relationships()
					.values()
					.stream()
					.filter((relationship) -> path.equals(relationship.fieldPath()))
					.map(RelationshipSchema::name)
					.toList());
	}

	/**
	 * Return the type of a field. A field with the values of another one by language has
	 * the type of that field.
	 */
	private static ValueType typeOf(ResourceSchema resource, FieldSchema field) {
		FieldSchema base = resource.fields().get(field.facts().path("localisationOf").asString(""));
		return (base != null) ? base.type() : field.type();
	}

	private static ObjectNode typeInfo(FieldSchema field) {
		ObjectNode info = Json.object();
		String pattern = field.type().pattern();
		if (pattern != null) {
			info.put("name", field.type().title()).put("pattern", pattern);
		}
		else if (field.type() == ValueType.LANGUAGE) {
			names(info, "codes", List.copyOf(field.values().keySet()));
			info.put("pattern", oneOf(field.values().keySet()));
		}
		else if (field.type().map()) {
			ObjectNode keys = info.putObject("keys");
			names(keys, "values", List.copyOf(field.keys().keySet()));
			keys.put("pattern", field.keys().isEmpty() ? field.keyPattern().pattern() : oneOf(field.keys().keySet()));
			if (field.type() == ValueType.STRING_MAP) {
				// an empty object would make the JavaScript client look in it for each
				// key
				return info.put("name", field.type().title());
			}
			ObjectNode values = info.putObject("values");
			field.keys().forEach((key, allowed) -> {
				if (!allowed.isEmpty()) {
					ObjectNode value = values.putObject(key);
					names(value, "values", allowed);
					value.put("pattern", oneOf(allowed));
				}
			});
		}
		return info;
	}

	/** Write a pattern as the platform does, with unquoted values. */
	private static String oneOf(Collection<String> values) {
		return values.stream().map((value) -> "(" + value + ")").collect(Collectors.joining("|"));
	}

	private static ObjectNode filter(FilterSchema filter) {
		ObjectNode json = Json.object().put("type", "with").put("name", filter.name());
		json.put("description", "filter by " + filter.path());
		json.put("fieldNamePath", filter.path()).put("and", true).put("or", true);
		flag(json, "range", filter.range());
		flag(json, "prefix", filter.prefix());
		names(json, "prohibited", filter.prohibited());
		return json.put("valueType", filter.type().title());
	}

	private static ObjectNode textFilter(ResourceSchema resource) {
		ObjectNode json = Json.object().put("type", "q").put("name", "q").put("description", "filter by text");
		names(json, "includes", resource.textFields());
		return json.put("valueType", "string").put("text", true);
	}

	private static ObjectNode relationship(RelationshipSchema relationship) {
		ObjectNode json = Json.object().put("name", relationship.name());
		json.put("description", relationship.description());
		json.put("type", relationship.direct() ? "direct" : "indirect");
		json.put("resourceType", relationship.resourceType());
		text(json, "fieldNamePath", relationship.fieldPath());
		text(json, "filterName", relationship.filterName());
		text(json, "through", relationship.through());
		names(json, "fields", relationship.fields());
		if (relationship.intersectable() != null) {
			json.set("intersectable", relationship.intersectable());
		}
		return json.put("batchSize", RelationshipSchema.BATCH_SIZE);
	}

	private static void flag(ObjectNode json, String name, boolean value) {
		if (value) {
			json.put(name, true);
		}
	}

	private static void text(ObjectNode json, String name, @Nullable String value) {
		if (value != null) {
			json.put(name, value);
		}
	}

	private static void names(ObjectNode json, String name, List<String> values) {
		if (!values.isEmpty()) {
			ArrayNode array = json.putArray(name);
			values.forEach(array::add);
		}
	}

}
