package io.sequoia.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

	/**
	 * Read a body.
	 * @param body its bytes
	 * @param mask removes secrets from each of its texts
	 * @return its content
	 */
	static ErrorBody parse(byte[] body, UnaryOperator<String> mask) {
		try {
			JsonNode root = JSON.readTree(body);
			String message = text(root, "message", mask);
			return new ErrorBody(text(root, "error", mask),
					(message != null) ? message : text(root, "error_description", mask),
					validation(root.path("validation"), mask), attributes(root.path("attributes"), mask));
		}
		catch (JacksonException ex) {
			return EMPTY; // HTML, plain text or cut off: only the status is known then
		}
	}

	private static @Nullable String text(JsonNode node, String property, UnaryOperator<String> mask) {
		JsonNode value = node.path(property);
		// masked as a whole, as the beginning of a secret is not found any more
		return value.isString() ? Printable.of(mask.apply(value.stringValue()), MAX_TEXT) : null;
	}

	/**
	 * Return the attributes, of any length and with any characters, as they are data for
	 * the caller's code and appear in no message.
	 */
	private static Map<String, Object> attributes(JsonNode node, UnaryOperator<String> mask) {
		if (!node.isObject()) {
			return Map.of();
		}
		Map<String, Object> attributes = new LinkedHashMap<>();
		JSON.convertValue(node, ATTRIBUTES).forEach((name, value) -> {
			if (value != null) {
				attributes.put(mask.apply(name), masked(value, mask));
			}
		});
		return Collections.unmodifiableMap(attributes);
	}

	private static Object masked(Object value, UnaryOperator<String> mask) {
		if (value instanceof String text) {
			return mask.apply(text);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> masked = new ArrayList<>();
			list.forEach((item) -> masked.add((item != null) ? masked(item, mask) : null));
			return masked;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> masked = new LinkedHashMap<>();
			map.forEach((name, item) -> masked.put(mask.apply(String.valueOf(name)),
					(item != null) ? masked(item, mask) : null));
			return masked;
		}
		return value;
	}

	private static @Nullable Validation validation(JsonNode node, UnaryOperator<String> mask) {
		if (!node.isObject()) {
			return null;
		}
		List<String> keys = new ArrayList<>();
		for (JsonNode key : node.path("keys")) {
			if (key.isString() && keys.size() < MAX_KEYS) {
				keys.add(Printable.of(mask.apply(key.stringValue())));
			}
		}
		return new Validation(text(node, "source", mask), keys);
	}

}
