package io.sequoia.core.mapping;

import java.lang.annotation.Annotation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;

/**
 * The platform's JSON: points in time in UTC with milliseconds
 * ({@code 2014-12-25T12:00:00.000Z}, PROTOCOL 4), and the properties marked {@code @Id}
 * and {@code @Version} under the names {@code ref} and {@code version}. What is marked
 * {@code @Linked} is read only, and a list of it is empty rather than absent; read only
 * too are the properties marked {@code @CreatedDate}, {@code @CreatedBy},
 * {@code @LastModifiedDate} and {@code @LastModifiedBy}, which show what the server says
 * ({@code createdAt}, {@code createdBy}, {@code updatedAt}, {@code updatedBy}). A
 * primitive that an answer does not hold, because only certain fields were asked for, is
 * 0 or {@code false}.
 */
public final class SequoiaJacksonModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the module.
	 */
	public SequoiaJacksonModule() {
		super("sequoia");
		addSerializer(Instant.class, new TimestampSerializer<>(Instant.class, Function.identity()));
		addSerializer(OffsetDateTime.class, new TimestampSerializer<>(OffsetDateTime.class, OffsetDateTime::toInstant));
		addSerializer(ZonedDateTime.class, new TimestampSerializer<>(ZonedDateTime.class, ZonedDateTime::toInstant));
		addSerializer(Date.class, new TimestampSerializer<>(Date.class, Date::toInstant));
		setDeserializerModifier(new Readers());
	}

	@Override
	public void setupModule(SetupContext context) {
		super.setupModule(context);
		context.insertAnnotationIntrospector(new ProtocolIntrospector());
	}

	private static final class TimestampSerializer<T> extends StdSerializer<T> {

		private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
			.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
			.withZone(ZoneOffset.UTC);

		private final Function<T, Instant> toInstant;

		TimestampSerializer(Class<T> type, Function<T, Instant> toInstant) {
			super(type);
			this.toInstant = toInstant;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(MILLISECONDS.format(this.toInstant.apply(value)));
		}

	}

	/**
	 * Reads what the platform writes by its positions: a formatter takes longer for the
	 * two timestamps of a resource than Jackson for all else of it. Any other form is
	 * left to Jackson, and a format of the property replaces this deserializer.
	 */
	private static final class TimestampDeserializer extends InstantDeserializer<Instant> {

		private static final String FORM = "0000-00-00T00:00:00.000Z";

		TimestampDeserializer() {
			super(InstantDeserializer.INSTANT, DateTimeFormatter.ISO_INSTANT);
		}

		@Override
		protected Instant _fromString(JsonParser parser, DeserializationContext context, String text) {
			if (!isInForm(text)) {
				return super._fromString(parser, context, text);
			}
			try {
				return LocalDateTime
					.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
							number(text, 14, 16), number(text, 17, 19), number(text, 20, 23) * 1_000_000)
					.toInstant(ZoneOffset.UTC);
			}
			catch (DateTimeException ex) {
				// there is no such day or time, which Jackson has to say
				return super._fromString(parser, context, text);
			}
		}

		private static boolean isInForm(String text) {
			if (text.length() != FORM.length()) {
				return false;
			}
			for (int i = 0; i < FORM.length(); i++) {
				char expected = FORM.charAt(i);
				char found = text.charAt(i);
				if ((expected == '0') ? found < '0' || found > '9' : found != expected) {
					return false;
				}
			}
			return true;
		}

		private static int number(String text, int from, int to) {
			return Integer.parseInt(text, from, to, 10);
		}

	}

	/**
	 * Replaces what Jackson has itself; what an application brought stays.
	 */
	private static final class Readers extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			if (deserializer == InstantDeserializer.INSTANT) {
				return new TimestampDeserializer();
			}
			return description.getType().isPrimitive() ? new DefaultWhenAbsent(deserializer) : deserializer;
		}

	}

	/**
	 * Tells what is absent from what is {@code null}: Jackson refuses both alike.
	 */
	private static final class DefaultWhenAbsent extends DelegatingDeserializer {

		DefaultWhenAbsent(ValueDeserializer<?> primitive) {
			super(primitive);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> primitive) {
			return new DefaultWhenAbsent(primitive);
		}

		@Override
		public Object getAbsentValue(DeserializationContext context) {
			return getEmptyValue(context);
		}

	}

	private static final class ProtocolIntrospector extends NopAnnotationIntrospector {

		private static final long serialVersionUID = 1L;

		/** What only the server sets. */
		private static final Map<Class<? extends Annotation>, String> AUDITED = Map.of(CreatedDate.class, "createdAt",
				CreatedBy.class, "createdBy", LastModifiedDate.class, "updatedAt", LastModifiedBy.class, "updatedBy");

		private static final JsonIgnoreProperties.Value IGNORE_UNKNOWN = JsonIgnoreProperties.Value
			.forIgnoreUnknown(true);

		private static final JsonSetter.Value EMPTY_WHEN_NULL = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

		/**
		 * What a type does not name is skipped. Where Jackson is only told not to fail,
		 * it keeps the unknown properties of a record until that is made.
		 */
		@Override
		public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
			return (annotated instanceof AnnotatedClass) ? IGNORE_UNKNOWN : JsonIgnoreProperties.Value.empty();
		}

		@Override
		public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated annotated) {
			return name(annotated);
		}

		@Override
		public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
			return name(annotated);
		}

		@Override
		public JsonProperty.@Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated annotated) {
			return (annotated.hasAnnotation(Linked.class) || audited(annotated) != null)
					? JsonProperty.Access.WRITE_ONLY : null;
		}

		@Override
		public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
			return (annotated.hasAnnotation(Linked.class) && isMany(annotated)) ? EMPTY_WHEN_NULL
					: JsonSetter.Value.empty();
		}

		private static boolean isMany(Annotated annotated) {
			Class<?> type = (annotated instanceof AnnotatedMethod method && method.getParameterCount() == 1)
					? method.getRawParameterType(0) : annotated.getRawType();
			return Collection.class.isAssignableFrom(type) || type.isArray();
		}

		private static @Nullable PropertyName name(Annotated annotated) {
			if (annotated.hasAnnotation(Id.class)) {
				return PropertyName.construct("ref");
			}
			if (annotated.hasAnnotation(Version.class)) {
				return PropertyName.construct("version");
			}
			String audited = audited(annotated);
			if (audited != null) {
				return PropertyName.construct(audited);
			}
			return annotated.hasAnnotation(Linked.class) ? PropertyName.USE_DEFAULT : null;
		}

		private static @Nullable String audited(Annotated annotated) {
			for (Map.Entry<Class<? extends Annotation>, String> audited : AUDITED.entrySet()) {
				if (annotated.hasAnnotation(audited.getKey())) {
					return audited.getValue();
				}
			}
			return null;
		}

	}

}
