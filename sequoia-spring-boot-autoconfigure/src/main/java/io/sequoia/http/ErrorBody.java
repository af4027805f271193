package io.sequoia.http;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Validation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an error's body says (PROTOCOL 11, and PROTOCOL 2 for OAuth errors). A body may be
 * anything: what cannot be read is left out.
 *
 * @param error the short name of the error
 * @param message the message for the reader
 * @param validation what is wrong with the request
 */
record ErrorBody(@Nullable String error, @Nullable String message, @Nullable Validation validation) {

	/**
	 * How many bytes of a body are looked at.
	 */
	static final int MAX_SIZE = 8 * 1024;

	private static final int MAX_TEXT = 500;

	private static final int MAX_KEYS = 100;

	private static final ErrorBody EMPTY = new ErrorBody(null, null, null);

	private static final JsonMapper JSON = JsonMapper.shared();

	static ErrorBody parse(byte[] body) {
		try {
			JsonNode root = JSON.readTree(body);
			String message = text(root, "message");
			return new ErrorBody(text(root, "error"), (message != null) ? message : text(root, "error_description"),
					validation(root.path("validation")));
		}
		catch (JacksonException ex) {
			return EMPTY; // HTML, plain text, cut off: the status has to say it all
		}
	}

	private static @Nullable String text(JsonNode node, String property) {
		JsonNode value = node.path(property);
		return value.isString() ? Printable.of(value.stringValue(), MAX_TEXT) : null;
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
