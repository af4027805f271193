package io.sequoia.sandbox;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Checks resources of a client by the descriptor, and converts them to the form that is
 * stored: with an owner, a name, defaults and timestamps in UTC, without values that are
 * null or read-only. Fields that the descriptor does not contain are kept.
 */
final class ResourceChecker {

	private final ResourceSchema schema;

	private final String owner;

	private final Set<String> given;

	ResourceChecker(ResourceSchema schema, String owner) {
		this(schema, owner, Set.of());
	}

	/**
	 * Create a checker.
	 * @param given the read-only fields that are kept
	 */
	ResourceChecker(ResourceSchema schema, String owner, Set<String> given) {
		this.schema = schema;
		this.owner = owner;
		this.given = given;
	}

	/**
	 * Check resources.
	 * @throws Problem with status 400, naming every invalid field
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
		checked.set("owner", given(resource, "owner", this.owner));
		checked.set("name", given(resource, "name", name(resource)));
		resource.forEachEntry((name, value) -> {
			FieldSchema field = this.schema.fields().get(name);
			if (!value.isNull() && !checked.has(name)
					&& (field == null || !field.readOnly() || this.given.contains(name))) {
				checked.set(name, normalise(field, value));
			}
		});
		identity(resource, checked, errors);
		this.schema.fields().values().forEach((field) -> field(field.name(), field, checked, errors));
		return checked;
	}

	private static JsonNode given(JsonNode resource, String field, String otherwise) {
		JsonNode value = resource.path(field);
		return (value.isMissingNode() || value.isNull()) ? StringNode.valueOf(otherwise) : value;
	}

	/** Return the name of a resource that does not give it. */
	private static String name(JsonNode resource) {
		String ref = resource.path("ref").asString("");
		int colon = ref.indexOf(':');
		return (colon < 0) ? UUID.randomUUID().toString() : ref.substring(colon + 1);
	}

	private void identity(JsonNode resource, ObjectNode checked, Errors errors) {
		String owner = checked.path("owner").asString("");
		if (!owner.equals(this.owner)) {
			errors.add("owner", "must be the owner of the call, '" + this.owner + "'");
		}
		JsonNode ref = resource.path("ref");
		if (!ref.isMissingNode() && !ref.isNull()
				&& !ref.asString("").equals(owner + ":" + checked.path("name").asString(""))) {
			errors.add("ref", "must be owner:name");
		}
	}

	private static void field(String name, FieldSchema field, ObjectNode resource, Errors errors) {
		JsonNode value = resource.get(field.name());
		if (value == null) {
			if (field.defaultValue() != null) {
				resource.set(field.name(), field.defaultValue());
			}
			else if (field.required()) {
				errors.add(name, "is required");
			}
		}
		else if (field.array() != value.isArray()) {
			errors.add(name, field.array() ? "must be a list" : "must not be a list");
		}
		else {
			(field.array() ? value : Json.array().add(value)).forEach((each) -> value(name, field, each, errors));
		}
	}

	private static void value(String name, FieldSchema field, JsonNode value, Errors errors) {
		if (!field.type().accepts(value)) {
			errors.add(name, "must be of the type " + field.type().title());
		}
		else if (!field.values().isEmpty() && !field.values().containsKey(value.asString())) {
			errors.add(name, "must be one of " + field.values().keySet());
		}
		else if (field.type().map()) {
			keys(name, field, value, errors);
		}
		else if (field.type() == ValueType.OBJECT && value instanceof ObjectNode object) {
			field.fields().values().forEach((part) -> field(name + "." + part.name(), part, object, errors));
		}
	}

	private static void keys(String name, FieldSchema field, JsonNode map, Errors errors) {
		if (field.max() > 0 && map.size() > field.max()) {
			errors.add(name, "must not have more than " + field.max() + " keys");
		}
		map.forEachEntry((key, value) -> {
			List<String> values = field.keys().getOrDefault(key, List.of());
			if (!field.acceptsKey(key)) {
				errors.add(name + "." + key,
						field.keys().isEmpty() ? "must have a key that matches " + field.keyPattern()
								: "must have a key of " + field.keys().keySet());
			}
			else if (!values.isEmpty() && !values.contains(value.asString())) {
				errors.add(name + "." + key, "must be one of " + values);
			}
		});
	}

	private static JsonNode normalise(@Nullable FieldSchema field, JsonNode value) {
		if (field != null && value instanceof ArrayNode array) {
			ArrayNode copy = Json.array();
			array.forEach((each) -> copy.add(normalise(field, each)));
			return copy;
		}
		if (value instanceof ObjectNode object) {
			ObjectNode copy = Json.object();
			object.forEachEntry((name, part) -> {
				FieldSchema known = (field != null) ? field.fields().get(name) : null;
				if (!part.isNull()) {
					copy.set(name, (known != null) ? normalise(known, part) : part);
				}
			});
			return copy;
		}
		if (field != null && field.type() == ValueType.TIMESTAMP && field.type().accepts(value)) {
			return StringNode.valueOf(ValueType.timestamp(OffsetDateTime.parse(value.asString()).toInstant()));
		}
		String kept = (field != null && value.isString()) ? field.values().get(value.asString()) : null;
		return (kept != null) ? StringNode.valueOf(kept) : value;
	}

	/** Return the resources of a body {@code {"contents":[…]}}. */
	static ArrayNode unwrap(ResourceSchema schema, JsonNode body) {
		JsonNode resources = body.path(schema.plural());
		if (!(resources instanceof ArrayNode array) || array.isEmpty()) {
			throw Problem.badPayload("the body must be {\"" + schema.plural() + "\":[…]} with one resource or more",
					schema.plural());
		}
		return array;
	}

	/**
	 * Collects errors.
	 */
	@FunctionalInterface
	private interface Errors {

		void add(String field, String reason);

	}

}
