package io.sequoia.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Validation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of an error's body (docs/protocol.md, section 11, and docs/protocol.md,
 * section 2 for OAuth errors). A body may be anything; parts that cannot be read are left
 * out.
 *
 * @param error the short name of the error
 * @param message the message for people
 * @param validation the fault in the request
 * @param attributes the further data that the service sent, by name
 */
record ErrorBody(@Nullable String error, @Nullable String message, @Nullable Validation validation,
		Map<String, Object> attributes) {

	/**
	 * The number of bytes that are read of a body.
	 */
	static final int MAX_SIZE = 64 * 1024;

	private static final int MAX_TEXT = 500;

	private static final int MAX_KEYS = 100;

	private static final ErrorBody EMPTY = new ErrorBody(null, null, null, Map.of());

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<Map<String, @Nullable Object>> ATTRIBUTES = new TypeReference<>() {
	};

	static ErrorBody parse(byte[] body) {
		try {
			JsonNode root = JSON.readTree(body);
			String message = text(root, "message");
			return new ErrorBody(text(root, "error"), (message != null) ? message : text(root, "error_description"),
					validation(root.path("validation")), attributes(root.path("attributes")));
		}
		catch (JacksonException ex) {
			return EMPTY; // HTML, plain text or cut off: only the status is known then
		}
	}

	private static @Nullable String text(JsonNode node, String property) {
		JsonNode value = node.path(property);
		return value.isString() ? Printable.of(value.stringValue(), MAX_TEXT) : null;
	}

	/**
	 * Return the attributes unchanged, as they are data for the caller's code and appear
	 * in no message.
	 */
	private static Map<String, Object> attributes(JsonNode node) {
		if (!node.isObject()) {
			return Map.of();
		}
		Map<String, Object> attributes = new LinkedHashMap<>();
		JSON.convertValue(node, ATTRIBUTES).forEach((name, value) -> {
			if (value != null) {
				attributes.put(name, value);
			}
		});
		return Collections.unmodifiableMap(attributes);
	}

	private static @Nullable Validation validation(JsonNode node) {
		if (!node.isObject()) {
			return null;
		}
		List<String> keys = new ArrayList<>();
		for (JsonNode key : node.path("keys")) {
			if (key.isString() && keys.size() < MAX_KEYS) {
				keys.add(Printable.of(key.stringValue()));
			}
		}
		return new Validation(text(node, "source"), keys);
	}

}
