package io.sequoia.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Criterion.Operator;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a service's descriptor on the filters that criteria use (docs/protocol.md,
 * sections 3 and 6). Only the descriptor tells which texts are operators to a filter.
 */
final class FilterRules {

	/** More filters than a collection of the platform has. */
	private static final int MAX_LISTED = 200;

	private final ServiceDescriptor service;

	private final ResourceDescriptor resource;

	FilterRules(ServiceDescriptor service, ResourceDescriptor resource) {
		this.service = service;
		this.resource = resource;
	}

	/**
	 * Check that data in the criteria is data to the service too.
	 * @param criteria the criteria
	 * @throws InvalidCriteriaException if the service would find an operator in an
	 * operand
	 */
	void check(Criteria criteria) {
		criteria.conditions().forEach((condition) -> condition.operands().forEach((text) -> check(condition, text)));
	}

	/**
	 * Find parts of criteria that the descriptor does not support: filters that it does
	 * not describe, and operators that a filter does not support. A service may support
	 * more than it describes.
	 * @param criteria the criteria
	 * @return the unsupported parts; empty if the service describes no filters
	 */
	List<String> doubts(Criteria criteria) {
		return criteria.conditions().stream().flatMap((condition) -> doubts(condition).stream()).toList();
	}

	private List<String> doubts(Criterion condition) {
		String parameter = condition.parameter();
		ResourceDescriptor asked = asked(parameter).orElse(this.resource);
		if (asked.filters().isEmpty()) {
			return List.of();
		}
		String what = "The filter '" + Printable.of(parameter) + "' of '" + this.resource.pluralName()
				+ "' of the service '" + this.service.name() + "' ";
		return filter(parameter)
			.map((filter) -> denied(condition, filter).map((operator) -> what + "takes no " + operator
					+ " by the service's descriptor: it takes " + taken(filter))
				.toList())
			.orElseGet(() -> List.of(what + "is not in the service's descriptor; those of '" + asked.pluralName()
					+ "' are " + listed(new TreeSet<>(asked.filters().keySet()))));
	}

	private static String listed(Set<String> filters) {
		int more = filters.size() - MAX_LISTED;
		return filters.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

	private static Stream<String> denied(Criterion condition, Filter filter) {
		if (filter.name().equals("q")) {
			return filter.text() ? Stream.empty() : Stream.of("words to search for");
		}
		return condition.operators().stream().filter((operator) -> !takes(filter, operator)).map(FilterRules::told);
	}

	private static boolean takes(Filter filter, Operator operator) {
		return switch (operator) {
			case AND -> filter.and();
			case OR -> filter.or();
			case RANGE -> filter.range();
			// descriptors have one property for both operators
			case PREFIX, SUFFIX -> filter.prefix();
		};
	}

	private static String taken(Filter filter) {
		String taken = Stream.of(Operator.values())
			.filter((operator) -> takes(filter, operator))
			.map(FilterRules::told)
			.collect(Collectors.joining(", "));
		return "single values" + (taken.isEmpty() ? "" : ", " + taken) + (filter.text() ? ", words to search for" : "");
	}

	private static String told(Operator operator) {
		return switch (operator) {
			case AND -> "all of several ('&&')";
			case OR -> "one of several ('||')";
			case RANGE -> "ranges ('/')";
			case PREFIX -> "beginnings ('*' at the end)";
			case SUFFIX -> "endings ('*' in front)";
		};
	}

	private void check(Criterion condition, String text) {
		if (text.indexOf('/') >= 0 && !condition.operators().contains(Operator.RANGE)) {
			filter(condition.parameter()).filter(Filter::range).ifPresent((filter) -> {
				throw operator(condition, text, "a range ('/')");
			});
		}
		// nearly every filter supports it, so a filter without a description is assumed
		// to
		if (text.contains("&&") && filter(condition.parameter()).map(Filter::and).orElse(true)) {
			throw operator(condition, text, "an operator ('&&')");
		}
	}

	/**
	 * Find the filter of a parameter.
	 * @param parameter the name of the parameter; a name with a dot belongs to a
	 * relationship
	 * @return the filter, if the service describes it
	 */
	Optional<Filter> filter(String parameter) {
		String name = parameter.substring(parameter.lastIndexOf('.') + 1);
		return asked(parameter).map((asked) -> {
			Filter exact = asked.filters().get(name);
			return (exact != null || asked == this.resource) ? exact : asked.filters().get(named(name));
		});
	}

	/** Find the collection of a parameter, if the service describes it. */
	private Optional<ResourceDescriptor> asked(String parameter) {
		int dot = parameter.lastIndexOf('.');
		return (dot < 0) ? Optional.of(this.resource) : related(parameter.substring(0, dot));
	}

	private Optional<ResourceDescriptor> related(String path) {
		@Nullable ResourceDescriptor related = this.resource;
		for (String name : path.split("\\.")) {
			Relationship relationship = (related != null) ? related.relationships().get(name) : null;
			related = (relationship != null && this.service.readable())
					? this.service.find(relationship.resourceType()).orElse(null) : null;
		}
		return Optional.ofNullable(related);
	}

	private static String named(String field) {
		return "with" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
	}

	private InvalidCriteriaException operator(Criterion condition, String text, String operator) {
		String field = condition.parameter().replaceFirst("(^|.*\\.)with(?=[A-Z])", "$1");
		return new InvalidCriteriaException("The operand on field '" + uncapitalized(field) + "' is '"
				+ Printable.of(text) + "'. The service '" + this.service.name() + "' would read " + operator
				+ " in it for its filter '" + condition.parameter() + "', and the protocol has no escape: compare"
				+ " another field, or use Field.expression(..) if an operator is meant");
	}

	private static String uncapitalized(String field) {
		int start = field.lastIndexOf('.') + 1;
		return field.substring(0, start) + Character.toLowerCase(field.charAt(start)) + field.substring(start + 1);
	}

}
