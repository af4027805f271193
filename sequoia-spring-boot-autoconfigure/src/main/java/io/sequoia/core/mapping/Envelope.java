package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.sequoia.Internal;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import tools.jackson.databind.JsonNode;

/**
 * An answer of a data service (docs/protocol.md, section 4).
 *
 * @param meta the metadata of the answer
 * @param resources the main resources
 * @param linked the included resources, as JSON, by relationship
 * @param <T> the type of the main resources
 */
@Internal
public record Envelope<T>(PageMeta meta, List<T> resources, Map<String, List<JsonNode>> linked) {

	/**
	 * Join the answers to requests for parts of the same resources.
	 * @param parts the answers
	 * @param <T> the type of the main resources
	 * @return one answer; a resource that several of them include appears once
	 */
	public static <T> Envelope<T> joined(List<Envelope<T>> parts) {
		if (parts.size() == 1) {
			return parts.get(0);
		}
		List<T> resources = new ArrayList<>();
		Map<String, Map<Object, JsonNode>> linked = new LinkedHashMap<>();
		Map<String, List<LinkedRequest>> requests = new LinkedHashMap<>();
		for (Envelope<T> part : parts) {
			resources.addAll(part.resources());
			part.linked().forEach((relationship, nodes) -> {
				Map<Object, JsonNode> distinct = linked.computeIfAbsent(relationship,
						(unseen) -> new LinkedHashMap<>());
				nodes.forEach((node) -> distinct.putIfAbsent(node.has("ref") ? node.get("ref") : node, node));
			});
			part.meta()
				.linked()
				.forEach((relationship, found) -> requests.computeIfAbsent(relationship, (unseen) -> new ArrayList<>())
					.addAll(found));
		}
		Map<String, List<JsonNode>> distinct = new LinkedHashMap<>();
		linked.forEach((relationship, nodes) -> distinct.put(relationship, List.copyOf(nodes.values())));
		return new Envelope<>(new PageMeta(null, OptionalLong.empty(), Map.of(), requests, PageMeta.Numbered.NONE),
				resources, distinct);
	}

}
