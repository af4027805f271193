package io.sequoia.core.mapping;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;
import tools.jackson.databind.ser.std.StdSerializer;

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
			return TimestampSerializer.insteadOf(serializer);
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

}
