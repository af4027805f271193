package io.sequoia.core.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Adds a raw parameter to criteria. If criteria have a method for the parameter, that
 * method is used, so that the parameter is checked, counted and sent once.
 */
final class RawParameter {

	private RawParameter() {
	}

	/** Add the parameters of a query string; pages are followed without its own. */
	static Criteria addQuery(Criteria criteria, @Nullable String query) {
		if (query == null) {
			throw new InvalidCriteriaException("The query string must not be null: use Criteria.all()");
		}
		Criteria adding = criteria;
		for (String pair : StringUtils.tokenizeToStringArray(query.startsWith("?") ? query.substring(1) : query, "&")) {
			String[] parts = pair.split("=", 2);
			String name = decoded(parts[0]);
			String value = decoded((parts.length == 2) ? parts[1] : "");
			adding = (name.equals("continue") && value.equals("true")) ? adding : add(adding, name, value);
		}
		return adding;
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCriteriaException("The query string holds '" + Printable.of(text)
					+ "', which is not percent-encoded: write a '%' as '%25'");
		}
	}

	static Criteria add(Criteria criteria, @Nullable String name, @Nullable String value) {
		if (name == null || name.isBlank()) {
			throw new InvalidCriteriaException("The name of a raw parameter must not be blank");
		}
		refuseOwn(name);
		Operand.requireEncodable("param", name);
		if (value == null) {
			throw new InvalidCriteriaException("The raw parameter '" + Printable.of(name)
					+ "' must not be null: leave it out, or give it empty text");
		}
		Operand.requireEncodable("param '" + Printable.of(name) + "'", value);
		return switch (name) {
			case "include" -> include(criteria, value);
			case "fields" -> criteria.fields(value.split(",", -1));
			case "sort" -> sort(criteria, value);
			case "count" -> count(criteria, value);
			case "perPage" -> criteria.perPage(number(value));
			case "lang" -> criteria.lang(value);
			case "active", "available", "resources" -> criteria.with(name, value);
			default -> name.endsWith(".continue") ? criteria.with(name, value) : criteria.plus(name, value);
		};
	}

	/** Refuse the parameters that the client itself sets. */
	static void refuseOwn(String name) {
		if (name.equals("owner") || name.equals("continue")) {
			throw new InvalidCriteriaException(
					"The parameter '" + name + "' is set by the client itself: " + (name.equals("owner")
							? "choose the owner by sequoia.owner or RequestOptions" : "pages are followed without it"));
		}
	}

	private static Criteria count(Criteria criteria, String value) {
		return switch (value) {
			case "true" -> criteria.count();
			case "false" -> criteria;
			default -> criteria.countBy(value.split(",", -1));
		};
	}

	private static Criteria include(Criteria criteria, String value) {
		Criteria including = criteria;
		for (String relationship : value.split(",", -1)) {
			including = relationship.endsWith(Criteria.INTERSECT) ? including.intersect(
					relationship.substring(0, relationship.length() - Criteria.INTERSECT.length()), Criteria.all())
					: including.include(Inclusion.resource(relationship));
		}
		return including;
	}

	private static Criteria sort(Criteria criteria, String value) {
		Criteria sorting = criteria;
		for (String field : value.split(",", -1)) {
			sorting = field.startsWith("-") ? sorting.orderBy(field.substring(1)).desc() : sorting.orderBy(field);
		}
		return sorting;
	}

	private static int number(String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new InvalidCriteriaException(
					"perPage must be 1 to " + Criteria.MAX_PER_PAGE + ", but is '" + Printable.of(value) + "'");
		}
	}

}
