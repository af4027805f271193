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
 * Writes queries: each name and value is one percent-encoded piece, so that values stay
 * data whatever they hold (PROTOCOL 6).
 */
final class Queries {

	private static final Set<String> BROWSING_ONLY = Set.of("q", "sort", "perPage", "page", "count", "resources");

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

	/**
	 * Whether certain fields are asked for, and the ref, which tells whose answer it is,
	 * is none of them.
	 * @param parameters what is asked for
	 */
	static boolean leavesOutRef(MultiValueMap<String, String> parameters) {
		String fields = parameters.getFirst("fields");
		return fields != null && !List.of(fields.split(",")).contains("ref");
	}

	/**
	 * The query of a request for certain resources, their refs among the fields. What
	 * they include comes in pages that can be continued.
	 * @param given what is asked for beside them
	 * @param owner the tenant
	 */
	static String reading(MultiValueMap<String, String> given, String owner) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>(given);
		if (parameters.containsKey("include")) {
			parameters.set("continue", "true");
		}
		if (leavesOutRef(parameters)) {
			parameters.set("fields", parameters.getFirst("fields") + ",ref");
		}
		return parameters.isEmpty() ? owner(owner) : encoded(parameters) + "&" + owner(owner);
	}

	/**
	 * Refuse criteria that cannot go with refs, which say by themselves what is asked
	 * for: as a service ignores the rest, less or more than that would come.
	 * @param criteria what goes with the refs
	 * @throws InvalidCriteriaException if there is more than a choice of fields,
	 * inclusions or language in them
	 */
	static Criteria besideRefs(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null; Criteria.all() asks for nothing more");
		criteria.toQueryParameters().forEach((name, values) -> {
			boolean narrows = name.matches("with[A-Z][^.]*") || BROWSING_ONLY.contains(name)
					|| name.equals("include") && values.stream().anyMatch((value) -> value.contains("<"));
			if (narrows) {
				throw new InvalidCriteriaException("Criteria beside refs cannot have '" + name + "="
						+ Printable.of(values.get(0)) + "': the refs say which resources are meant; say here what of"
						+ " them is to come, by include, fields and lang, or browse by field(\"ref\").oneOrMoreOf(..)");
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
