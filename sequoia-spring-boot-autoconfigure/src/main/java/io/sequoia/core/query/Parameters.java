package io.sequoia.core.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Query parameters in the order in which they were named first. Immutable: each change is
 * a copy. A parameter that the protocol writes as one list has one element per value.
 */
final class Parameters {

	static final String INCLUDE = "include";

	static final String FIELDS = "fields";

	static final String SORT = "sort";

	static final String COUNT = "count";

	static final Parameters NONE = new Parameters(new LinkedMultiValueMap<>(), List.of());

	private static final Set<String> LISTS = Set.of(INCLUDE, FIELDS, SORT, COUNT);

	private final LinkedMultiValueMap<String, String> values;

	private final List<Criterion> conditions;

	private Parameters(LinkedMultiValueMap<String, String> values, List<Criterion> conditions) {
		this.values = values;
		this.conditions = conditions;
	}

	List<Criterion> conditions() {
		return this.conditions;
	}

	Parameters add(Criterion condition) {
		return new Parameters(add(condition.parameter(), condition.value()).values,
				Stream.concat(this.conditions.stream(), Stream.of(condition)).toList());
	}

	List<String> get(String name) {
		List<String> found = this.values.get(name);
		return (found != null) ? List.copyOf(found) : List.of();
	}

	Parameters add(String name, String value) {
		return addAll(name, List.of(value));
	}

	Parameters addAll(String name, Collection<String> added) {
		LinkedMultiValueMap<String, String> copy = this.values.deepCopy();
		added.forEach((value) -> {
			if (!replaced(copy.get(name), name, value)) {
				copy.add(name, value);
			}
		});
		return new Parameters(copy, this.conditions);
	}

	/**
	 * Put a value into the place of the same one in a list, which may be a sort field of
	 * another direction.
	 */
	private static boolean replaced(@Nullable List<String> list, String name, String value) {
		int place = -1;
		if (list != null && LISTS.contains(name)) {
			boolean directed = name.equals(SORT);
			place = list.stream()
				.map((present) -> directed ? undirected(present) : present)
				.toList()
				.indexOf(directed ? undirected(value) : value);
			if (place >= 0) {
				list.set(place, value);
			}
		}
		return place >= 0;
	}

	private static String undirected(String sorted) {
		return sorted.startsWith("-") ? sorted.substring(1) : sorted;
	}

	Parameters addAll(String prefix, Parameters added) {
		LinkedMultiValueMap<String, String> copy = this.values.deepCopy();
		added.toMap().forEach((name, all) -> all.forEach((value) -> copy.add(prefix + name, value)));
		return new Parameters(copy,
				Stream
					.concat(this.conditions.stream(),
							added.conditions.stream().map((condition) -> condition.within(prefix)))
					.toList());
	}

	/**
	 * Set the only value of a parameter.
	 */
	Parameters set(String name, String value) {
		LinkedMultiValueMap<String, String> copy = this.values.deepCopy();
		copy.set(name, value);
		return new Parameters(copy, this.conditions);
	}

	Parameters remove(String name) {
		LinkedMultiValueMap<String, String> copy = this.values.deepCopy();
		copy.remove(name);
		return new Parameters(copy, this.conditions);
	}

	/**
	 * Return the parameters as they are sent, lists joined by commas.
	 * @return a map that belongs to the caller
	 */
	MultiValueMap<String, String> toMap() {
		LinkedMultiValueMap<String, String> map = new LinkedMultiValueMap<>(this.values.size());
		this.values.forEach((name, all) -> map.put(name,
				new ArrayList<>(LISTS.contains(name) ? List.of(String.join(",", all)) : all)));
		return map;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Parameters parameters && this.values.equals(parameters.values);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	@Override
	public String toString() {
		return toMap().toString();
	}

}
