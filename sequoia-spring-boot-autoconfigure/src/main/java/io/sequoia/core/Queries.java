package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

import io.sequoia.core.query.Criteria;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

/**
 * Writes queries: each name and value is one percent-encoded piece, so that values stay
 * data whatever they hold (PROTOCOL 6).
 */
final class Queries {

	private Queries() {
	}

	static String owner(String owner) {
		return "owner=" + owner;
	}

	static String browsing(MultiValueMap<String, String> given, String owner, int perPage) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>(given);
		parameters.putIfAbsent("perPage", List.of(Integer.toString(perPage)));
		if (!parameters.containsKey("page")) {
			parameters.set("continue", "true");
		}
		return encoded(parameters) + "&" + owner(owner);
	}

	static String counting(Criteria criteria, String owner) {
		MultiValueMap<String, String> parameters = criteria.toQueryParameters();
		parameters.set("count", "true");
		parameters.set("resources", "false");
		parameters.set("perPage", "1");
		parameters.remove("sort");
		return encoded(parameters) + "&" + owner(owner);
	}

	private static String encoded(MultiValueMap<String, String> parameters) {
		StringJoiner query = new StringJoiner("&");
		parameters.forEach((name, values) -> values.forEach((value) -> query.add(
				UriUtils.encode(name, StandardCharsets.UTF_8) + "=" + UriUtils.encode(value, StandardCharsets.UTF_8))));
		return query.toString();
	}

}
