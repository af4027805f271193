package io.sequoia.repository.query;

import java.util.Optional;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaPersistentProperty;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.support.ExampleMatcherAccessor;
import org.springframework.util.ObjectUtils;

/**
 * Creates the criteria of an example: each property that is set in the example becomes a
 * condition.
 *
 * @param entity the type of the resources
 * @param fields the names of their fields
 * @param <T> the type
 */
record ExampleCriteria<T>(SequoiaPersistentEntity<T> entity, ResourceFields fields) {

	/**
	 * Create the criteria of an example.
	 * @param example the example
	 * @return the criteria
	 * @throws InvalidCriteriaException if the protocol cannot express them
	 */
	Criteria of(Example<?> example) {
		if (example.getProbeType() != this.entity.getType()) {
			throw new InvalidCriteriaException("The example must be a " + this.entity.getType().getSimpleName()
					+ ", not a " + example.getProbeType().getSimpleName());
		}
		ExampleMatcher matcher = example.getMatcher();
		PersistentPropertyAccessor<?> values = this.entity
			.getPropertyAccessor(this.entity.getType().cast(example.getProbe()));
		Criteria criteria = Criteria.all();
		int conditions = 0;
		for (SequoiaPersistentProperty property : this.entity) {
			Object value = values.getProperty(property);
			Criterion criterion = criterion(property,
					(value instanceof Optional<?> optional) ? optional.orElse(null) : value, matcher);
			if (criterion != null) {
				criteria = criteria.and(criterion);
				conditions++;
			}
		}
		if (matcher.isAnyMatching() && conditions > 1) {
			throw refused("matchingAny()", "the protocol has alternatives only among the values of one property");
		}
		return criteria;
	}

	private @Nullable Criterion criterion(SequoiaPersistentProperty property, @Nullable Object value,
			ExampleMatcher matcher) {
		String name = property.getName();
		ExampleMatcherAccessor rules = new ExampleMatcherAccessor(matcher);
		if (rules.isIgnoredPath(name) || this.fields.isLinked(name) && ObjectUtils.isEmpty(value)) {
			return null;
		}
		Object transformed = rules.getValueTransformerForPath(name).apply(Optional.ofNullable(value)).orElse(null);
		if (transformed == null) {
			return (rules.getNullHandler() == ExampleMatcher.NullHandler.INCLUDE)
					? Field.field(this.fields.name(name)).notExists() : null;
		}
		if (property.isCollectionLike() || property.isMap() || property.isEntity()) {
			if (ObjectUtils.isEmpty(transformed)) {
				return null;
			}
			throw refused("'" + name + "'", "only single values of an example can be compared");
		}
		if (transformed instanceof String && rules.isIgnoreCaseForPath(name)) {
			throw refused("'" + name + "'", "the protocol has no way to ignore case");
		}
		return criterion(name, this.fields.operand(property.getFieldName(), transformed),
				(transformed instanceof String) ? rules.getStringMatcherForPath(name) : StringMatcher.EXACT);
	}

	private Criterion criterion(String name, Object value, StringMatcher matcher) {
		Field field = Field.field(this.fields.name(name));
		return Operands.condition("'" + name + "' of the example", () -> switch (matcher) {
			case DEFAULT, EXACT -> field.equalTo(value);
			case STARTING -> field.startsWith(value);
			case ENDING -> field.endsWith(value);
			case CONTAINING ->
				throw refused("'" + name + "'", "the protocol compares the start or the end of a text, not its middle");
			case REGEX -> throw refused("'" + name + "'", "the protocol has no regular expressions");
		});
	}

	private static InvalidCriteriaException refused(String what, String reason) {
		return new InvalidCriteriaException(
				"The example cannot be searched by " + what + ": " + reason + "; ignore it, or browse by criteria");
	}

}
