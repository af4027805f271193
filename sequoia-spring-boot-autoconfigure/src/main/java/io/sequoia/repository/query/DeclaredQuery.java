package io.sequoia.repository.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.query.ValueExpressionDelegate;
import org.springframework.data.repository.query.ValueExpressionQueryRewriter;
import org.springframework.data.repository.query.ValueExpressionQueryRewriter.QueryExpressionEvaluator;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.UriUtils;

/**
 * A query that is written in an annotation ({@link io.sequoia.repository.Query}).
 */
final class DeclaredQuery implements QuerySource {

	private static final String EXPRESSION = "__expression";

	/**
	 * A parameter of a query. It begins a value or follows an operator, which may be
	 * percent-encoded; elsewhere a colon is part of the value, as in a reference.
	 */
	private static final Pattern PLACEHOLDER = Pattern.compile(
			"(?:(?<![A-Za-z0-9_-])|(?<=%2[0-9A-Fa-f]|%7[Cc]))" + "(?::([A-Za-z_$][A-Za-z0-9_$]*)|\\?([1-9][0-9]*))");

	/** The parameters that list names, so that a query cannot fill them. */
	private static final Pattern FIXED = Pattern.compile("(.+\\.)?(fields|sort|include|count|resources)");

	/** The parameters that criteria refuse, because the client sets them itself. */
	private static final Set<String> CLIENTS_OWN = Set.of("owner", "continue");

	/** The parameters in which the service looks for no operators. */
	private static final Set<String> PLAIN = Set.of("q", "lang", "perPage", "active", "available");

	private final SequoiaQueryMethod method;

	private final ResourceFields fields;

	private final Criteria fixed;

	private final List<Template> templates = new ArrayList<>();

	private final @Nullable QueryExpressionEvaluator expressions;

	DeclaredQuery(SequoiaQueryMethod method, String query, ResourceFields fields, ValueExpressionDelegate delegate) {
		this.method = method;
		this.fields = fields;
		QueryExpressionEvaluator evaluator = ValueExpressionQueryRewriter
			.of(delegate, (index, expression) -> EXPRESSION + index, (prefix, name) -> ":" + name)
			.parse(query, method.getParameters());
		Criteria criteria = Criteria.all();
		for (String parameter : evaluator.getQueryString().split("&")) {
			int equals = parameter.indexOf('=');
			if (equals <= 0) {
				throw new InvalidCriteriaException(method.shortName() + ": '" + parameter + "' in the query '" + query
						+ "' is not a parameter: write name=value, joined by '&'");
			}
			String name = decoded(parameter.substring(0, equals).strip());
			Template template = template(name, parameter.substring(equals + 1).strip());
			if (template.isFixed() || CLIENTS_OWN.contains(name)) {
				criteria = criteria.param(name, template.pieces().get(0).literal());
			}
			else {
				this.templates.add(template);
			}
		}
		this.fixed = criteria;
		this.expressions = query.equals(evaluator.getQueryString()) ? null : evaluator;
		requireUsedParameters();
	}

	@Override
	public Purpose purpose() {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(this.method.elementType());
		return this.method.isCollectionQuery() ? Purpose.FIND : (type == Boolean.class) ? Purpose.EXISTS
				: Number.class.isAssignableFrom(type) ? Purpose.COUNT : Purpose.FIND;
	}

	@Override
	public Criteria fixed() {
		return this.fixed;
	}

	/**
	 * Evaluate the expressions. Its declared type is for compilers before Java 21, which
	 * do not find out which values of Spring Data may be null.
	 */
	@SuppressWarnings("NullAway")
	private Map<String, @Nullable Object> evaluated(SequoiaParameterAccessor accessor) {
		return (this.expressions != null) ? this.expressions.evaluate(accessor.values()) : Map.of();
	}

	@Override
	public @Nullable Criteria criteria(SequoiaParameterAccessor accessor) {
		Map<String, @Nullable Object> evaluated = evaluated(accessor);
		Criteria criteria = this.fixed;
		for (Template template : this.templates) {
			Criterion filled = template.filled(accessor, evaluated);
			if (filled == null) {
				if (template.isNegated()) {
					continue; // every resource has none of no values
				}
				return null;
			}
			criteria = template.isPlain() ? criteria.param(template.name(), filled.value()) : criteria.and(filled);
		}
		return criteria;
	}

	private Template template(String name, String value) {
		List<Piece> pieces = new ArrayList<>();
		Matcher matcher = PLACEHOLDER.matcher(value);
		int end = 0;
		while (matcher.find()) {
			pieces.add(Piece.literal(decoded(value.substring(end, matcher.start()))));
			pieces.add(piece(matcher.group(1), matcher.group(2)));
			end = matcher.end();
		}
		pieces.add(Piece.literal(decoded(value.substring(end))));
		if (pieces.size() > 1 && FIXED.matcher(name).matches()) {
			throw new InvalidCriteriaException(this.method.shortName() + ": '" + name
					+ "' must not contain parameters, because it is a list of names: use Sort, Pageable,"
					+ " @Include or a projection instead");
		}
		return new Template(this.method.shortName(), name, pieces, this.fields);
	}

