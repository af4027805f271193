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
import tools.jackson.databind.deser.BeanDeserializerBuilder;
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
 * The platform's JSON: points in time in UTC with milliseconds ({@code
 * 2014-12-25T12:00:00.000Z}, docs/protocol.md, section 4), and the properties marked
 * {@code @Id} and {@code @Version} under the names {@code ref} and {@code version}.
 * Properties marked {@code @Linked} are only read, and an absent list of them is empty.
 * The properties marked {@code @CreatedDate}, {@code @CreatedBy},
 * {@code @LastModifiedDate} and {@code @LastModifiedBy} are only read too and have the
 * server's values ({@code createdAt}, {@code createdBy}, {@code updatedAt},
 * {@code updatedBy}). A primitive is 0 or {@code false} if an answer does not contain it,
 * because only certain fields were requested.
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
	 * Replaces Jackson's own handling, and keeps that of an application.
	 */
	private static final class Writers extends ValueSerializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			boolean asBean = serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer;
			// Jackson reads a text as such a value
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

	/**
	 * Writes a locale as a key in the same form as a value; Jackson has another one for
	 * keys.
	 */
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
	 * Replaces Jackson's own handling, and keeps that of an application.
	 */
	private static final class Readers extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public BeanDeserializerBuilder updateBuilder(DeserializationConfig config, BeanDescription.Supplier description,
				BeanDeserializerBuilder builder) {
			FinalCollections.arrange(builder, description.get());
			return builder;
		}

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
	 * Distinguishes an absent value from {@code null}, while Jackson refuses both.
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
	 * Refuses a number that is too large for its type, as an infinite value could not be
	 * sent again.
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
			// a text may contain such a value on purpose
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
