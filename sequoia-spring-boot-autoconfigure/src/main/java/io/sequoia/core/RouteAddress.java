package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.discovery.ServiceDescriptor.Route;

import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * The address of a route with the values of its parts (PROTOCOL 12).
 */
final class RouteAddress {

	/**
	 * A part, with the slash before it, which goes with an optional part that is absent.
	 */
	private static final Pattern PART = Pattern.compile("(/?)\\{([^{}?]+)(\\??)}");

	private RouteAddress() {
	}

	/**
	 * Fill a route.
	 * @param route the route
	 * @param variables the values of its parts and query parameters
	 * @param owner the value of {@code owner} where there is no other
	 * @return path and query, encoded
	 * @throws IllegalArgumentException if a required value is missing, or a variable is
	 * none of the route's
	 */
	static String of(Route route, Map<String, ?> variables, String owner) {
		Map<String, Object> values = new TreeMap<>(variables);
		values.putIfAbsent("owner", owner);
		Set<String> used = new HashSet<>(Set.of("owner"));
		String path = path(route, values, used);
		String query = query(route, values, used);
		variables.keySet()
			.forEach((name) -> Assert.isTrue(used.contains(name), () -> "The route " + route.name() + " ("
					+ route.path() + ") has no part or parameter '" + name + "'"));
		return query.isEmpty() ? path : path + "?" + query;
	}

	private static String path(Route route, Map<String, Object> values, Set<String> used) {
		StringBuilder path = new StringBuilder();
		Matcher part = PART.matcher(route.path());
		while (part.find()) {
			String name = part.group(2);
			Object value = values.get(name);
			used.add(name);
			boolean optional = !part.group(3).isEmpty();
			Assert.isTrue(optional || value != null,
					() -> "The route " + route.name() + " (" + route.path() + ") needs a value of '" + name + "'");
			part.appendReplacement(path,
					(value != null) ? Matcher.quoteReplacement(part.group(1) + encoded(value)) : "");
		}
		part.appendTail(path);
		return path.isEmpty() ? "/" : path.toString();
	}

	private static String query(Route route, Map<String, Object> values, Set<String> used) {
		StringJoiner query = new StringJoiner("&");
		new TreeMap<>(route.query()).forEach((name, required) -> {
			Object value = values.get(name);
			used.add(name);
			Assert.isTrue(!required || value != null,
					() -> "The route " + route.name() + " (" + route.path() + ") needs the parameter '" + name + "'");
			if (value != null) {
				query.add(encoded(name) + "=" + encoded(value));
			}
		});
		return query.toString();
	}

	private static String encoded(Object value) {
		return UriUtils.encode(value.toString(), StandardCharsets.UTF_8);
	}

}
