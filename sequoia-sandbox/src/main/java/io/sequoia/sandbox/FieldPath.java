package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;

/**
 * Reads the values at a path of a resource. Each element of a list is a value. A dot
 * leads to a key of a map; a map as a whole stands for all of its values.
 */
final class FieldPath {

	private FieldPath() {
	}

	static List<JsonNode> values(JsonNode resource, String path) {
		List<JsonNode> values = new ArrayList<>(1);
		collect(resource, path, values::add);
		return values;
	}

	static List<String> texts(JsonNode resource, String path) {
		return values(resource, path).stream().filter(JsonNode::isValueNode).map(JsonNode::asString).toList();
	}

	private static void collect(JsonNode node, String path, Consumer<JsonNode> values) {
		JsonNode child = node.get(path);
		if (child != null) {
			spread(child, values);
			return;
		}
		int dot = path.indexOf('.');
		JsonNode parent = (dot < 0) ? null : node.get(path.substring(0, dot));
		if (parent != null) {
			collect(parent, path.substring(dot + 1), values);
		}
	}

	private static void spread(JsonNode node, Consumer<JsonNode> values) {
		if (node.isArray()) {
			node.forEach((element) -> spread(element, values));
		}
		else if (!node.isNull()) {
			values.accept(node);
		}
	}

}
