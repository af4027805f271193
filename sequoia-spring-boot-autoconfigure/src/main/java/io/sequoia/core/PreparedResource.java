package io.sequoia.core;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.sequoia.Printable;
import io.sequoia.Ref;
import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource in the form that is sent: with an owner and, if names are generated, a name,
 * so that sending it twice stores it once.
 *
 * @param json its JSON
 * @param ref its reference, or {@code null} if the server has to make the name
 * @param version the version that it was read with, if it has one
 */
record PreparedResource(ObjectNode json, @Nullable Ref ref, @Nullable String version) {

	/**
	 * The fields that every service sets, whether its descriptor lists them or not
	 * (docs/protocol.md, section 4).
	 */
	static final Set<String> SERVER_FIELDS = Set.of("createdAt", "createdBy", "updatedAt", "updatedBy", "version");

	/** Stands for a resource that cannot be sent. */
	static final PreparedResource NONE = new PreparedResource(JsonNodeFactory.instance.objectNode(), null, null);

	static PreparedResource of(ObjectNode json, String tenant, boolean generateName) {
		String given = text(json, "ref");
		Ref ref = (given != null) ? Ref.parse(given) : null;
		String owner = Objects.requireNonNullElse(text(json, "owner"), (ref != null) ? ref.owner() : tenant);
		String name = text(json, "name");
		if (name == null) {
			name = (ref != null) ? ref.name() : generateName ? UUID.randomUUID().toString() : null;
		}
		json.put("owner", owner);
		if (name == null) {
			return new PreparedResource(json, null, text(json, "version"));
		}
		json.put("name", name);
		Ref own = Ref.of(owner, name);
		if (ref != null && !ref.equals(own)) {
			throw new IllegalArgumentException("The resource's ref " + ref + " is not its owner and name, " + own
					+ ": correct one of them, or leave the ref out");
		}
		return new PreparedResource(json, own, text(json, "version"));
	}

	/**
	 * Create a copy without a version, as the value of a new resource's version is no
	 * version of the server.
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
	 * @param resource the collection
	 * @return the JSON to send
	 */
	ObjectNode writable(ResourceDescriptor resource) {
		ObjectNode writable = this.json.objectNode();
		this.json.properties().forEach((field) -> {
			Field known = resource.fields().get(field.getKey());
			if (known == null || !known.readOnly()) {
				writable.set(field.getKey(), field.getValue());
			}
		});
		return writable;
	}

	/**
	 * Tell whether the server holds the sent resource, apart from the fields that only
	 * the server sets.
	 * @param current the resource on the server
	 * @param resource the collection
	 * @return {@code true} if the two are the same
	 */
	boolean isStoredAs(ObjectNode current, ResourceDescriptor resource) {
		return writable(resource).properties()
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

	private static @Nullable String text(ObjectNode json, String field) {
		JsonNode value = json.path(field);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isValueNode()) {
			throw new IllegalArgumentException(
					"The resource's " + field + " is not a text: " + Printable.of(value.toString()));
		}
		return value.asString();
	}

}
