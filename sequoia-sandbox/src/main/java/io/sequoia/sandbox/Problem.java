package io.sequoia.sandbox;

import java.util.List;
import java.util.Objects;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal in the platform's shape (docs/protocol.md, section 11).
 */
final class Problem extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final @Nullable String source;

	@SuppressWarnings("serial") // never serialized, as it becomes an answer
	private final List<String> keys;

	private Problem(int status, String message, @Nullable String source, List<String> keys) {
		super(message, null, false, false);
		this.status = status;
		this.source = source;
		this.keys = List.copyOf(keys);
	}

	static Problem of(int status, String message) {
		return new Problem(status, message, null, List.of());
	}

	static Problem badQuery(String key, String message) {
		return new Problem(400, message, "query", List.of(key));
	}

	static Problem badParameters(String message, String... keys) {
		return new Problem(400, message, "params", List.of(keys));
	}

	static Problem badHeader(String key, String message) {
		return new Problem(400, message, "headers", List.of(key));
	}

	static Problem badPayload(String message, String... keys) {
		return new Problem(400, message, "payload", List.of(keys));
	}

	static Problem badPayload(String message, List<String> keys) {
		return new Problem(400, message, "payload", keys);
	}

	static Problem versionConflict() {
		return of(412, "document cannot be changed - versions do not match");
	}

	/** Create a copy for parameters with this prefix. */
	Problem within(String prefix) {
		return new Problem(this.status, getMessage(), this.source,
				this.keys.stream().map((key) -> prefix + "." + key).toList());
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

	int status() {
		return this.status;
	}

	ObjectNode body() {
		ObjectNode body = Json.object();
		body.put("statusCode", this.status);
		body.put("error", HttpResponseStatus.valueOf(this.status).reasonPhrase());
		body.put("message", getMessage());
		if (this.source != null) {
			ObjectNode validation = body.putObject("validation");
			validation.put("source", this.source);
			ArrayNode array = validation.putArray("keys");
			this.keys.forEach(array::add);
		}
		return body;
	}

}
