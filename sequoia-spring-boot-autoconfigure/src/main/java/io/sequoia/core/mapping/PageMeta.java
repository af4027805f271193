package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The metadata of a page ({@code meta}, docs/protocol.md, sections 4 and 7).
 *
 * @param next the link to the next page ({@code continue} before {@code next}), or {@code
 * null} on the last one
 * @param totalCount the number of all resources, if it was requested
 * @param facets the number of resources for each value, by field, if it was requested
 * @param linked the requests by which included resources were found, by relationship
 * @param numbered the place of the page among numbered ones
 */
@Internal
public record PageMeta(@Nullable String next, OptionalLong totalCount, Map<String, Map<String, Long>> facets,
		Map<String, List<LinkedRequest>> linked, Numbered numbered) {

	static final PageMeta NONE = new PageMeta(null, OptionalLong.empty(), Map.of(), Map.of(), Numbered.NONE);

	/**
	 * Read the meta object.
	 * @param meta the object
	 * @return the metadata
	 * @throws IllegalArgumentException if a property of the protocol has a wrong type
	 */
	static PageMeta of(JsonNode meta) {
		if (!meta.isObject()) {
			throw new IllegalArgumentException("meta is not an object");
		}
		String next = link(meta, "continue");
		return new PageMeta((next != null) ? next : link(meta, "next"), count(meta.path("totalCount")),
				facets(meta.path("facetCount")), linked(meta.path("linked")), numbered(meta));
	}

	private static Numbered numbered(JsonNode meta) {
		return new Numbered(number(meta, "page"), number(meta, "perPage"), text(meta, "first"), text(meta, "prev"),
				text(meta, "last"));
	}

	private static OptionalInt number(JsonNode meta, String name) {
		JsonNode number = meta.path(name);
		boolean valid = number.isIntegralNumber() && number.canConvertToInt() && number.intValue() >= 0;
		return valid ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
	}

	/** Return a link that the client does not follow by itself, without a check. */
	private static @Nullable String text(JsonNode meta, String name) {
		String link = meta.path(name).asString("");
		return link.isBlank() ? null : link;
	}

	private static @Nullable String link(JsonNode meta, String name) {
		JsonNode link = meta.path(name);
		if (link.isMissingNode() || link.isNull()) {
			return null;
		}
		if (!link.isString() || link.stringValue().isBlank()) {
			throw new IllegalArgumentException("meta." + name + " is not a link");
		}
		return link.stringValue();
	}

	private static OptionalLong count(JsonNode count) {
		if (count.isMissingNode() || count.isNull()) {
			return OptionalLong.empty();
		}
		if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
			throw new IllegalArgumentException("meta.totalCount is not a count");
		}
		return OptionalLong.of(count.longValue());
	}

	private static Map<String, Map<String, Long>> facets(JsonNode facetCount) {
		if (facetCount.isEmpty()) {
			return Map.of();
		}
		Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
		facetCount.properties().forEach((field) -> {
			Map<String, Long> values = new LinkedHashMap<>();
			field.getValue()
				.properties()
				.forEach((value) -> values.put(value.getKey(), count(value.getValue()).orElse(0)));
			facets.put(field.getKey(), values);
		});
		return facets;
	}

	private static Map<String, List<LinkedRequest>> linked(JsonNode linked) {
		if (linked.isEmpty()) {
			return Map.of();
		}
		Map<String, List<LinkedRequest>> relationships = new LinkedHashMap<>();
		linked.properties().forEach((relationship) -> {
			List<LinkedRequest> requests = new ArrayList<>();
			for (JsonNode entry : relationship.getValue()) {
				// a service with numbered pages sends them all at once, so its next is no
				// missing page
				requests.add(new LinkedRequest(entry.path("request").asString(""), link(entry, "continue"),
						entry.path("statusCode").asInt(200),
						entry.path("message").asString(entry.path("error").asString(""))));
			}
			relationships.put(relationship.getKey(), requests);
		});
		return relationships;
	}

	/**
	 * The place of a page, where a service numbers its pages.
	 *
	 * @param number the number of the page
	 * @param size the size of the pages that are numbered
	 * @param first the link to the first page, or {@code null}
	 * @param previous the link to the page before, or {@code null}
	 * @param last the link to the last page, or {@code null}
	 */
	public record Numbered(OptionalInt number, OptionalInt size, @Nullable String first, @Nullable String previous,
			@Nullable String last) {

		static final Numbered NONE = new Numbered(OptionalInt.empty(), OptionalInt.empty(), null, null, null);

	}

	/**
	 * A request by which the server found included resources.
	 *
	 * @param request the link of the request
	 * @param next the link to the resources after those of the request ({@code
	 * continue}), or {@code null}
	 * @param status the status of the request; 200 unless the server names another
	 * @param message the server's message of a failure
	 */
	public record LinkedRequest(String request, @Nullable String next, int status, String message) {
	}

}
