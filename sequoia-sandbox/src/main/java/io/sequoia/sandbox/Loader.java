package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores resources for the program that runs the sandbox. They are checked like those of
 * a client, but may have any owner, any number, and given times and authors.
 */
final class Loader {

	static final String AUTHOR = "root:sandbox";

	private static final Set<String> GIVEN = Set.of("createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt",
			"deletedBy", "reapAt", "contentRefs", "fullMediaType");

	private final ResourceStore store;

	private final Set<String> owners;

	private final String defaultOwner;

	Loader(ResourceStore store, Set<String> owners, String defaultOwner) {
		this.store = store;
		this.owners = owners;
		this.defaultOwner = defaultOwner;
	}

	/**
	 * Store resources.
	 * @return the stored resources, in the same order
	 * @throws IllegalArgumentException if they do not fit the descriptor, or have an
	 * owner that the sandbox does not have
	 */
	List<ObjectNode> load(ResourceSchema schema, List<? extends JsonNode> resources) {
		Map<String, List<Integer>> byOwner = new LinkedHashMap<>();
		for (int i = 0; i < resources.size(); i++) {
			String owner = checkOwner(resources.get(i).path("owner").asString(this.defaultOwner));
			byOwner.computeIfAbsent(owner, (key) -> new ArrayList<>()).add(i);
		}
		ObjectNode[] stored = new ObjectNode[resources.size()];
		byOwner.forEach((owner, indexes) -> {
			List<ObjectNode> loaded = load(owner, schema, indexes.stream().map(resources::get).toList());
			for (int i = 0; i < loaded.size(); i++) {
				stored[indexes.get(i)] = loaded.get(i);
			}
		});
		return Arrays.asList(stored);
	}

	String checkOwner(String owner) {
		if (!this.owners.contains(owner)) {
			throw new IllegalArgumentException("There is no owner '" + owner + "'; the sandbox has " + this.owners);
		}
		return owner;
	}

	private List<ObjectNode> load(String owner, ResourceSchema schema, List<? extends JsonNode> resources) {
		try {
			return this.store.store(owner, schema, new ResourceChecker(schema, owner, GIVEN).check(resources), AUTHOR);
		}
		catch (Problem problem) {
			throw new IllegalArgumentException(problem.getMessage(), problem);
		}
	}

}
