package io.sequoia.sandbox;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a kind of resource.
 */
record FieldSchema(String name, ValueType type, String description, boolean array, boolean required, boolean readOnly,
		boolean countable, boolean localised, @Nullable JsonNode defaultValue, List<String> allowedValues) {

	private static final Pattern KEYS = Pattern.compile("[a-zA-Z0-9]+");

	private static final Pattern SCORES = Pattern.compile("[a-zA-Z0-9]+(\\.[a-zA-Z0-9]+)*");

	private static final Pattern CURRENCIES = Pattern.compile("[A-Z]{3}");

	private static final Pattern LANGUAGES = Pattern.compile("[a-z]{2}(-[A-Z]{2})?");

	/** Maps and lists have no order to sort by; the other fields do. */
	boolean sortable() {
		return !this.type.map() && !this.array;
	}

	String localisedName() {
		return "localised" + capitalise(this.name);
	}

	/** The pattern of the keys of a map. */
	Pattern keyPattern() {
		return switch (this.type) {
			case SCORES -> SCORES;
			case MONEY -> CURRENCIES;
			default -> this.name.startsWith("localised") ? LANGUAGES : KEYS;
		};
	}

	static String capitalise(String name) {
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

}
