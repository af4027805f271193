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
 * Learns from the first answers of each type which fields that the server sends the type
 * cannot hold. Later answers are not looked at: what is read most is read by types that
 * are never written. Thread-safe.
 */
final class UnheldFields {

	/** Enough to see the fields that resources commonly have. */
	private static final int ANSWERS = 8;

	private static final int RESOURCES = 20;

	private static final int MAX_FIELDS = 50;

	private final JsonMapper json;

	private final Map<ResolvableType, Seen> types = new ConcurrentReferenceHashMap<>();

	UnheldFields(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Look at an answer, if few have been seen.
	 * @param type the type of its resources
	 * @param resources the resources as they were read
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

	/** A type that cannot be written loses nothing by being written. */
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
	 * The fields that a type cannot hold, as far as they have been sent.
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
