package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The position of a resource in a sort order: the values of its sort keys, then its name.
 * Resources without a value come first, and last in a descending order; the other way
 * round if the field treats a missing value as a high one.
 */
record Position(List<@Nullable Comparable<?>> keys, String name) {

	static Position of(ObjectNode resource, List<SortKey> order) {
		List<@Nullable Comparable<?>> keys = new ArrayList<>(order.size());
		for (SortKey key : order) {
			keys.add(FieldPath.values(resource, key.path())
				.stream()
				.map(key.type()::comparable)
				.filter(java.util.Objects::nonNull)
				.findFirst()
				.orElse(null));
		}
		return new Position(keys, resource.path("name").asString());
	}

	static Comparator<Position> comparator(List<SortKey> order) {
		return (left, right) -> {
			for (int i = 0; i < order.size(); i++) {
				int result = compare(left.keys().get(i), right.keys().get(i), order.get(i).missingIsHigh());
				if (result != 0) {
					return order.get(i).descending() ? -result : result;
				}
			}
			return left.name().compareTo(right.name());
		};
	}

	private static int compare(@Nullable Comparable<?> left, @Nullable Comparable<?> right, boolean missingIsHigh) {
		if (left == null || right == null) {
			return Boolean.compare((left == null) == missingIsHigh, (right == null) == missingIsHigh);
		}
		return ConditionReader.compare(left, right);
	}

}