	private Piece piece(@Nullable String name, @Nullable String position) {
		if (name != null && name.startsWith(EXPRESSION)) {
			return new Piece("", name, -1);
		}
		SequoiaParameters parameters = this.method.getParameters().getBindableParameters();
		for (int i = 0; i < parameters.getNumberOfParameters(); i++) {
			SequoiaParameters.SequoiaParameter parameter = parameters.getBindableParameter(i);
			boolean meant = (name != null) ? parameter.getName().filter(name::equals).isPresent()
					: String.valueOf(i + 1).equals(position);
			if (meant) {
				return new Piece("", (name != null) ? ":" + name : "?" + position, i);
			}
		}
		throw new InvalidCriteriaException(this.method.shortName() + ": the query uses "
				+ ((name != null) ? ":" + name : "?" + position) + ", which is not a parameter of the method");
	}

	private void requireUsedParameters() {
		Set<Integer> used = this.templates.stream()
			.flatMap((template) -> template.pieces().stream())
			.map(Piece::index)
			.collect(Collectors.toSet());
		int given = this.method.getParameters().getBindableParameters().getNumberOfParameters();
		for (int i = 0; i < given && this.expressions == null; i++) {
			if (!used.contains(i)) {
				throw new InvalidCriteriaException(this.method.shortName() + ": the query does not use the"
						+ " method's parameter " + (i + 1) + ", so its value would have no effect");
			}
		}
	}

	private static String decoded(String text) {
		return UriUtils.decode(text, StandardCharsets.UTF_8);
	}

	/**
	 * A parameter of the query.
	 *
	 * @param method the method, for messages
	 * @param name its name
	 * @param pieces the parts of its value
	 * @param fields the fields of the resource type
	 */
	private record Template(String method, String name, List<Piece> pieces, ResourceFields fields) {

		boolean isFixed() {
			return this.pieces.size() == 1;
		}

		boolean isPlain() {
			return PLAIN.contains(this.name);
		}

		boolean isNegated() {
			return this.pieces.get(0).literal().startsWith("!");
		}

		/**
		 * Write the value. A collection becomes alternatives, each with the text beside
		 * the place; a negation is that of all of them.
		 * @return the condition, or {@code null} if all alternatives are of empty
		 * collections
		 */
		@Nullable Criterion filled(SequoiaParameterAccessor accessor, Map<String, @Nullable Object> expressions) {
			boolean range = this.pieces.stream().anyMatch((piece) -> piece.literal().contains("/"));
			boolean negated = isNegated();
			List<String> alternatives = new ArrayList<>();
			List<String> last = List.of("");
			List<String> operands = new ArrayList<>();
			for (Piece piece : this.pieces) {
				if (piece.name().isEmpty()) {
					String literal = piece.literal().substring((negated && piece == this.pieces.get(0)) ? 1 : 0);
					for (int or = literal.indexOf("||"); or >= 0; or = literal.indexOf("||")) {
						alternatives.addAll(appended(last, List.of(literal.substring(0, or))));
						last = List.of("");
						literal = literal.substring(or + 2);
					}
					last = appended(last, List.of(literal));
					continue;
				}
				Object given = (piece.index() < 0) ? expressions.get(piece.name())
						: accessor.getBindableValue(piece.index());
				List<String> texts = texts(piece, this.fields.argument(this.fields.asked(this.name), given), range);
				last = appended(last, texts);
				operands.addAll(texts);
			}
			alternatives.addAll(last);
			return alternatives.isEmpty() ? null
					: Criterion.written(this.name, (negated ? "!" : "") + String.join("||", alternatives), operands);
		}

		private static List<String> appended(List<String> beginnings, List<String> ends) {
			return beginnings.stream().flatMap((beginning) -> ends.stream().map(beginning::concat)).toList();
		}

		private List<String> texts(Piece piece, @Nullable Object given, boolean range) {
			if (isPlain()) {
				return List.of(Operands.text(use(piece), given));
			}
			List<Object> values = Operands.isMany(given) ? Operands.elements(use(piece), given)
					: List.of(Operands.given(use(piece), given));
			return values.stream().map((value) -> Operands.data(use(piece), value, range)).toList();
		}

		private String use(Piece piece) {
			return this.method + ": " + ((piece.index() < 0) ? "the expression" : piece.name()) + " in " + this.name;
		}

	}

	/**
	 * A piece of a value: a text, or the place of a method's parameter or an expression.
	 *
	 * @param literal the text
	 * @param name the name of the place, or empty for a text
	 * @param index the index of the parameter
	 */
	private record Piece(String literal, String name, int index) {

		static Piece literal(String text) {
			return new Piece(text, "", -1);
		}

	}

}
