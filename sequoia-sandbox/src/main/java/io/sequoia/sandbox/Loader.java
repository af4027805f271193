package io.sequoia.sandbox;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores resources on behalf of who runs the sandbox: checked as those of a client are,
 * but without a limit to a batch, and with the times and authors that are given.
 */
final class Loader {

	static final String AUTHOR = "root:sandbox";

	private static final List<String> GIVEN = List.of("createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt",
			"deletedBy", "reapAt");

	private final ResourceStore store;

	Loader(ResourceStore store) {
		this.store = store;
	}

	/**
	 * Store resources of one owner.
	 * @throws IllegalArgumentException if they are not what the descriptor says
	 */
	List<ObjectNode> load(String owner, ResourceSchema schema, List<? extends JsonNode> resources) {
		try {
			List<ObjectNode> checked = new ResourceChecker(schema, owner).check(resources);
			for (int i = 0; i < checked.size(); i++) {
				for (String field : GIVEN) {
					JsonNode value = resources.get(i).get(field);
					if (value != null) {
						checked.get(i).set(field, value);
					}
				}
			}
			return this.store.store(owner, schema, checked, AUTHOR);
		}
		catch (Problem problem) {
			throw new IllegalArgumentException(problem.getMessage(), problem);
		}
	}

}
