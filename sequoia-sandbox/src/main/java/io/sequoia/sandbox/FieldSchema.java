package io.sequoia.sandbox;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a kind of resource.
 */
record FieldSchema(String name, ValueType type, String description, boolean array, boolean required, boolean readOnly,
		boolean countable, boolean localised, @Nullable JsonNode defaultValue, List<String> allowedValues) {

	private static final String LANGUAGES = "[a-z]{2}(-[A-Z]{2})?";

	/** Maps and lists have no order to sort by; the other fields do. */
	boolean sortable() {
		return !this.type.map() && !this.array;
	}

	String localisedName() {
		return "localised" + capitalise(this.name);
	}

	/** The pattern of the keys of a map. */
	String keyPattern() {
		return switch (this.type) {
			case SCORES -> "[a-zA-Z0-9]+(\\.[a-zA-Z0-9]+)*";
			case MONEY -> "[A-Z]{3}";
			default -> this.name.startsWith("localised") ? LANGUAGES : "[a-zA-Z0-9]+";
		};
	}

	static String capitalise(String name) {
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

}
