package io.sequoia.sandbox;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One filter of a query, ready to be tested: any of its tests may hold for any of the
 * values at its path, and {@code negated} turns the outcome round.
 */
record Condition(String path, ValueType type, boolean negated, boolean ranged, List<ValueTest> tests,
		@Nullable Set<String> equalTo) {

	boolean test(ObjectNode resource) {
		List<JsonNode> values = FieldPath.values(resource, this.path);
		if (this.ranged && values.isEmpty()) {
			return false;
		}
		return values.stream().anyMatch(this::matches) != this.negated;
	}

	private boolean matches(JsonNode value) {
		if (value.isObject()) {
			return value.propertyStream()
				.anyMatch((entry) -> matches(entry.getValue())
						|| (this.type.text() && anyTest(entry.getKey() + ":" + entry.getValue().asString(""))));
		}
		Comparable<?> comparable = this.type.comparable(value);
		return comparable != null && anyTest(comparable);
	}

	private boolean anyTest(Comparable<?> value) {
		return this.tests.stream().anyMatch((test) -> test.test(value));
	}

	/**
	 * What is asked of one value.
	 */
	@FunctionalInterface
	interface ValueTest {

		boolean test(Comparable<?> value);

	}

}
