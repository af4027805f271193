package io.sequoia.core.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a change of an object to the JSON that the object was read from. Parts that
 * were not changed keep their text, and so do fields that the type of the object does not
 * have.
 */
final class ResourceChange {

	private ResourceChange() {
	}

	/**
	 * Merge a change into the JSON that was read.
	 * @param read the JSON that the object was read from
	 * @param before the object as JSON without the change
	 * @param after the object as JSON with the change
	 * @return the JSON with the change
	 */
	static ObjectNode merge(ObjectNode read, ObjectNode before, ObjectNode after) {
		ObjectNode merged = read.objectNode();
		read.properties().forEach((field) -> {
			JsonNode value = merge(field.getValue(), before.get(field.getKey()), after.get(field.getKey()));
			if (value != null) {
				merged.set(field.getKey(), value);
			}
		});
		after.properties().forEach((field) -> {
			// the type may have a value for a field that was not read, such as 0
			if (!read.has(field.getKey()) && !field.getValue().equals(before.get(field.getKey()))) {
				merged.set(field.getKey(), field.getValue());
			}
		});
		return merged;
	}

	/** Return the final value of a field, or {@code null} if the change removed it. */
	private static @Nullable JsonNode merge(JsonNode read, @Nullable JsonNode before, @Nullable JsonNode after) {
		if (before == null) {
			return (after != null) ? after : read;
		}
		if (before.equals(after)) {
			return read;
		}
		if (read instanceof ObjectNode readObject && before instanceof ObjectNode beforeObject
				&& after instanceof ObjectNode afterObject) {
			return merge(readObject, beforeObject, afterObject);
		}
		if (read instanceof ArrayNode readList && before instanceof ArrayNode beforeList
				&& after instanceof ArrayNode afterList && readList.size() == beforeList.size()) {
			return merge(readList, beforeList, afterList);
		}
		return after;
	}

	/**
	 * Merge lists. Unchanged elements are identified by their content, regardless of
	 * their position. A changed element is identified by its position, if no element was
	 * added or removed.
	 */
	private static ArrayNode merge(ArrayNode read, ArrayNode before, ArrayNode after) {
		Map<JsonNode, Deque<Integer>> places = new LinkedHashMap<>();
		for (int i = 0; i < before.size(); i++) {
			places.computeIfAbsent(before.get(i), (element) -> new ArrayDeque<>()).add(i);
		}
		List<@Nullable Integer> origins = new ArrayList<>();
		for (JsonNode element : after) {
			Deque<Integer> same = places.get(element);
			origins.add((same != null) ? same.poll() : null);
		}
		Set<@Nullable Integer> taken = new HashSet<>(origins);
		ArrayNode merged = read.arrayNode();
		for (int i = 0; i < after.size(); i++) {
			Integer origin = origins.get(i);
			if (origin == null && before.size() == after.size() && !taken.contains(i)) {
				origin = i;
			}
			JsonNode value = (origin != null) ? merge(read.get(origin), before.get(origin), after.get(i)) : null;
			merged.add((value != null) ? value : after.get(i));
		}
		return merged;
	}

	/**
	 * List the fields of an object's JSON that the object does not have.
	 * @param read the JSON that it was read from
	 * @param held the object as JSON
	 * @return the paths of the missing fields, such as {@code customFields} or {@code
	 * ratings.BBFC}
	 */
	static List<String> missing(ObjectNode read, ObjectNode held) {
		List<String> missing = new ArrayList<>();
		collect("", read, held, missing);
		return missing;
	}

	private static void collect(String parent, ObjectNode read, ObjectNode held, List<String> missing) {
		read.properties().forEach((field) -> {
			String path = parent + field.getKey();
			JsonNode kept = held.get(field.getKey());
			if (kept == null) {
				if (!field.getValue().isNull()) {
					missing.add(path);
				}
			}
			else if (field.getValue() instanceof ObjectNode readObject && kept instanceof ObjectNode heldObject) {
				collect(path + ".", readObject, heldObject, missing);
			}
			else if (field.getValue() instanceof ArrayNode readList && kept instanceof ArrayNode heldList) {
				collect(path, readList, heldList, missing);
			}
		});
	}

	private static void collect(String path, ArrayNode read, ArrayNode held, List<String> missing) {
		for (int i = 0; i < Math.min(read.size(), held.size()); i++) {
			if (read.get(i) instanceof ObjectNode readObject && held.get(i) instanceof ObjectNode heldObject) {
				collect(path + "[].", readObject, heldObject, missing);
			}
		}
	}

}
