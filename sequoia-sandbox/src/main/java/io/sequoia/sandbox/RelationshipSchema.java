package io.sequoia.sandbox;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A relationship (docs/protocol.md, section 8): direct by the refs in a field of the
 * parent, or indirect by a filter of the other resource; with {@code through}, of the
 * resources that another relationship names.
 */
record RelationshipSchema(String name, String description, String resourceType, @Nullable String fieldPath,
		@Nullable String filterName, @Nullable String through, List<String> fields, @Nullable JsonNode intersectable) {

	/** The number of refs in one linked request. */
	static final int BATCH_SIZE = 10;

	boolean canIntersect() {
		return this.through == null && (this.intersectable == null || this.intersectable.asBoolean());
	}

	boolean direct() {
		return this.fieldPath != null;
	}

}
