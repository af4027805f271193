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
 * Stores resources on behalf of who runs the sandbox: checked as those of a client are,
 * but of any owner, without a limit to a batch, and with the times and authors that are
 * given.
 */
final class Loader {

	static final String AUTHOR = "root:sandbox";

	private static final List<String> GIVEN = List.of("createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt",
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
	 * @return what is stored of each, in the same order
	 * @throws IllegalArgumentException if they are not what the descriptor says, or of an
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
			List<ObjectNode> checked = new ResourceChecker(schema, owner).check(resources);
			for (int i = 0; i < checked.size(); i++) {
				keepGiven(resources.get(i), checked.get(i));
			}
			return this.store.store(owner, schema, checked, AUTHOR);
		}
		catch (Problem problem) {
			throw new IllegalArgumentException(problem.getMessage(), problem);
		}
	}

	private static void keepGiven(JsonNode resource, ObjectNode checked) {
		for (String field : GIVEN) {
			JsonNode value = resource.get(field);
			if (value != null) {
				checked.set(field, value);
			}
		}
	}

}
