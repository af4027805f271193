package io.sequoia.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A criterion as a request and as the code of the Spring client that makes it.
 */
final class CriterionExample {

	private static final Set<ValueType> LITERALS = Set.of(ValueType.BOOLEAN, ValueType.INTEGER, ValueType.YEAR);

	private final FilterSchema filter;

	private final Operator operator;

	private final List<String> operands;

	private CriterionExample(FilterSchema filter, Operator operator, List<String> operands) {
		this.filter = filter;
		this.operator = operator;
		this.operands = operands;
	}

	/**
	 * Answer with the operators that a filter has, and if the request names an operator
	 * and its values, with the request and the code, and the further code for criteria
	 * that have a condition already.
	 */
	static Answer answer(Platform platform, Request request) {
		QueryParameters query = request.query();
		ResourceSchema resource = schema(platform, text(query, "service"), text(query, "resource"));
		FilterSchema filter = resource.filter(text(query, "filter"));
		if (filter == null) {
			throw Problem.badQuery("filter", "there is no such filter; there are " + resource.filters().keySet());
		}
		ObjectNode body = Json.object();
		ArrayNode operators = body.putArray("operators");
		Arrays.stream(Operator.values())
			.filter((each) -> each.fits(filter))
			.forEach((each) -> operators.add(each.name));
		String name = query.first("operator");
		if (name != null) {
			new CriterionExample(filter, operator(filter, name), query.all("value")).write(body,
					"/" + resource.service() + resource.path(), text(query, "owner"));
		}
		return Answer.json(body);
	}

	private static ResourceSchema schema(Platform platform, String service, String resource) {
		try {
			return platform.schema(service, resource);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.badQuery("resource", String.valueOf(ex.getMessage()));
		}
	}

	private static String text(QueryParameters query, String name) {
		String text = query.first(name);
		if (text == null) {
			throw Problem.badQuery(name, "the parameter '" + name + "' is missing");
		}
		return text;
	}

	private static Operator operator(FilterSchema filter, String name) {
		return Arrays.stream(Operator.values())
			.filter((each) -> each.name.equals(name) && each.fits(filter))
			.findFirst()
			.orElseThrow(() -> Problem.badQuery("operator", "the filter '" + filter.name() + "' has no such operator"));
	}

	private void write(ObjectNode body, String path, String owner) {
		this.operands.forEach(this::check);
		int count = this.operands.size();
		if (count < this.operator.min || count > this.operator.max) {
			String number = (this.operator.max > this.operator.min) ? this.operator.min + " values or more"
					: this.operator.min + ((this.operator.min == 1) ? " value" : " values");
			throw Problem.badQuery("value", "'" + this.operator.name + "' takes " + number + ", not " + count);
		}
		String value = this.operator.value(this.operands);
		ConditionReader.read(this.filter.name(), this.filter, value);
		QueryParameters parameters = new QueryParameters().set("owner", owner).add(this.filter.name(), value);
		body.put("parameter", this.filter.name()).put("value", value);
		body.put("request", "GET " + parameters.link(path, this.filter.name()));
		String condition = condition();
		body.put("code", (condition != null) ? "where(" + condition + ")" : "Criteria.all()" + parameter(value));
		body.put("further", (condition != null) ? ".and(" + condition + ")" : parameter(value));
	}

	/** Refuse operators within a value, as the client does. */
	private void check(String operand) {
		if (operand.isBlank() || operand.startsWith("!") || operand.startsWith("*") || operand.endsWith("*")
				|| operand.contains("||") || operand.contains("&&") || (this.filter.range() && operand.contains("/"))) {
			throw Problem.badQuery("value",
					"the value '" + operand + "' is empty or contains an operator: choose the operator instead");
		}
	}

	private String parameter(String value) {
		return ".param(" + quote(this.filter.name()) + ", " + quote(value) + ")";
	}

	private @Nullable String condition() {
		String field = field();
		return (field != null) ? "field(" + quote(field) + ")." + this.operator.name + "("
				+ this.operands.stream().map(this::literal).collect(Collectors.joining(", ")) + ")" : null;
	}

	/** Return the field of which the client makes this parameter, if there is one. */
	private @Nullable String field() {
		String name = this.filter.name();
		return (name.matches("with[A-Z][A-Za-z0-9]*"))
				? name.substring(4, 5).toLowerCase(Locale.ROOT) + name.substring(5) : null;
	}

	private String literal(String operand) {
		boolean literal = LITERALS.contains(this.filter.type()) && operand.matches("true|false|0|[1-9]\\d{0,8}");
		return literal ? operand : quote(operand);
	}

	static String quote(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		text.chars().forEach((each) -> {
			if (each == '"' || each == '\\') {
				quoted.append('\\').append((char) each);
			}
			else if (each < ' ') {
				quoted.append((each == '\n') ? "\\n" : String.format(Locale.ROOT, "\\%03o", each));
			}
			else {
				quoted.append((char) each);
			}
		});
		return quoted.append('"').toString();
	}

	/**
	 * The conditions of the client's {@code Field}, with the form of their parameters.
	 */
	private enum Operator {

		EQUAL_TO("equalTo", "%s", 1), NOT_EQUAL_TO("notEqualTo", "!%s", 1), ONE_OR_MORE_OF("oneOrMoreOf", "||"),
		ALL_OF("allOf", "&&"), EXISTS("exists", "*", 0), NOT_EXISTS("notExists", "!*", 0),
		STARTS_WITH("startsWith", "%s*", 1), ENDS_WITH("endsWith", "*%s", 1), BETWEEN("between", "%s/%s", 2),
		NOT_BETWEEN("notBetween", "!%s/%s", 2), LESS_THAN("lessThan", "!%s/", 1),
		LESS_THAN_OR_EQUAL_TO("lessThanOrEqualTo", "/%s", 1), GREATER_THAN("greaterThan", "!/%s", 1),
		GREATER_THAN_OR_EQUAL_TO("greaterThanOrEqualTo", "%s/", 1);

		private final String name;

		private final String form;

		private final int min;

		private final int max;

		Operator(String name, String form, int operands) {
			this.name = name;
			this.form = form;
			this.min = operands;
			this.max = operands;
		}

		Operator(String name, String separator) {
			this.name = name;
			this.form = separator;
			this.min = 1;
			this.max = 100;
		}

		boolean fits(FilterSchema filter) {
			return switch (this) {
				case STARTS_WITH, ENDS_WITH -> filter.prefix();
				case BETWEEN, NOT_BETWEEN, LESS_THAN, LESS_THAN_OR_EQUAL_TO, GREATER_THAN, GREATER_THAN_OR_EQUAL_TO ->
					filter.range();
				default -> true;
			};
		}

		String value(List<String> operands) {
			return (this.max > 2) ? String.join(this.form, operands)
					: String.format(Locale.ROOT, this.form, operands.toArray());
		}

	}

}
