package io.sequoia.sandbox;

import java.util.List;

/**
 * A filter: its parameter, the field that it compares, the type of its values, and the
 * operators that it supports in addition to alternatives ({@code ||}) and values that
 * must all be present ({@code &&}).
 *
 * @param prefix whether it takes a {@code *} at an end of a value
 * @param range whether it takes ranges
 * @param freeText whether a slash in a value is data and not a range
 * @param prohibited the types of users that may not use it
 */
record FilterSchema(String name, String path, ValueType type, boolean prefix, boolean range, boolean freeText,
		List<String> prohibited) {

	/** Create a copy for one key of a map. */
	FilterSchema at(String name, String path) {
		return new FilterSchema(name, path, this.type, this.prefix, this.range, this.freeText, this.prohibited);
	}

	/** Describe the operators of the filter, for the message of a refusal. */
	String takes() {
		return "it takes values of the type " + this.type.title() + ", '||' and '&&'"
				+ (this.prefix ? ", '*' at an end" : "") + (this.range ? ", ranges" : "");
	}

}
