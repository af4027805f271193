package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of stored resources, and the data about the rest. {@code last} is the position
 * of the last resource, if more resources follow.
 */
record ResultPage(List<ObjectNode> resources, @Nullable Position last, @Nullable Integer total,
		Map<String, Map<String, Integer>> facets) {

}
