package io.sequoia.core.query;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The names in criteria: fields, filters and relationships, with dots between their
 * segments. Later segments may be keys of a map, which can start with a digit or contain
 * a hyphen ({@code localisedTitle.de-AT}).
 */
final class Names {

	private static final int MAX_LENGTH = 256;

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*");

	private Names() {
	}

	/**
	 * Check one name.
	 * @param use the purpose of the name, for example {@code field name}
	 * @param name the name
	 * @return the name
	 * @throws InvalidCriteriaException if it is null, empty or of another form
	 */
	static String require(String use, @Nullable String name) {
		if (name == null || name.isBlank()) {
			throw new InvalidCriteriaException("The " + use + " must not be " + ((name == null) ? "null" : "blank")
					+ ": use a name such as 'title'");
		}
		if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
			throw new InvalidCriteriaException("'" + Printable.of(name) + "' cannot be a " + use
					+ ": use ASCII letters, digits and '_', a letter first, with '.' between segments, like 'title' or"
					+ " 'assets.type', at most " + MAX_LENGTH + " characters");
		}
		return name;
	}

	/**
	 * Check several names.
	 * @param use the purpose of the names, for example {@code field name}
	 * @param names the names
	 * @return the names
	 * @throws InvalidCriteriaException if there is none, or one is null, empty or of
	 * another form
	 */
	static List<String> requireAll(String use, @Nullable String @Nullable [] names) {
		if (names == null || names.length == 0) {
			throw new InvalidCriteriaException("At least one " + use + " is needed: name one, or leave the call out");
		}
		return IntStream.range(0, names.length)
			.mapToObj((i) -> require(use + ((names.length == 1) ? "" : " at index " + i), names[i]))
			.toList();
	}

}
