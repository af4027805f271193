package io.sequoia.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Field;
import io.sequoia.core.query.Inclusion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that choose resources.
 */
final class Query {

	@Option(names = { "-w", "--where" }, paramLabel = "<condition>", converter = ConditionConverter.class,
			description = "A condition: field=value, !=, <, <=, >, >= or ^= (begins with). May be repeated; all conditions must be met.")
	private List<Criterion> conditions = List.of();

	@Option(names = { "-t", "--text" }, paramLabel = "<words>", description = "Words to search for.")
	private @Nullable String text;

	@Option(names = { "-p", "--param" }, paramLabel = "<name=value>", converter = ParameterConverter.class,
			description = "A parameter of the service, such as withTitle=Alien. May be repeated.")
	private List<Parameter> parameters = List.of();

	@Option(names = { "-i", "--include" }, paramLabel = "<relationship>", description = "Related resources to include.")
	private List<String> inclusions = List.of();

	@Option(names = { "-f", "--fields" }, split = ",", paramLabel = "<field>", description = "The fields to fetch.")
	private String[] fields = {};

	@Option(names = { "-s", "--sort" }, paramLabel = "<field>", description = "The order, as title or title:desc.")
	private @Nullable String sort;

	@Option(names = "--lang", paramLabel = "<language>", description = "The language of texts.")
	private @Nullable String language;

	Criteria criteria() {
		Criteria criteria = Criteria.all();
		for (Criterion condition : this.conditions) {
			criteria = criteria.and(condition);
		}
		if (this.text != null) {
			criteria = criteria.and(Field.textSearch(this.text));
		}
		for (Parameter parameter : this.parameters) {
			criteria = criteria.param(parameter.name(), parameter.value());
		}
		if (!this.inclusions.isEmpty()) {
			criteria = criteria.include(this.inclusions.stream().map(Inclusion::resource).toArray(Inclusion[]::new));
		}
		if (this.fields.length > 0) {
			criteria = criteria.fields(this.fields);
		}
		if (this.language != null) {
			criteria = criteria.lang(this.language);
		}
		return (this.sort != null) ? sorted(criteria, this.sort) : criteria;
	}

	private static Criteria sorted(Criteria criteria, String sort) {
		return sort.endsWith(":desc") ? criteria.orderBy(sort.substring(0, sort.length() - ":desc".length())).desc()
				: criteria.orderBy(sort).asc();
	}

	private record Parameter(String name, String value) {
	}

	/**
	 * Reads a condition from an option.
	 */
	static final class ConditionConverter implements ITypeConverter<Criterion> {

		private static final Pattern CONDITION = Pattern.compile("([A-Za-z][\\w.]*)(!=|<=|>=|\\^=|=|<|>)(.*)",
				Pattern.DOTALL);

		@Override
		public Criterion convert(String text) {
			Matcher condition = CONDITION.matcher(text);
			if (!condition.matches()) {
				throw new TypeConversionException("'" + text + "' is not a condition; write one such as type=movie");
			}
			try {
				return criterion(Field.field(condition.group(1)), condition.group(2), condition.group(3));
			}
			catch (InvalidCriteriaException ex) {
				throw new TypeConversionException(String.valueOf(ex.getMessage()));
			}
		}

		private static Criterion criterion(Field field, String operator, String value) {
			return switch (operator) {
				case "!=" -> field.notEqualTo(value);
				case "<" -> field.lessThan(value);
				case "<=" -> field.lessThanOrEqualTo(value);
				case ">" -> field.greaterThan(value);
				case ">=" -> field.greaterThanOrEqualTo(value);
				case "^=" -> field.startsWith(value);
				default -> field.equalTo(value);
			};
		}

	}

	/**
	 * Reads a parameter from an option.
	 */
	static final class ParameterConverter implements ITypeConverter<Parameter> {

		@Override
		public Parameter convert(String text) {
			int end = text.indexOf('=');
			if (end < 1) {
				throw new TypeConversionException(
						"'" + text + "' is not a parameter; write one such as withTitle=Alien");
			}
			return new Parameter(text.substring(0, end), text.substring(end + 1));
		}

	}

}
