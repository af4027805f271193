package io.sequoia.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One answer. Without a {@code contentType} it is JSON, of the media type that the
 * request accepts.
 */
record Answer(int status, Map<String, String> headers, @Nullable String contentType, byte[] body) {

	static final byte[] EMPTY = {};

	static Answer json(JsonNode body) {
		return json(200, body);
	}

	static Answer json(int status, JsonNode body) {
		return new Answer(status, Map.of(), null, Json.write(body));
	}

	static Answer empty(int status) {
		return new Answer(status, Map.of(), null, EMPTY);
	}

	static Answer of(Problem problem) {
		return json(problem.status(), problem.body());
	}

	Answer with(String header, String value) {
		Map<String, String> copy = new LinkedHashMap<>(this.headers);
		copy.put(header, value);
		return new Answer(this.status, copy, this.contentType, this.body);
	}

}
