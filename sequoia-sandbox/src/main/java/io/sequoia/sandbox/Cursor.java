package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The value of a {@code continue} link: the position of the last resource of the previous
 * page, so that resources stored or deleted meanwhile do not shift the pages. It also
 * contains a digest of the query, so that a link that has lost or changed a parameter is
 * refused. It begins with a character that URLs encode. Some clients decode it and send a
 * space instead, which is accepted. It has no slash, which the Python client does not
 * encode when it looks for the link of a value.
 */
final class Cursor {

	private static final String PREFIX = "00+";

	private static final Set<String> NOT_DIGESTED = Set.of("continue", "owner", "perPage");

	private Cursor() {
	}

	static String write(Position position, QueryParameters query) {
		ArrayNode state = Json.array().add(digest(query)).add(position.name());
		position.keys().forEach((key) -> state.add((key != null) ? key.toString() : null));
		return PREFIX + Base64.getUrlEncoder().encodeToString(Json.write(state));
	}

	static Position read(String cursor, QueryParameters query, List<SortKey> order) {
		JsonNode state = decode(cursor);
		if (!state.isArray() || state.size() != order.size() + 2 || !state.get(1).isString()) {
			throw malformed();
		}
		if (state.get(0).asInt(0) != digest(query)) {
			throw Problem.badQuery("continue", "the continue link was changed: follow the link unchanged");
		}
		List<@Nullable Comparable<?>> keys = new ArrayList<>();
		for (int i = 0; i < order.size(); i++) {
			keys.add(order.get(i).type().comparable(state.get(i + 2)));
		}
		return new Position(keys, state.get(1).asString());
	}

	private static JsonNode decode(String value) {
		String cursor = value.replace(' ', '+');
		if (!cursor.startsWith(PREFIX)) {
			throw malformed();
		}
		try {
			return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(cursor.substring(PREFIX.length())));
		}
		catch (IllegalArgumentException | JacksonException ex) {
			throw malformed();
		}
	}

	private static Problem malformed() {
		return Problem.badQuery("continue",
				"the value of 'continue' must be true or a value that this service returned");
	}

	/**
	 * Compute the digest of a query. A repeated parameter counts once and the page size
	 * is ignored, since some clients add their own parameters to the link again, or the
	 * link's cursor to theirs.
	 */
	private static int digest(QueryParameters query) {
		TreeMap<String, TreeSet<String>> significant = new TreeMap<>();
		query.asMap().forEach((name, values) -> {
			if (!NOT_DIGESTED.contains(name) && !name.startsWith("_")) {
				significant.put(name, new TreeSet<>(values));
			}
		});
		byte[] text = significant.toString().getBytes(StandardCharsets.UTF_8);
		int digest = 7;
		for (byte part : text) {
			digest = 31 * digest + part;
		}
		return digest;
	}

}
