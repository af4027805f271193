package io.sequoia.sandbox;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the descriptor of a service (PROTOCOL 3).
 */
final class DescriptorWriter {

	private final ServiceSchema service;

	DescriptorWriter(ServiceSchema service) {
		this.service = service;
	}

	ObjectNode write() {
		ObjectNode descriptor = Json.object();
		descriptor.put("name", this.service.name());
		descriptor.put("urn", "urn:sequoia:service:" + this.service.name());
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
		resource.fields().forEach((name, field) -> fields.set(name, field(resource, field)));
		ObjectNode filters = json.putObject("filters");
		if (!resource.textFields().isEmpty()) {
			filters.set("q", textFilter(resource));
		}
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
		ObjectNode operation = Json.object().put("enabled", enabled);
		ArrayNode actions = operation.putArray("actions");
		StringBuilder action = new StringBuilder(resource.service()).append(':').append(resource.plural());
		for (String step : steps) {
			actions.add(action.append(':').append(step).toString());
		}
		return operation;
	}

	private static ObjectNode field(ResourceSchema resource, FieldSchema field) {
		ObjectNode json = Json.object().put("description", field.description()).put("type", field.type().title());
		flag(json, "required", field.required());
		flag(json, "readOnly", field.readOnly());
		flag(json, "array", field.array());
		flag(json, "countable", field.countable());
		flag(json, "sort", field.sortable());
		if (field.defaultValue() != null) {
			json.set("default", field.defaultValue());
		}
		if (field.localised()) {
			json.put("localisedBy", field.localisedName());
		}
		if (!field.allowedValues().isEmpty()) {
			ObjectNode mappings = json.putObject("allowedValueMappings");
			field.allowedValues().forEach((value) -> mappings.put(value, value));
		}
		json.set("typeInfo", typeInfo(field));
		json.put("fieldName", field.name()).put("fieldNamePath", field.name());
		names(json, "filteredBy",
				resource.filters()
					.values()
					.stream()
					.filter((filter) -> filter.path().equals(field.name()))
					.map(FilterSchema::name)
					.toList());
		names(json, "relatedBy",
				resource.relationships()
					.values()
					.stream()
					.filter((relationship) -> field.name().equals(relationship.fieldPath()))
					.map(RelationshipSchema::name)
					.toList());
		return json;
	}

	private static ObjectNode typeInfo(FieldSchema field) {
		ObjectNode info = Json.object().put("name", field.type().title());
		String pattern = field.type().pattern();
		if (pattern != null) {
			info.put("pattern", pattern);
		}
		else if (field.type() != ValueType.OBJECT) {
			info.putObject("keys").put("pattern", field.keyPattern().pattern());
		}
		return info;
	}

	private static ObjectNode filter(FilterSchema filter) {
		ObjectNode json = Json.object().put("type", "with").put("name", filter.name());
		json.put("description", "filter by " + filter.path());
		json.put("fieldNamePath", filter.path()).put("and", true).put("or", true);
		flag(json, "range", filter.type().range());
		flag(json, "prefix", filter.type().text());
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
		return json.put("batchSize", RelationshipSchema.BATCH_SIZE)
			.put("intersectable", relationship.through() == null);
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
