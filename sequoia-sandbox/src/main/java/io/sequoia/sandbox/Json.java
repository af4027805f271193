package io.sequoia.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON mapper of the sandbox.
 */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private Json() {
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	static byte[] write(JsonNode node) {
		return MAPPER.writeValueAsBytes(node);
	}

	/**
	 * Read a request body.
	 * @throws Problem with status 400 if it is not JSON
	 */
	static JsonNode body(byte[] body) {
		try {
			JsonNode node = MAPPER.readTree(body);
			if (node == null || node.isMissingNode()) {
				throw Problem.badPayload("the body is empty: send a JSON document");
			}
			return node;
		}
		catch (JacksonException ex) {
			throw Problem.badPayload("the body is not JSON: " + ex.getOriginalMessage());
		}
		catch (NumberFormatException ex) {
			// Jackson does not convert this one in trees
			throw Problem.badPayload("the body has a number that cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * Read a file of this package.
	 */
	static JsonNode resource(String name) {
		try (InputStream stream = Json.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("The sandbox has no file " + name);
			}
			return MAPPER.readTree(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
