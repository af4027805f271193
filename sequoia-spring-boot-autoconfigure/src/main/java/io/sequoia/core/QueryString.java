package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.query.Criteria;

import org.springframework.util.Assert;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

/**
 * Writes queries. Each name and value is percent-encoded as a whole, so that values stay
 * data, with any characters (docs/protocol.md, section 6).
 */
final class QueryString {

	private static final Set<String> BROWSING_ONLY = Set.of("q", "sort", "perPage", "page", "count", "resources");

	private QueryString() {
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

	/**
	 * Tell whether certain fields are requested without the ref, by which answers are
	 * checked.
	 * @param parameters the parameters of the request
	 */
	static boolean leavesOutRef(MultiValueMap<String, String> parameters) {
		String fields = parameters.getFirst("fields");
		return fields != null && !List.of(fields.split(",")).contains("ref");
	}

	/**
	 * Write the query of a request for certain resources, with their refs among the
	 * fields. Their included resources come in pages that can be continued.
	 * @param given the further parameters
	 * @param owner the tenant
	 */
	static String reading(MultiValueMap<String, String> given, String owner) {
		if (given.isEmpty()) {
			return owner(owner);
		}
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>(given);
		if (parameters.containsKey("include")) {
			parameters.set("continue", "true");
		}
		if (leavesOutRef(parameters)) {
			parameters.set("fields", parameters.getFirst("fields") + ",ref");
		}
		return encoded(parameters) + "&" + owner(owner);
	}

	/**
	 * Refuse criteria that cannot be used together with refs. A service ignores some of
	 * them, and the result would be wrong.
	 * @param criteria the criteria
	 * @throws InvalidCriteriaException if they contain more than a choice of fields,
	 * inclusions or language
	 */
	static Criteria besideRefs(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; use Criteria.all() to read with no criteria");
		criteria.toQueryParameters().forEach((name, values) -> {
			boolean narrows = name.matches("with[A-Z][^.]*") || BROWSING_ONLY.contains(name)
					|| name.equals("include") && values.stream().anyMatch((value) -> value.contains("<"));
			if (narrows) {
				throw new InvalidCriteriaException("The criteria of a read by refs cannot have '" + name + "="
						+ Printable.of(values.get(0)) + "': the refs select the resources already; use only"
						+ " include, fields and lang, or browse with field(\"ref\").oneOrMoreOf(..)");
			}
		});
		return criteria;
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
