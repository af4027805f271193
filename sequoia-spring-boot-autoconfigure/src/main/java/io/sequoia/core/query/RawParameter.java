package io.sequoia.core.query;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Adds a raw parameter to criteria. If criteria have a method for the parameter, that
 * method is used, so that the parameter is checked, counted and sent once.
 */
final class RawParameter {

	private RawParameter() {
	}

	static Criteria add(Criteria criteria, @Nullable String name, @Nullable String value) {
		if (name == null || name.isBlank()) {
			throw new InvalidCriteriaException("The name of a raw parameter must not be blank");
		}
		Operand.requireEncodable("param", name);
		if (value == null) {
			throw new InvalidCriteriaException("The raw parameter '" + Printable.of(name)
					+ "' must not be null: leave it out, or give it empty text");
		}
		Operand.requireEncodable("param '" + Printable.of(name) + "'", value);
		return switch (name) {
			case "owner", "continue" -> throw new InvalidCriteriaException(
					"The parameter '" + name + "' is set by the client itself: " + (name.equals("owner")
							? "choose the owner by sequoia.owner or RequestOptions" : "pages are followed without it"));
			case "include" -> include(criteria, value);
			case "fields" -> criteria.fields(value.split(",", -1));
			case "sort" -> sort(criteria, value);
			case "count" -> value.equals("true") ? criteria.count() : criteria.countBy(value.split(",", -1));
			case "perPage" -> criteria.perPage(number(value));
			case "lang" -> criteria.lang(value);
			case "active", "available", "resources" -> criteria.with(name, value);
			default -> criteria.plus(name, value);
		};
	}

	private static Criteria include(Criteria criteria, String value) {
		Criteria including = criteria;
		for (String relationship : value.split(",", -1)) {
			including = including.include(Inclusion.resource(relationship));
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
