package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.Printable;
import io.sequoia.discovery.ServiceDescriptor.Route;
import io.sequoia.http.PathRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;
import org.springframework.web.util.UriUtils;

/**
 * The address of a route with the values of its parts (docs/protocol.md, section 12).
 */
final class RouteAddress {

	/**
	 * The pattern of a part, with the slash before it, which is left out together with an
	 * absent optional part.
	 */
	private static final Pattern PART = Pattern.compile("(/?)\\{([^{}?]+)(\\??)}");

	private RouteAddress() {
	}

	/**
	 * Fill a route.
	 * @param route the route
	 * @param variables the values of its parts and query parameters
	 * @param owner the value of {@code owner}, which the variables must not change
	 * @return path and query, encoded
	 * @throws IllegalArgumentException if a required value is missing, the route has no
	 * such variable, a variable is another owner, or a value would change the path
	 */
	static String of(Route route, Map<String, ?> variables, String owner) {
		Map<String, Object> values = new TreeMap<>(variables);
		Object other = values.put("owner", owner);
		Assert.isTrue(other == null || owner.equals(other.toString()),
				() -> "The owner of a route must be the owner of the call, '" + owner + "', and not '"
						+ Printable.of(String.valueOf(other))
						+ "': choose another owner with with(RequestOptions.builder().owner(..).build())");
		Set<String> used = new HashSet<>(Set.of("owner"));
		String path = path(route, values, used);
		String query = query(route, values, used);
		variables.keySet()
			.forEach((name) -> Assert.isTrue(used.contains(name), () -> "The route " + route.name() + " ("
					+ route.path() + ") has no part or parameter '" + Printable.of(name) + "'"));
		// a route may have a query of its own
		char separator = (path.indexOf('?') < 0) ? '?' : '&';
		return query.isEmpty() ? path : path + separator + query;
	}

	private static String path(Route route, Map<String, Object> values, Set<String> used) {
		StringBuilder path = new StringBuilder();
		Matcher part = PART.matcher(route.path());
		while (part.find()) {
			String name = part.group(2);
			Object value = present(values.get(name));
			used.add(name);
			boolean optional = !part.group(3).isEmpty();
			Assert.isTrue(optional || value != null,
					() -> "The route " + route.name() + " (" + route.path() + ") needs a value of '" + name + "'");
			Assert.isTrue(!isSeveral(value), () -> "The route " + route.name() + " (" + route.path()
					+ ") takes one value of '" + name + "', and not several");
			if (value != null) {
				ServicePath.requirePiece(List.of(name), route.path(), value.toString());
			}
			part.appendReplacement(path,
					(value != null) ? Matcher.quoteReplacement(part.group(1) + encoded(value)) : "");
		}
		part.appendTail(path);
		Assert.isTrue(!PathRules.hasDotSegment(path.toString()), () -> "The route " + route.name() + " (" + route.path()
				+ ") would lead to another path with these values: " + Printable.of(path.toString()));
		// services also write characters that a URL must not contain
		String escaped = PageLinks.escaped(path.toString());
		return (escaped.isEmpty() || escaped.startsWith("?")) ? "/" + escaped : escaped;
	}

	/** Return null for an empty value, which would lead to another path. */
	private static @Nullable Object present(@Nullable Object value) {
		return (value == null || value.toString().isEmpty()) ? null : value;
	}

	private static String query(Route route, Map<String, Object> values, Set<String> used) {
		StringJoiner query = new StringJoiner("&");
		new TreeMap<>(route.query()).forEach((name, required) -> {
			List<?> given = all(values.get(name));
			used.add(name);
			Assert.isTrue(!required || !given.isEmpty(),
					() -> "The route " + route.name() + " (" + route.path() + ") needs the parameter '" + name + "'");
			Assert.noNullElements(given, () -> "The values of the parameter '" + name + "' of the route " + route.name()
					+ " (" + route.path() + ") must not be null");
			given.forEach((one) -> query.add(encoded(name) + "=" + encoded(one)));
		});
		return query.toString();
	}

	private static List<?> all(@Nullable Object value) {
		if (value == null) {
			return List.of();
		}
		return (value instanceof Collection<?> several) ? new ArrayList<>(several)
				: Arrays.asList(ObjectUtils.isArray(value) ? ObjectUtils.toObjectArray(value) : new Object[] { value });
	}

	private static boolean isSeveral(@Nullable Object value) {
		return value instanceof Collection || ObjectUtils.isArray(value);
	}

	private static String encoded(Object value) {
		return UriUtils.encode(value.toString(), StandardCharsets.UTF_8);
	}

}
