package io.sequoia.contract;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A request that a server received.
 *
 * @param method the method
 * @param uri path and query, unchanged
 * @param headers the headers by lower-case name, repeated ones joined by a comma
 */
record SentRequest(String method, String uri, Map<String, String> headers) {

	String path() {
		return URI.create(this.uri).getPath();
	}

	/** Return the decoded query parameters. */
	MultiValueMap<String, String> query() {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		String raw = URI.create(this.uri).getRawQuery();
		for (String parameter : (raw != null) ? raw.split("&") : new String[0]) {
			String[] nameAndValue = parameter.split("=", 2);
			query.add(decode(nameAndValue[0]), decode(nameAndValue[1]));
		}
		return query;
	}

	@Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return this.method + " " + this.uri;
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

}
