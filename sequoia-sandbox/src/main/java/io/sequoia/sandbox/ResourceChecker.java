package io.sequoia.sandbox;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks resources that a client sends against what the descriptor says, and brings them
 * into the form that is stored: an owner, a name, defaults, timestamps in UTC, nothing
 * that is null or read-only. Fields that the descriptor does not know are kept.
 */
final class ResourceChecker {

	private final ResourceSchema schema;

	private final String owner;

	ResourceChecker(ResourceSchema schema, String owner) {
		this.schema = schema;
		this.owner = owner;
	}

	/**
	 * Check resources.
	 * @throws Problem with status 400, naming every field that is wrong
	 */
	List<ObjectNode> check(Iterable<? extends JsonNode> resources) {
		List<ObjectNode> checked = new ArrayList<>();
		List<String> wrong = new ArrayList<>();
		List<String> reasons = new ArrayList<>();
		for (JsonNode resource : resources) {
			String prefix = this.schema.plural() + "[" + checked.size() + "]";
			Errors errors = (field, reason) -> {
				wrong.add(field.isEmpty() ? prefix : prefix + "." + field);
				reasons.add((field.isEmpty() ? prefix : prefix + "." + field) + " " + reason);
			};
			checked.add(check(resource, errors));
		}
		if (!wrong.isEmpty()) {
			throw Problem.badPayload(String.join("; ", reasons), wrong);
		}
		return checked;
	}

	private ObjectNode check(JsonNode resource, Errors errors) {
		ObjectNode checked = Json.object();
		if (!resource.isObject()) {
			errors.add("", "must be an object");
			return checked;
		}
		checked.put("owner", resource.path("owner").asString(this.owner));
		checked.put("name", name(resource));
		resource.forEachEntry((name, value) -> {
			FieldSchema field = this.schema.fields().get(name);
			if (!value.isNull() && !checked.has(name) && (field == null || !field.readOnly())) {
				checked.set(name, normalise(field, value));
			}
		});
		identity(resource, checked, errors);
		this.schema.fields().values().forEach((field) -> field(field, checked, errors));
		return checked;
	}

	private static String name(JsonNode resource) {
		JsonNode name = resource.path("name");
		if (name.isValueNode() && !name.isNull()) {
			return name.asString();
		}
		String ref = resource.path("ref").asString("");
		int colon = ref.indexOf(':');
		return (colon < 0) ? UUID.randomUUID().toString() : ref.substring(colon + 1);
	}

	private void identity(JsonNode resource, ObjectNode checked, Errors errors) {
		String owner = checked.path("owner").asString();
		if (!owner.equals(this.owner)) {
			errors.add("owner", "must be the owner of the call, '" + this.owner + "'");
		}
		JsonNode ref = resource.path("ref");
		if (!ref.isMissingNode() && !ref.isNull()
				&& !ref.asString("").equals(owner + ":" + checked.path("name").asString())) {
			errors.add("ref", "must be owner:name");
		}
	}

	private static void field(FieldSchema field, ObjectNode resource, Errors errors) {
		JsonNode value = resource.get(field.name());
		if (value == null) {
			if (field.defaultValue() != null) {
				resource.set(field.name(), field.defaultValue());
			}
			else if (field.required()) {
				errors.add(field.name(), "is required");
			}
		}
		else if (field.array() != value.isArray()) {
			errors.add(field.name(), field.array() ? "must be a list" : "must not be a list");
		}
		else {
			(field.array() ? value : Json.array().add(value)).forEach((each) -> value(field, each, errors));
		}
	}

	private static void value(FieldSchema field, JsonNode value, Errors errors) {
		if (!field.type().accepts(value)) {
			errors.add(field.name(), "must be of the type " + field.type().title());
		}
		else if (!field.allowedValues().isEmpty() && !field.allowedValues().contains(value.asString())) {
			errors.add(field.name(), "must be one of " + field.allowedValues());
		}
		else if (field.type().map() && field.type() != ValueType.OBJECT) {
			for (String key : value.propertyNames()) {
				if (!field.keyPattern().matcher(key).matches()) {
					errors.add(field.name() + "." + key, "must have a key that matches " + field.keyPattern());
				}
			}
		}
	}

	private static JsonNode normalise(@Nullable FieldSchema field, JsonNode value) {
		if (field == null || field.type() != ValueType.TIMESTAMP || !field.type().accepts(value)) {
			return value.isObject() ? withoutNulls(value) : value;
		}
		return Json.array().add(ValueType.timestamp(OffsetDateTime.parse(value.asString()).toInstant())).get(0);
	}

	private static JsonNode withoutNulls(JsonNode object) {
		ObjectNode copy = Json.object();
		object.forEachEntry((name, value) -> {
			if (!value.isNull()) {
				copy.set(name, value);
			}
		});
		return copy;
	}

	/** The resources of a body {@code {"contents":[…]}}. */
	static ArrayNode unwrap(ResourceSchema schema, JsonNode body) {
		JsonNode resources = body.path(body.has(schema.plural()) ? schema.plural() : schema.hyphenated());
		if (!(resources instanceof ArrayNode array) || array.isEmpty()) {
			throw Problem.badPayload("the body must be {\"" + schema.plural() + "\":[…]} with one resource or more",
					schema.plural());
		}
		return array;
	}

	/**
	 * Takes what is wrong.
	 */
	@FunctionalInterface
	private interface Errors {

		void add(String field, String reason);

	}

}
