package io.sequoia.core.mapping;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ext.javatime.ser.InstantSerializer;
import tools.jackson.databind.ext.javatime.ser.OffsetDateTimeSerializer;
import tools.jackson.databind.ext.javatime.ser.ZonedDateTimeSerializer;
import tools.jackson.databind.ser.jdk.JavaUtilCalendarSerializer;
import tools.jackson.databind.ser.jdk.JavaUtilDateSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes a point in time in UTC with milliseconds (docs/protocol.md, section 4). A format
 * of the property has precedence.
 */
final class TimestampSerializer<T> extends StdSerializer<T> {

	private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final int NANOS_OF_MILLISECOND = 1_000_000;

	/** The replacements of Jackson's serializers for these types. */
	private static final Map<ValueSerializer<?>, Function<ValueSerializer<?>, ValueSerializer<?>>> REPLACED = Map.of(
			InstantSerializer.INSTANCE, (own) -> new TimestampSerializer<>(Instant.class, Function.identity(), own),
			OffsetDateTimeSerializer.INSTANCE,
			(own) -> new TimestampSerializer<>(OffsetDateTime.class, OffsetDateTime::toInstant, own),
			ZonedDateTimeSerializer.INSTANCE,
			(own) -> new TimestampSerializer<>(ZonedDateTime.class, ZonedDateTime::toInstant, own),
			// the types of java.sql throw on toInstant()
			JavaUtilDateSerializer.instance,
			(own) -> new TimestampSerializer<>(Date.class, (date) -> Instant.ofEpochMilli(date.getTime()), own),
			JavaUtilCalendarSerializer.instance,
			(own) -> new TimestampSerializer<>(Calendar.class, Calendar::toInstant, own));

	private final Function<T, Instant> toInstant;

	private final ValueSerializer<?> formatting;

	private TimestampSerializer(Class<T> type, Function<T, Instant> toInstant, ValueSerializer<?> formatting) {
		super(type);
		this.toInstant = toInstant;
		this.formatting = formatting;
	}

	/**
	 * Replace a serializer of Jackson, and keep one of an application.
	 * @param serializer the serializer
	 * @return the one to use
	 */
	static ValueSerializer<?> insteadOf(ValueSerializer<?> serializer) {
		return REPLACED.getOrDefault(serializer, Function.identity()).apply(serializer);
	}

	@Override
	public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
		JsonFormat.Value format = findFormatOverrides(context, property, handledType());
		boolean own = format != null && (format.hasPattern() || format.hasTimeZone() || format.getShape().isNumeric());
		return own ? this.formatting.createContextual(context, property) : this;
	}

	@Override
	public void serialize(T value, JsonGenerator generator, SerializationContext context) {
		Instant instant = this.toInstant.apply(value);
		boolean exact = value == instant && instant.getNano() % NANOS_OF_MILLISECOND == 0;
		if (!exact && generator instanceof ResourceGenerator resource) {
			resource.round();
		}
		generator.writeString(MILLISECONDS.format(instant));
	}

}
