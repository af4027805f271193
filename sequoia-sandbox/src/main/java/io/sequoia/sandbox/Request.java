package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * One request, decoded, its body when a handler asks for it. The segments of its path are
 * without trailing and doubled slashes.
 */
record Request(String method, String uri, String path, List<String> segments, QueryParameters query,
		Map<String, String> headers, RequestBody content) {

	static Request of(String method, String uri, Map<String, String> headers, RequestBody content) {
		try {
			QueryStringDecoder decoder = decoder(uri, true);
			List<String> segments = Arrays.stream(decoder.rawPath().split("/"))
				.filter((segment) -> !segment.isEmpty())
				.map((segment) -> QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")))
				.toList();
			return new Request(method.toUpperCase(Locale.ROOT), uri, decoder.path(), segments,
					new QueryParameters(decoder.parameters()), headers, content);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.of(400, "the URL is not encoded correctly: " + ex.getMessage());
		}
	}

	boolean isAt(String... expected) {
		return this.segments.equals(List.of(expected));
	}

	@Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	String host(String fallback) {
		String host = header("host");
		return (host != null && host.matches("[A-Za-z0-9._:\\[\\]-]+")) ? host : fallback;
	}

	/**
	 * Return the decoded body.
	 * @throws Problem as {@link RequestBody#bytes} does
	 */
	byte[] body() {
		return this.content.bytes(header("content-encoding"));
	}

	/** Return the parameters of a form body. */
	QueryParameters form() {
		String text = new String(body(), StandardCharsets.UTF_8);
		try {
			return new QueryParameters(decoder(text, false).parameters());
		}
		catch (IllegalArgumentException ex) {
			throw Problem.badPayload("the form is not encoded correctly: " + ex.getMessage());
		}
	}

	private static QueryStringDecoder decoder(String text, boolean hasPath) {
		return new QueryStringDecoder(text, StandardCharsets.UTF_8, hasPath, 1024, true);
	}

}
