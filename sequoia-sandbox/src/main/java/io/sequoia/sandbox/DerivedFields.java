package io.sequoia.sandbox;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds the read-only fields that the service derives from others: the contents of an
 * offer, and the media type of an asset.
 */
final class DerivedFields {

	private static final Map<String, String> SUBTYPES = Map.of("jpg", "jpeg", "txt", "plain", "webvtt", "vtt", "mp3",
			"mpeg", "mpeg-ts", "mp2t", "mpeg-ps", "mpeg");

	private DerivedFields() {
	}

	static void add(ResourceSchema schema, ObjectNode resource) {
		if (schema.plural().equals("offers") && !resource.has("contentRefs")) {
			Set<String> refs = new LinkedHashSet<>(FieldPath.texts(resource, "descriptiveContentRef"));
			refs.addAll(FieldPath.texts(resource, "scopeContentRefs"));
			if (!refs.isEmpty()) {
				ArrayNode array = resource.putArray("contentRefs");
				refs.forEach(array::add);
			}
		}
		if (schema.plural().equals("assets") && !resource.has("fullMediaType")) {
			resource.put("fullMediaType", mediaType(resource));
		}
	}

	private static String mediaType(ObjectNode asset) {
		String type = asset.path("type").asString("other");
		String format = asset.path("fileFormat").asString("other");
		if (type.equals("other") || format.equals("other")) {
			return "application/octet-stream";
		}
		return type + "/" + SUBTYPES.getOrDefault(format, format);
	}

}
