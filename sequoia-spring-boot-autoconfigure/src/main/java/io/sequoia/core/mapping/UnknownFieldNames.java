package io.sequoia.core.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Learns from the first answers for each type which of the server's fields the type does
 * not have. Later answers are ignored, as most reads are for types that are never
 * written. Thread-safe.
 */
final class UnknownFieldNames {

	/** The number of answers to inspect, enough to see the common fields. */
	private static final int ANSWERS = 8;

	private static final int RESOURCES = 20;

	private static final int MAX_FIELDS = 50;

	private final JsonMapper json;

	private final Map<ResolvableType, Seen> types = new ConcurrentReferenceHashMap<>();

	UnknownFieldNames(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Inspect an answer, unless enough were inspected.
	 * @param type the type of its resources
	 * @param resources the resources that were read
	 * @param read the same resources in JSON
	 */
	void learn(ResolvableType type, List<?> resources, Supplier<List<JsonNode>> read) {
		if (JsonNode.class.isAssignableFrom(type.toClass()) || Map.class.isAssignableFrom(type.toClass())) {
			return;
		}
		Seen seen = this.types.computeIfAbsent(type, (unknown) -> new Seen());
		if (resources.isEmpty() || seen.answers.get() >= ANSWERS || seen.answers.incrementAndGet() > ANSWERS) {
			return;
		}
		List<JsonNode> nodes = read.get();
		for (int i = 0; i < Math.min(RESOURCES, Math.min(nodes.size(), resources.size())); i++) {
			if (nodes.get(i) instanceof ObjectNode sent && seen.fields.size() < MAX_FIELDS) {
				seen.fields.addAll(missing(sent, resources.get(i)));
			}
		}
	}

	/**
	 * Return the missing fields; none for a type that cannot be written, as no update
	 * with it can delete a field.
	 */
	private List<String> missing(ObjectNode sent, Object resource) {
		try {
			return (this.json.valueToTree(resource) instanceof ObjectNode held) ? ResourceChange.missing(sent, held)
					: List.of();
		}
		catch (JacksonException ex) {
			return List.of();
		}
	}

	/**
	 * Return the fields that a type does not have, of those that were sent so far.
	 * @param type the type
	 * @return the paths of the fields, in order
	 */
	Collection<String> of(ResolvableType type) {
		Seen seen = this.types.get(type);
		return (seen != null) ? List.copyOf(seen.fields) : List.of();
	}

	private static final class Seen {

		private final AtomicInteger answers = new AtomicInteger();

		private final Set<String> fields = new ConcurrentSkipListSet<>();

	}

}
