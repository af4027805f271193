package io.sequoia.core;

import java.util.Optional;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What the service says of the filters that criteria use (PROTOCOL 3 and 6). Which texts
 * are operators to a filter is known only when its service has been asked.
 */
final class FilterRules {

	private final ServiceDescriptor service;

	private final ResourceDescriptor resource;

	FilterRules(ServiceDescriptor service, ResourceDescriptor resource) {
		this.service = service;
		this.resource = resource;
	}

	/**
	 * Check that what the caller gave as data is data to the service too.
	 * @param criteria what is asked for
	 * @throws InvalidCriteriaException if the service would read an operator in an
	 * operand
	 */
	void check(Criteria criteria) {
		criteria.conditions().forEach((condition) -> condition.operands().forEach((text) -> check(condition, text)));
	}

	private void check(Criterion condition, String text) {
		if (text.indexOf('/') >= 0 && !condition.operators().contains(Criterion.Operator.RANGE)) {
			filter(condition.parameter()).filter(Filter::range).ifPresent((filter) -> {
				throw operator(condition, text, "a range ('/')");
			});
		}
		// nearly every filter takes it: one that is not described is taken for such
		if (text.contains("&&") && filter(condition.parameter()).map(Filter::and).orElse(true)) {
			throw operator(condition, text, "an operator ('&&')");
		}
	}

	/**
	 * Find what a parameter stands for.
	 * @param parameter the name of the parameter; one with a dot is about a relationship
	 * @return the filter, if the service describes it
	 */
	Optional<Filter> filter(String parameter) {
		int dot = parameter.lastIndexOf('.');
		if (dot < 0) {
			return Optional.ofNullable(this.resource.filters().get(parameter));
		}
		String name = parameter.substring(dot + 1);
		return related(parameter.substring(0, dot)).map((related) -> {
			Filter exact = related.filters().get(name);
			return (exact != null) ? exact : related.filters().get(named(name));
		});
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
				+ Printable.of(text) + "', in which the service '" + this.service.name() + "' would read " + operator
				+ " by its filter '" + condition.parameter() + "', and the protocol has no escape: compare another"
				+ " field, or give Field.expression(..) if it is to be an operator");
	}

	private static String uncapitalized(String field) {
		int start = field.lastIndexOf('.') + 1;
		return field.substring(0, start) + Character.toLowerCase(field.charAt(start)) + field.substring(start + 1);
	}

}
