package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a kind of resource.
 *
 * @param facts the further properties of the field in {@code services.json}
 * @param values the values that may be stored, each with the one that it stands for; any
 * value if empty
 * @param keys the keys that a map may have, each with its values (any value if empty);
 * any key of the type's pattern if there are none
 * @param fields the fields of an object
 */
record FieldSchema(String name, ValueType type, JsonNode facts, Map<String, String> values,
		Map<String, List<String>> keys, Map<String, FieldSchema> fields) {

	private static final Pattern KEYS = Pattern.compile("[a-zA-Z0-9]+");

	private static final Pattern SCORES = Pattern.compile("(?:[a-zA-Z0-9]+)(?:\\.[a-zA-Z0-9]+)*");

	String description() {
		return this.facts.path("description").asString("");
	}

	boolean array() {
		return flag("array");
	}

	boolean required() {
		return flag("required");
	}

	boolean readOnly() {
		return flag("readOnly");
	}

	boolean sortable() {
		return flag("sort");
	}

	boolean countable() {
		return flag("countable");
	}

	/** Tell whether another field contains the value in several languages. */
	boolean localised() {
		return flag("localised");
	}

	/** Tell whether resources without a value are sorted after all others, not before. */
	boolean missingIsHigh() {
		return missing().equals("high");
	}

	String missing() {
		return this.facts.path("missing").asString("");
	}

	/** Return the largest number of keys of a map, or 0 for any number. */
	int max() {
		return this.facts.path("max").asInt(0);
	}

	@Nullable JsonNode defaultValue() {
		return this.facts.get("default");
	}

	String localisedName() {
		return "localised" + capitalise(this.name);
	}

	/** Return the pattern of the keys of a map. */
	Pattern keyPattern() {
		return (this.type == ValueType.SCORES) ? SCORES : KEYS;
	}

	boolean acceptsKey(String key) {
		return this.keys.isEmpty() ? keyPattern().matcher(key).matches() : this.keys.containsKey(key);
	}

	private boolean flag(String name) {
		return this.facts.path(name).asBoolean(false);
	}

	static String capitalise(String name) {
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

}
