package io.sequoia.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores the resources of each owner separately, with the fields that the platform
 * maintains: ref, times, authors and the version. Storing an identical resource changes
 * nothing.
 */
final class ResourceStore {

	private static final Set<String> KEPT = Set.of("ref", "createdAt", "createdBy", "updatedAt", "updatedBy",
			"version");

	private final Map<Key, ResourceCollection> collections = new ConcurrentHashMap<>();

	private final Clock clock;

	ResourceStore(Clock clock) {
		this.clock = clock;
	}

	ResourceCollection of(String owner, ResourceSchema schema) {
		return this.collections.computeIfAbsent(new Key(owner, schema.service(), schema.plural()),
				(key) -> new ResourceCollection(schema.refPaths()));
	}

	/** Create or wholly replace resources that have been checked. */
	List<ObjectNode> store(String owner, ResourceSchema schema, List<ObjectNode> resources, String author) {
		return of(owner, schema).replace(resources, (current, candidate) -> merge(schema, current, candidate, author));
	}

	/**
	 * Replace a resource if it still has this version.
	 * @throws Problem with status 412 if it has another one, or does not exist
	 */
	List<ObjectNode> update(String owner, ResourceSchema schema, ObjectNode resource, String version, String author) {
		return of(owner, schema).replace(List.of(resource), (current, candidate) -> {
			if (current == null || !(version.equals("*") || current.path("version").asString().equals(version))) {
				throw Problem.versionConflict();
			}
			return merge(schema, current, candidate, author);
		});
	}

	void clear() {
		replaceAll(new Content(Map.of()));
	}

	/** Return all that is stored. */
	Content resources() {
		Map<Key, List<ObjectNode>> content = new HashMap<>();
		this.collections.forEach((key, collection) -> content.put(key, collection.all()));
		return new Content(content);
	}

	/** Replace everything by a former content. */
	void replaceAll(Content content) {
		this.collections
			.forEach((key, collection) -> collection.restore(content.resources().getOrDefault(key, List.of())));
	}

	private ObjectNode merge(ResourceSchema schema, @Nullable ObjectNode current, ObjectNode candidate, String author) {
		DerivedFields.add(schema, candidate);
		String version = hash(candidate);
		if (current != null && current.path("version").asString().equals(version)) {
			return current;
		}
		String now = ValueType.timestamp(this.clock.instant());
		String owner = candidate.path("owner").asString();
		String name = candidate.path("name").asString();
		ObjectNode stored = Json.object();
		stored.put("ref", owner + ":" + name).put("owner", owner).put("name", name);
		ObjectNode origin = (current != null) ? current : candidate;
		stored.put("createdAt", origin.path("createdAt").asString(now));
		stored.put("createdBy", origin.path("createdBy").asString(author));
		stored.put("updatedAt", candidate.path("updatedAt").asString(now));
		stored.put("updatedBy", candidate.path("updatedBy").asString(author)).put("version", version);
		candidate.forEachEntry((field, value) -> {
			if (!stored.has(field)) {
				stored.set(field, value);
			}
		});
		return stored;
	}

	/**
	 * Compute the version: a hash of all fields except those that the store maintains,
	 * regardless of their order.
	 */
	private static String hash(ObjectNode resource) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-1");
			ObjectNode content = sorted(resource);
			content.remove(KEPT);
			return HexFormat.of().formatHex(digest.digest(Json.write(content)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	private static ObjectNode sorted(ObjectNode object) {
		Map<String, JsonNode> fields = new TreeMap<>();
		object.forEachEntry((name, value) -> fields.put(name, sorted(value)));
		return Json.object().setAll(fields);
	}

	private static JsonNode sorted(JsonNode value) {
		if (value instanceof ArrayNode list) {
			ArrayNode sorted = Json.array();
			list.forEach((each) -> sorted.add(sorted(each)));
			return sorted;
		}
		return (value instanceof ObjectNode map) ? sorted(map) : value;
	}

	/**
	 * The content of the store at some time.
	 */
	record Content(Map<Key, List<ObjectNode>> resources) {

	}

	record Key(String owner, String service, String resource) {

	}

}
