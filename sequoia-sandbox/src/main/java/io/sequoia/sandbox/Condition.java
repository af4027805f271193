package io.sequoia.sandbox;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One filter of a query, ready to be evaluated. Each alternative is a list of tests; it
 * is met if each of its tests holds for one of the values at the path. {@code negated}
 * inverts the result.
 */
record Condition(String path, ValueType type, boolean negated, boolean ranged, List<List<ValueTest>> alternatives,
		@Nullable Set<String> equalTo) {

	boolean test(ObjectNode resource) {
		List<JsonNode> values = FieldPath.values(resource, this.path);
		if (this.ranged && values.isEmpty()) {
			return false;
		}
		boolean holds = this.alternatives.stream()
			.anyMatch((tests) -> tests.stream()
				.allMatch((test) -> values.stream().anyMatch((value) -> matches(value, test))));
		return holds != this.negated;
	}

	private boolean matches(JsonNode value, ValueTest test) {
		if (value.isObject()) {
			return value.propertyStream()
				.anyMatch((entry) -> matches(entry.getValue(), test)
						|| (this.type.text() && test.test(entry.getKey() + ":" + entry.getValue().asString(""))));
		}
		Comparable<?> comparable = this.type.comparable(value);
		return comparable != null && test.test(comparable);
	}

	/**
	 * A test of one value.
	 */
	@FunctionalInterface
	interface ValueTest {

		boolean test(Comparable<?> value);

	}

}
