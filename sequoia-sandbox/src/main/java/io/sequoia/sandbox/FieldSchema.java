package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a kind of resource.
 *
 * @param facts what {@code services.json} says of the field beside its type
 * @param values the values that may be stored, each with the one that it stands for; any
 * where empty
 * @param keys the keys that a map may have, each with its values, any where empty; any
 * key of the type's pattern where there are none
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

	/** Another field has the same in several languages. */
	boolean localised() {
		return flag("localised");
	}

	/** Resources without a value stand behind all others, not in front. */
	boolean missingIsHigh() {
		return missing().equals("high");
	}

	String missing() {
		return this.facts.path("missing").asString("");
	}

	/** How many keys a map may have, or 0 for any number. */
	int max() {
		return this.facts.path("max").asInt(0);
	}

	@Nullable JsonNode defaultValue() {
		return this.facts.get("default");
	}

	String localisedName() {
		return "localised" + capitalise(this.name);
	}

	/** The pattern of the keys of a map. */
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
