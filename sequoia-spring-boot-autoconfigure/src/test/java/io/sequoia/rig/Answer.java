package io.sequoia.rig;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * An answer before it is sent.
 *
 * @param status its status
 * @param headers its headers, without those on its length
 * @param body its body
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

	static Answer json(JsonNode body) {
		return json(body.toString());
	}

	static Answer json(String body) {
		return json(body.getBytes(StandardCharsets.UTF_8));
	}

	static Answer json(byte[] body) {
		return new Answer(200, Map.of("Content-Type", "application/vnd.piksel+json"), body);
	}

	static Answer status(int status) {
		String body = (status == 204) ? "" : "{\"statusCode\":" + status + ",\"error\":\"of the test\"}";
		return new Answer(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
	}

	Answer with(String header, String value) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.put(header, value);
		return new Answer(this.status, all, this.body);
	}

	/** Return the head with these lines on the length of the body. */
	byte[] head(String length) {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(this.status).append(" Status\r\n");
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		return head.append(length).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Return head and body. */
	byte[] bytes() {
		byte[] head = head();
		byte[] all = Arrays.copyOf(head, head.length + this.body.length);
		System.arraycopy(this.body, 0, all, head.length, this.body.length);
		return all;
	}

	byte[] head() {
		return head((this.status == 204) ? "" : "Content-Length: " + this.body.length + "\r\n");
	}

}
