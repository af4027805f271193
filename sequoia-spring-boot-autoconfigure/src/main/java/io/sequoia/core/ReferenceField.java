package io.sequoia.core;

import java.util.List;

import io.sequoia.Ref;
import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field of a resource that holds one reference or a list of them.
 *
 * @param path the names that lead to the field
 * @param many whether it holds a list
 */
record ReferenceField(List<String> path, boolean many) {

	/**
	 * Find a field.
	 * @param path its path in the descriptor
	 * @param resource the collection
	 * @return the field; one that the descriptor does not describe holds a list if its
	 * name says so
	 */
	static ReferenceField at(String path, ResourceDescriptor resource) {
		Field described = resource.fields().get(path);
		return new ReferenceField(List.of(path.split("\\.")),
				(described != null) ? described.array() : path.endsWith("Refs"));
	}

	/**
	 * Add a reference; a single one takes the place of the earlier one.
	 * @return {@code false} if it was there
	 */
	boolean add(ObjectNode resource, Ref ref) {
		if (Linker.texts(resource, String.join(".", this.path)).contains(ref.toString())) {
			return false;
		}
		ObjectNode holder = resource;
		for (String name : this.path.subList(0, this.path.size() - 1)) {
			holder = holder.withObjectProperty(name);
		}
		JsonNode held = holder.get(last());
		if (held instanceof ArrayNode array) {
			array.add(ref.toString());
		}
		else if (this.many) {
			holder.putArray(last()).add(ref.toString());
		}
		else {
			holder.put(last(), ref.toString());
		}
		return true;
	}

	/**
	 * Remove a reference.
	 * @return {@code false} if it was not there
	 */
	boolean remove(ObjectNode resource, Ref ref) {
		ObjectNode holder = holder(resource);
		JsonNode held = (holder != null) ? holder.get(last()) : null;
		if (held instanceof ArrayNode array) {
			int before = array.size();
			array.removeIf((one) -> one.asString("").equals(ref.toString()));
			return array.size() < before;
		}
		boolean holds = held != null && held.asString("").equals(ref.toString());
		if (holder != null && holds) {
			holder.remove(last());
		}
		return holds;
	}

	private @Nullable ObjectNode holder(ObjectNode resource) {
		JsonNode holder = resource;
		for (String name : this.path.subList(0, this.path.size() - 1)) {
			holder = holder.path(name);
		}
		return (holder instanceof ObjectNode object) ? object : null;
	}

	private String last() {
		return this.path.get(this.path.size() - 1);
	}

}
