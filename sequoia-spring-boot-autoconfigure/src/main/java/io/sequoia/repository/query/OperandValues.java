package io.sequoia.repository.query;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.ResourceProperties;
import io.sequoia.core.query.Expression;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

import org.springframework.core.ResolvableType;

/**
 * Converts the arguments of query methods to operands. An argument of a type that
 * criteria do not support is written as in the JSON of resources, if that is a single
 * value. Thread-safe.
 */
final class OperandValues {

	/** The types that criteria support. */
	private static final List<Class<?>> KNOWN = List.of(CharSequence.class, Number.class, Boolean.class, Ref.class,
			UUID.class, URI.class, Duration.class, LocalDate.class, Instant.class, OffsetDateTime.class,
			ZonedDateTime.class, Date.class, Expression.class);

	private final ResourceMapper mapper;

	private final ResourceProperties properties;

	OperandValues(ResourceMapper mapper, Class<?> type) {
		this.mapper = mapper;
		this.properties = new ResourceProperties(mapper, type);
	}

	/**
	 * Convert an argument to the operand for a property: the JSON value that the property
	 * would have.
	 * @param field the name of the property in JSON
	 * @param argument the argument
	 * @return the operand; the argument itself if the property has no form of its own, or
	 * the argument cannot be an operand
	 */
	Object of(String field, Object argument) {
		if (argument instanceof Expression) {
			return argument;
		}
		Object written = written(argument, () -> this.properties.write(field, argument));
		// numbers and times keep their type, so that bounds can be compared
		return isAlike(argument, written) ? argument : written;
	}

	/**
	 * Convert an argument to an operand.
	 * @param argument the argument
	 * @return the operand; the argument itself if it cannot be converted
	 */
	Object of(Object argument) {
		if (argument instanceof Enum<?>) {
			return this.mapper.operand(argument);
		}
		if (argument instanceof LocalDateTime || isKnown(argument.getClass())) {
			return argument;
		}
		return written(argument, () -> this.mapper.json().valueToTree(argument));
	}

	private static Object written(Object argument, Supplier<JsonNode> writer) {
		try {
			JsonNode json = writer.get();
			return json.isString() ? json.stringValue() : json.isNumber() ? json.decimalValue()
					: json.isBoolean() ? (Object) json.booleanValue() : argument;
		}
		catch (JacksonException ex) {
			throw new InvalidCriteriaException("A value of type " + argument.getClass().getName()
					+ " cannot be turned into JSON, so it cannot be used in a query: " + ex.getOriginalMessage());
		}
	}

	private static boolean isAlike(Object argument, Object written) {
		if (argument instanceof Number && written instanceof BigDecimal number) {
			return new BigDecimal(argument.toString()).compareTo(number) == 0;
		}
		return isKnown(argument.getClass()) && written instanceof String text && isText(argument, text);
	}

	private static boolean isText(Object argument, String text) {
		try {
			return text.equals(Operands.text("a property", argument));
		}
		catch (InvalidCriteriaException ex) {
			return true; // the condition refuses the argument, and names the method
		}
	}

	/**
	 * Check that values of a type can be operands.
	 * @param field the name of the property in JSON that they are compared with
	 * @param use the method and the purpose of the value, for messages
	 * @param type the type
	 * @throws InvalidCriteriaException if no value of the type can be written
	 */
	void require(String field, String use, ResolvableType type) {
		Class<?> plain = type.toClass();
		boolean own = this.properties.elementType(field).filter(plain::equals).isPresent();
		if (plain == LocalDateTime.class && own) {
			return;
		}
		if (plain == LocalDateTime.class) {
			throw new InvalidCriteriaException(
					use + " cannot be answered: a LocalDateTime has no zone, and the property has another type; use"
							+ " an Instant or a ZonedDateTime");
		}
		if (!isKnown(plain) && !new Shape().of(this.mapper.json().constructType(type.getType()))) {
			throw new InvalidCriteriaException(use + " cannot be answered: " + plain.getName()
					+ " cannot be sent; use a text, a number, a point in time, an enum, or a type that has a"
					+ " single value in JSON");
		}
	}

	private static boolean isKnown(Class<?> type) {
		return KNOWN.stream().anyMatch((known) -> known.isAssignableFrom(type));
	}

	static boolean isMany(ResolvableType type) {
		return type.isArray() || Collection.class.isAssignableFrom(type.toClass());
	}

	/** Return the type of the elements of a collection or an array. */
	static ResolvableType element(ResolvableType type) {
		return type.isArray() ? type.getComponentType() : type.as(Collection.class).getGeneric(0);
	}

	/** Finds out whether JSON writes the values of a type as single values. */
	private final class Shape extends JsonFormatVisitorWrapper.Base {

		private boolean single = true;

		boolean of(JavaType type) {
			OperandValues.this.mapper.json().acceptJsonFormatVisitor(type, this);
			return this.single;
		}

		@Override
		public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
			// a type that is only known at the call can have any value
			this.single = type.isJavaLangObject() || type.isInterface() || type.isAbstract();
			return null;
		}

		@Override
		public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
			this.single = false;
			return null;
		}

		@Override
		public @Nullable JsonMapFormatVisitor expectMapFormat(JavaType type) {
			this.single = false;
			return null;
		}

	}

}
