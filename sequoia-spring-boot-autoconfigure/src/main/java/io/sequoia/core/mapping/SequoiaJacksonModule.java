package io.sequoia.core.mapping;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * The platform's JSON: instants in UTC with milliseconds
 * ({@code 2014-12-25T12:00:00.000Z}, PROTOCOL 4), and the properties marked {@code @Id}
 * and {@code @Version} under the names {@code ref} and {@code version}.
 */
public final class SequoiaJacksonModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the module.
	 */
	public SequoiaJacksonModule() {
		super("sequoia");
		addSerializer(Instant.class, new InstantSerializer());
	}

	@Override
	public void setupModule(SetupContext context) {
		super.setupModule(context);
		context.insertAnnotationIntrospector(new IdAndVersionNames());
	}

	private static final class InstantSerializer extends StdSerializer<Instant> {

		private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
			.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
			.withZone(ZoneOffset.UTC);

		InstantSerializer() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(MILLISECONDS.format(value));
		}

	}

	private static final class IdAndVersionNames extends NopAnnotationIntrospector {

		private static final long serialVersionUID = 1L;

		@Override
		public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated annotated) {
			return name(annotated);
		}

		@Override
		public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
			return name(annotated);
		}

		private static @Nullable PropertyName name(Annotated annotated) {
			if (annotated.hasAnnotation(Id.class)) {
				return PropertyName.construct("ref");
			}
			return annotated.hasAnnotation(Version.class) ? PropertyName.construct("version") : null;
		}

	}

}
