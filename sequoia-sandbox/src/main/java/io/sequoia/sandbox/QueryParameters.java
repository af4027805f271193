package io.sequoia.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Decoded query parameters, sorted by name, with the values of a name in their order.
 */
final class QueryParameters {

	private final SortedMap<String, List<String>> values = new TreeMap<>();

	QueryParameters() {
	}

	QueryParameters(Map<String, List<String>> values) {
		values.forEach((name, list) -> this.values.put(name, new ArrayList<>(list)));
	}

	QueryParameters add(String name, String value) {
		this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		return this;
	}

	QueryParameters set(String name, String value) {
		this.values.remove(name);
		return add(name, value);
	}

	QueryParameters without(String name) {
		QueryParameters copy = new QueryParameters(this.values);
		copy.values.remove(name);
		return copy;
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	@Nullable String first(String name) {
		List<String> all = all(name);
		return all.isEmpty() ? null : all.get(0);
	}

	/** Return the values of a list parameter, whether repeated or separated by commas. */
	List<String> list(String name) {
		return all(name).stream()
			.flatMap((value) -> List.of(value.split(",")).stream())
			.map(String::trim)
			.filter((value) -> !value.isEmpty())
			.toList();
	}

	Map<String, List<String>> asMap() {
		return Collections.unmodifiableMap(this.values);
	}

	/** Return a copy of the values, sorted by name. */
	Map<String, List<String>> copy() {
		SortedMap<String, List<String>> copy = new TreeMap<>();
		this.values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
		return Collections.unmodifiableMap(copy);
	}

	/** Write a link: the path and every parameter, percent-encoded. */
	String link(String path) {
		return link(path, null);
	}

	/** Write a link that ends with a given parameter. */
	String link(String path, @Nullable String last) {
		StringJoiner query = new StringJoiner("&", path + "?", "").setEmptyValue(path);
		this.values.keySet().stream().filter((name) -> !name.equals(last)).forEach((name) -> append(query, name));
		if (last != null) {
			append(query, last);
		}
		return query.toString();
	}

	private void append(StringJoiner query, String name) {
		all(name).forEach((value) -> query.add(encode(name) + "=" + encode(value)));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
