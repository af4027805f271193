package io.sequoia.core.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.UntypedObjectDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.ArrayType;

import org.springframework.util.ClassUtils;
import org.springframework.util.MimeType;

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
		setSerializerModifier(new Writers());
		setDeserializerModifier(new Readers());
		addSerializer(new ResourceProperties.Writer());
		setDeserializers(new ExactNumbers.OfNodes());
	}

	@Override
	public void setupModule(SetupContext context) {
		super.setupModule(context);
		context.insertAnnotationIntrospector(new ProtocolIntrospector());
	}

	/**
	 * Replaces what Jackson has itself; what an application brought stays.
	 */
	private static final class Writers extends ValueSerializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			boolean asBean = serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer;
			// Jackson reads one from a text
			return (asBean && MimeType.class.isAssignableFrom(description.getBeanClass())) ? ToStringSerializer.instance
					: TimestampSerializer.insteadOf(serializer);
		}

		@Override
		public ValueSerializer<?> modifyKeySerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, ValueSerializer<?> serializer) {
			boolean standard = serializer instanceof JDKKeySerializers.Default;
			return (standard && type.hasRawClass(Locale.class)) ? new LanguageTag() : serializer;
		}

	}

	/** The form that a locale has as a value: Jackson writes another for a key. */
	private static final class LanguageTag extends StdSerializer<Locale> {

		LanguageTag() {
			super(Locale.class);
		}

		@Override
		public void serialize(Locale locale, JsonGenerator generator, SerializationContext context) {
			generator.writeName(locale.toLanguageTag());
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
			if (deserializer instanceof UntypedObjectDeserializer) {
				return new ExactNumbers(deserializer);
			}
			Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(description.getBeanClass());
			ValueDeserializer<?> checked = (type == Double.class || type == Float.class) ? new Finite(deserializer)
					: deserializer;
			return description.getType().isPrimitive() ? new DefaultWhenAbsent(checked) : checked;
		}

		@Override
		public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			return (type.hasRawClass(double[].class) || type.hasRawClass(float[].class)) ? new Finite(deserializer)
					: deserializer;
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

	/**
	 * Refuses a number that the type cannot hold: as infinite it could not be sent again.
	 */
	private static final class Finite extends DelegatingDeserializer {

		Finite(ValueDeserializer<?> numbers) {
			super(numbers);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> numbers) {
			return new Finite(numbers);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			// a text may say so itself
			boolean text = parser.hasToken(JsonToken.VALUE_STRING);
			Object value = super.deserialize(parser, context);
			if (!text && isInfinite(value)) {
				context.reportInputMismatch(this, "a number is too large for %s", handledType().getSimpleName());
			}
			return value;
		}

		private static boolean isInfinite(@Nullable Object value) {
			if (value instanceof double[] numbers) {
				return Arrays.stream(numbers).anyMatch(Double::isInfinite);
			}
			if (value instanceof float[] numbers) {
				return IntStream.range(0, numbers.length).anyMatch((i) -> Float.isInfinite(numbers[i]));
			}
			return value instanceof Number number && Double.isInfinite(number.doubleValue());
		}

	}

}
