package io.sequoia.core;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceJson;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource in the form that is sent: with an owner and, if names are generated, a name,
 * so that sending it twice stores it once.
 *
 * @param json its JSON
 * @param ref its reference, or {@code null} if the server has to make the name
 * @param version the version that it was read with, if it has one
 */
record PreparedResource(ResourceJson json, @Nullable Ref ref, @Nullable String version) {

	/**
	 * The fields that every service sets, whether its descriptor lists them or not
	 * (docs/protocol.md, section 4).
	 */
	static final Set<String> SERVER_FIELDS = Set.of("createdAt", "createdBy", "updatedAt", "updatedBy", "version");

	/** Stands for a resource that cannot be sent. */
	static final PreparedResource NONE = new PreparedResource(ResourceJson.empty(), null, null);

	static PreparedResource of(ResourceJson json, String tenant, boolean generateName) {
		String given = json.text("ref");
		Ref ref = (given != null) ? Ref.parse(given) : null;
		String owner = Objects.requireNonNullElse(json.text("owner"), (ref != null) ? ref.owner() : tenant);
		String name = json.text("name");
		if (name == null) {
			name = (ref != null) ? ref.name() : generateName ? UUID.randomUUID().toString() : null;
		}
		if (!json.isString("owner")) {
			json.put("owner", owner);
		}
		if (name == null) {
			return new PreparedResource(json, null, json.text("version"));
		}
		if (!json.isString("name")) {
			json.put("name", name);
		}
		Ref own = Ref.of(owner, name);
		if (ref != null && !ref.equals(own)) {
			throw new IllegalArgumentException("The resource's ref " + ref + " does not match its owner and name, "
					+ own + ": correct one of them, or leave the ref out");
		}
		return new PreparedResource(json, own, json.text("version"));
	}

	/**
	 * Remove the version, as the value of a new resource's version is not a version of
	 * the server.
	 */
	PreparedResource withoutVersion() {
		if (this.version == null) {
			return this;
		}
		this.json.remove("version");
		return new PreparedResource(this.json, this.ref, null);
	}

	/**
	 * Return the JSON without the fields that only the server sets.
	 * @param readOnly these fields of the collection
	 * @return the JSON to send
	 */
	ResourceJson writable(Set<String> readOnly) {
		return this.json.without(readOnly);
	}

	/**
	 * Return the fields of a collection that only the server sets.
	 * @param resource the collection
	 * @return the names of the fields
	 */
	static Set<String> readOnly(ResourceDescriptor resource) {
		return resource.fields()
			.entrySet()
			.stream()
			.filter((field) -> field.getValue().readOnly())
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Tell whether the server holds the sent resource, apart from the fields that only
	 * the server sets.
	 * @param current the resource on the server
	 * @param sent the resource as it was sent
	 * @return {@code true} if the two are the same
	 */
	static boolean isStoredAs(ObjectNode current, ObjectNode sent) {
		return sent.properties()
			.stream()
			.allMatch((field) -> SERVER_FIELDS.contains(field.getKey())
					|| field.getValue().equals(PreparedResource::compare, current.path(field.getKey())));
	}

	/** Compare values: a written number and a read one may differ in their Java type. */
	private static int compare(JsonNode one, JsonNode other) {
		boolean same = (one.isNumber() && other.isNumber()) ? one.decimalValue().compareTo(other.decimalValue()) == 0
				: one.equals(other);
		return same ? 0 : 1;
	}

}
