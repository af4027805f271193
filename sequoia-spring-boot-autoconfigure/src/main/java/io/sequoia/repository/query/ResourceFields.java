package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sequoia.Internal;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.MalformedResponseException;
import io.sequoia.NameSuggestions;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.mapping.LinkedProperty;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.core.mapping.SequoiaPersistentProperty;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.data.domain.Sort;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The fields of a resource type: the names of its properties in the protocol.
 * Thread-safe.
 */
@Internal
public final class ResourceFields {

	private static final Log logger = LogFactory.getLog(ResourceFields.class);

	private final SequoiaPersistentEntity<?> entity;

	private final ResourceMapper mapper;

	private final Map<String, String> names;

	private final Set<String> linked;

	private final OperandValues operands;

	/** Caches whether a resource can be created from some of its fields. */
	private volatile @Nullable Boolean madeOfParts;

	/**
	 * Read the fields of a resource type.
	 * @param entity the type
	 * @param mapper knows the names in JSON
	 * @throws IllegalArgumentException if the type is not annotated with
	 * {@code @SequoiaResource}
	 */
	public ResourceFields(SequoiaPersistentEntity<?> entity, ResourceMapper mapper) {
		entity.requireResource();
		ResolvableType type = ResolvableType.forClass(entity.getType());
		this.entity = entity;
		this.mapper = mapper;
		this.operands = new OperandValues(mapper, entity.getType());
		this.names = mapper.fieldNames(type);
		this.linked = mapper.linkedProperties(type)
			.stream()
			.map(LinkedProperty::jsonName)
			.collect(Collectors.toUnmodifiableSet());
	}

	SequoiaResource resource() {
		return this.entity.requireResource();
	}

	/**
	 * Return the field of a property.
	 * @param property the name of the property, followed by a dot and a key if it is a
	 * map
	 * @return the name of the field
	 * @throws InvalidCriteriaException if the type has no such property, or it is no
	 * field of the resource
	 */
	String name(String property) {
		int dot = property.indexOf('.');
		String own = (dot < 0) ? property : property.substring(0, dot);
		SequoiaPersistentProperty persistent = this.entity.getPersistentProperty(own);
		if (persistent == null) {
			throw new InvalidCriteriaException(this.entity.getType().getSimpleName() + " has no property '"
					+ Printable.of(own) + "'" + NameSuggestions.question(own, properties()));
		}
		String name = this.names.getOrDefault(own, own);
		if (this.linked.contains(name)) {
			throw new InvalidCriteriaException("'" + own + "' contains included resources and is not a field;"
					+ " to filter by them, use browse(Criteria.all().intersect(..))");
		}
		if (isUnwrapped(own)) {
			throw new InvalidCriteriaException(
					"'" + own + "' is unwrapped (@JsonUnwrapped): its properties are fields, but it is not one itself");
		}
		if (dot > 0 && !persistent.isMap()) {
			throw new InvalidCriteriaException("'" + Printable.of(property) + "' is a property of another property");
		}
		return (dot < 0) ? name : name + property.substring(dot);
	}

	private List<String> properties() {
		List<String> properties = new ArrayList<>();
		this.entity.forEach((property) -> properties.add(property.getName()));
		return properties;
	}

	/**
	 * Convert a stored value to its form in criteria.
	 * @param field the name in JSON of the property that holds it, if it is known
	 * @param value the value
	 * @return the operand
	 */
	Object operand(@Nullable String field, Object value) {
		return (field != null) ? this.operands.of(field, value) : this.operands.of(value);
	}

	/**
	 * Convert an argument, which may be one value, several or none, to operands.
	 */
	@Nullable Object argument(@Nullable String field, @Nullable Object value) {
		if (Operands.isMany(value)) {
			return Operands.all(value).stream().map((each) -> argument(field, each)).toList();
		}
		return (value != null) ? operand(field, value) : null;
	}

	/**
	 * Find the field that a parameter filters by.
	 * @param parameter the name of a parameter, such as {@code withType}
	 * @return the name of the field, {@code null} if the type has none of that name
	 */
	@Nullable String asked(String parameter) {
		return this.names.values()
			.stream()
			.filter((name) -> parameter.equals("with" + StringUtils.capitalize(name)))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Sort by properties.
	 * @param criteria the criteria
	 * @param sort the order
	 * @return the criteria with that order, after the one that they have
	 * @throws InvalidCriteriaException if the protocol cannot express the order
	 */
	public Criteria sorted(Criteria criteria, Sort sort) {
		Assert.notNull(sort, "The sort must not be null: use Sort.unsorted() for no order");
		Criteria sorted = criteria;
		for (Sort.Order order : sort) {
			if (order.isIgnoreCase()) {
				throw new InvalidCriteriaException("Sorting by '" + Printable.of(order.getProperty())
						+ "' cannot ignore case, because the service decides how it sorts; leave out ignoreCase()");
			}
			if (order.getNullHandling() != Sort.NullHandling.NATIVE) {
				throw new InvalidCriteriaException("Sorting by '" + Printable.of(order.getProperty())
						+ "' cannot set the position of missing values: leave out the null handling");
			}
			Criteria.Ordered ordered = sorted.orderBy(name(order.getProperty()));
			sorted = order.isDescending() ? ordered.desc() : ordered;
		}
		return sorted;
	}

	/**
	 * Request only some properties, if a resource can be created from them.
	 * @param criteria the criteria; criteria that name fields themselves are not changed
	 * @param properties the properties
	 * @return the criteria with the fields of the properties
	 */
	public Criteria narrowed(Criteria criteria, Collection<String> properties) {
		Set<String> fields = names(properties);
		if (criteria.toQueryParameters().containsKey("fields") || properties.stream().anyMatch(this::isUnwrapped)
				|| !isMadeOfParts()) {
			return criteria;
		}
		return fields.isEmpty() ? criteria.fields("ref") : criteria.fields(fields.toArray(String[]::new));
	}

	/**
	 * Return the fields of some properties, except for those that hold included resources
	 * or consist of several fields.
	 */
	Set<String> names(Collection<String> properties) {
		Set<String> fields = new LinkedHashSet<>();
		properties.stream()
			.filter((property) -> !isLinked(property) && !isUnwrapped(property))
			.map(this::name)
			.forEach(fields::add);
		return fields;
	}

	/**
	 * Tell whether a resource can be created from some of its fields. That is not certain
	 * for a type that cannot be created from an empty object, because a property is
	 * required or selects a subtype.
	 */
	private boolean isMadeOfParts() {
		Boolean known = this.madeOfParts;
		if (known == null) {
			known = isMadeOfNothing();
			this.madeOfParts = known;
		}
		return known;
	}

	private boolean isMadeOfNothing() {
		try {
			this.mapper.read(this.mapper.json().createObjectNode(), ResolvableType.forClass(this.entity.getType()), "",
					Details.NONE);
			return true;
		}
		catch (MalformedResponseException ex) {
			logger.debug("Projections of " + this.entity.getType().getName() + " ask for all of its fields: "
					+ ex.getMessage());
			return false;
		}
	}

	/** Return the converter of arguments to operands. */
	OperandValues operands() {
		return this.operands;
	}

	private boolean isUnwrapped(String property) {
		SequoiaPersistentProperty persistent = this.entity.getPersistentProperty(property);
		return persistent != null && persistent.isAnnotationPresent(JsonUnwrapped.class);
	}

	boolean isLinked(String property) {
		return this.linked.contains(this.names.getOrDefault(property, property));
	}

}
