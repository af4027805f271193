package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;
import org.springframework.data.repository.query.parser.PartTree.OrPart;
import org.springframework.util.StringUtils;

/**
 * A query that is derived from the name of its method.
 */
final class DerivedQuery implements QuerySource {

	/** A method name without a condition: {@code findAll}, {@code count}. */
	private static final Pattern WITHOUT_BY = Pattern
		.compile("(find|read|get|query|search|stream|count|exists|delete|remove)(All)?");

	/**
	 * The limits that Spring Data ignores outside of finders, where it would delete
	 * everything.
	 */
	private static final Pattern OVERLOOKED_LIMIT = Pattern
		.compile("(count|exists|delete|remove)(Distinct)?(First|Top)(\\d*)(\\p{Lu}.*?)??By.*");

	private static final Set<Part.Type> EQUALITY = Set.of(Part.Type.SIMPLE_PROPERTY, Part.Type.IN);

	private final SequoiaQueryMethod method;

	private final ResourceFields fields;

	private final PartTree tree;

	private final Refusals refusals = new Refusals();

	private final List<Condition> conditions = new ArrayList<>();

	private final Map<String, String> filters = new LinkedHashMap<>();

	/** The field that each parameter is compared with. */
	private final List<String> asked = new ArrayList<>();

	DerivedQuery(SequoiaQueryMethod method, ResourceFields fields) {
		this.method = method;
		this.fields = fields;
		String name = method.getName();
		if (OVERLOOKED_LIMIT.matcher(name).matches()) {
			throw Condition.refused(method.shortName() + ": First or Top",
					"a name can limit only the results of a finder", "a parameter of type Limit");
		}
		this.tree = tree(WITHOUT_BY.matcher(name).matches() ? name + "By" : name, method);
		List<OrPart> alternatives = this.tree.toList();
		if (alternatives.size() > 1) {
			this.refusals.check(() -> this.conditions.add(oneOf(alternatives)));
		}
		else {
			alternatives.stream().flatMap(OrPart::stream).forEach(this::addCondition);
		}
		this.refusals.check(this::requireMatchingParameters);
	}

	private static PartTree tree(String name, SequoiaQueryMethod method) {
		try {
			return new PartTree(name, method.getDomainClass());
		}
		catch (PropertyReferenceException ex) {
			throw new InvalidCriteriaException(method.shortName() + " cannot be expressed: " + ex.getMessage());
		}
	}

	@Override
	public Purpose purpose() {
		return this.tree.isCountProjection() ? Purpose.COUNT : this.tree.isExistsProjection() ? Purpose.EXISTS
				: this.tree.isDelete() ? Purpose.DELETE : Purpose.FIND;
	}

	@Override
	public @Nullable Criteria criteria(SequoiaParameterAccessor accessor) {
		Criteria criteria = Criteria.all();
		Iterator<@Nullable Object> values = values(accessor);
		for (Condition condition : this.conditions) {
			criteria = condition.addTo(criteria, values);
			if (criteria == null) {
				return null;
			}
		}
		return criteria;
	}

	private Iterator<@Nullable Object> values(SequoiaParameterAccessor accessor) {
		List<@Nullable Object> values = new ArrayList<>();
		for (String field : this.asked) {
			values.add(this.fields.argument(field, accessor.getBindableValue(values.size())));
		}
		return values.iterator();
	}

	@Override
	public Map<String, String> filters() {
		return this.filters;
	}

	@Override
	public Sort sort() {
		return this.tree.getSort();
	}

	@Override
	public Limit limit() {
		return this.tree.getResultLimit();
	}

	@Override
	public Refusals refusals() {
		return this.refusals;
	}

	private void addCondition(Part part) {
		this.refusals.check(() -> requireCase(part));
		this.refusals.check(() -> this.conditions.add(Condition.of(part, field(part), use(part))));
	}

	/**
	 * Combine alternatives, which the protocol supports for one field only: {@code
	 * withType=movie||series}.
	 */
	private Condition oneOf(List<OrPart> alternatives) {
		List<Part> parts = alternatives.stream().flatMap(OrPart::stream).toList();
		Part first = parts.get(0);
		boolean oneField = parts.size() == alternatives.size() && parts.stream()
			.allMatch((part) -> part.getProperty().equals(first.getProperty()) && EQUALITY.contains(part.getType()));
		if (!oneField) {
			throw Condition.refused(this.method.shortName() + ": Or",
					"the protocol has alternatives only among the values of one property",
					"one method for each alternative, or In");
		}
		parts.forEach(this::requireCase);
		Field field = parts.stream().map(this::field).toList().get(0);
		return Condition.oneOf(parts, field, use(first));
	}

	private void requireCase(Part part) {
		if (part.shouldIgnoreCase() != Part.IgnoreCaseType.NEVER) {
			throw Condition.refused(use(part), "the protocol has no way to ignore case",
					"the method without IgnoreCase");
		}
	}

	private Field field(Part part) {
		PropertyPath property = part.getProperty();
		if (property.hasNext()) {
			throw Condition.refused(use(part),
					"it is a property of another property, and filters exist only"
							+ " for the properties of the resource itself",
					"browse(Criteria.all().intersect(..)) to filter by related resources");
		}
		Field field = Field.field(name(part));
		String filter = "with" + StringUtils.capitalize(field.toString());
		this.filters.put(filter, property.getSegment());
		return field;
	}

	private String name(Part part) {
		try {
			return this.fields.name(part.getProperty().getSegment());
		}
		catch (InvalidCriteriaException ex) {
			throw Condition.refused(use(part), String.valueOf(ex.getMessage()), null);
		}
	}

	private String use(Part part) {
		String property = StringUtils.capitalize(part.getProperty().getLeafProperty().getSegment());
		String keyword = part.getType()
			.getKeywords()
			.stream()
			.filter((written) -> this.method.getName().contains(property + written))
			.findFirst()
			.orElse("Is");
		return this.method.shortName() + ": " + keyword + " on property '" + part.getProperty().toDotPath() + "'";
	}

	private void requireMatchingParameters() {
		List<Part> parts = this.tree.getParts().toList();
		int needed = parts.stream().mapToInt(Part::getNumberOfArguments).sum();
		SequoiaParameters given = this.method.getParameters().getBindableParameters();
		if (needed != given.getNumberOfParameters()) {
			throw new InvalidCriteriaException(this.method.shortName() + ": its name asks for " + needed
					+ " values, but it has " + given.getNumberOfParameters() + " parameters for them");
		}
		Iterator<SequoiaParameters.SequoiaParameter> parameters = given.iterator();
		for (Part part : parts) {
			boolean many = Set.of(Part.Type.IN, Part.Type.NOT_IN).contains(part.getType());
			for (int i = 0; i < part.getNumberOfArguments(); i++) {
				ResolvableType type = parameters.next().declared();
				if (many && !OperandValues.isMany(type)) {
					throw new InvalidCriteriaException(
							use(part) + " takes a collection or an array, not a " + type.toClass().getSimpleName());
				}
				String field = name(part);
				this.asked.add(field);
				this.fields.operands().require(field, use(part), many ? OperandValues.element(type) : type);
			}
		}
	}

}
