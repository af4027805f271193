package io.sequoia.sandbox;

import java.util.List;

/**
 * A filter: the parameter, the field that it looks at, how its values compare, and what
 * it takes beside values, alternatives ({@code ||}) and values that must all be there
 * ({@code &&}).
 *
 * @param prefix whether it takes a {@code *} at an end of a value
 * @param range whether it takes ranges
 * @param freeText whether a value may hold a slash that is none of a range
 * @param prohibited the types of users that may not use it
 */
record FilterSchema(String name, String path, ValueType type, boolean prefix, boolean range, boolean freeText,
		List<String> prohibited) {

	/** The same for one key of a map. */
	FilterSchema at(String name, String path) {
		return new FilterSchema(name, path, this.type, this.prefix, this.range, this.freeText, this.prohibited);
	}

	/** Tell what the filter takes, for somebody who asked for something else. */
	String takes() {
		return "it takes values of the type " + this.type.title() + ", '||' and '&&'"
				+ (this.prefix ? ", '*' at an end" : "") + (this.range ? ", ranges" : "");
	}

}
