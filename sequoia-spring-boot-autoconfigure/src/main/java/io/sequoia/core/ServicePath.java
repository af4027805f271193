package io.sequoia.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.Printable;
import io.sequoia.http.PathRules;

import org.springframework.util.Assert;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A path of a service with the values of its variables. Each value stays a part of the
 * path: none can change which endpoint it leads to.
 */
final class ServicePath {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/:]+)(?::[^{}]*)?}");

	private ServicePath() {
	}

	/**
	 * Fill a path.
	 * @param path the path, with variables in braces, and possibly a query
	 * @param values the values of the variables, in their order
	 * @return path and query, encoded
	 * @throws IllegalArgumentException if it is not a path of a service, or if a value is
	 * missing or would change the path
	 */
	static String of(String path, Object... values) {
		Assert.isTrue(path.startsWith("/") && !path.startsWith("//"),
				() -> "The path '" + Printable.of(path) + "' must begin with one '/': it is relative to the service");
		Assert.noNullElements(values,
				() -> "The values for the variables of the path '" + Printable.of(path) + "' must not be null");
		requirePieces(path, Arrays.asList(values).iterator());
		String filled = UriComponentsBuilder.fromUriString(path).encode().buildAndExpand(values).toUri().toString();
		Assert.isTrue(!PathRules.hasDotSegment(withoutQuery(filled)), () -> "The path '" + Printable.of(path)
				+ "' has a segment that servers read as '.' or '..': write the path without it");
		return filled;
	}

	/**
	 * Check the value of one variable.
	 * @param names the variable, for messages
	 * @param path the path that it belongs to
	 * @param value the value, not encoded
	 * @throws IllegalArgumentException if it would change the path
	 */
	static void requirePiece(List<String> names, String path, String value) {
		String variable = ((names.size() == 1) ? "variable '" : "variables '")
				+ Printable.of(String.join("', '", names));
		Assert.isTrue(!value.isEmpty(),
				() -> "The " + variable + "' of the path '" + Printable.of(path) + "' must not be empty");
		Assert.isTrue(!PathRules.hasDotSegment(value),
				() -> "The " + variable + "' of the path '" + Printable.of(path) + "' must not be '"
						+ Printable.of(value) + "': servers read it as '.' or '..', which would change the path");
	}

	/**
	 * Check segments with several variables: each value may be harmless alone, but not
	 * together with the others.
	 */
	private static void requirePieces(String path, Iterator<Object> values) {
		for (String segment : withoutQuery(path).split("/")) {
			List<String> names = new ArrayList<>();
			Matcher variable = VARIABLE.matcher(segment);
			StringBuilder filled = new StringBuilder();
			while (variable.find()) {
				names.add(variable.group(1));
				Object value = values.hasNext() ? values.next() : variable.group();
				variable.appendReplacement(filled, Matcher.quoteReplacement(value.toString()));
			}
			variable.appendTail(filled);
			if (!names.isEmpty()) {
				requirePiece(names, path, filled.toString());
			}
		}
	}

	private static String withoutQuery(String path) {
		int end = path.indexOf('?');
		return (end < 0) ? path : path.substring(0, end);
	}

}
