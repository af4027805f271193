package io.sequoia.core.mapping;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.MixInResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of the platform. It does not depend on an application's settings for its own
 * JSON. Of the application's mapper it uses the parts that belong to types (modules,
 * mix-ins, subtypes, filters, injected values and the handler instantiator) and none of
 * its settings.
 */
final class PlatformJson {

	/**
	 * The largest depth. Metadata has some hundred levels at most, and each level needs
	 * stack.
	 */
	static final int MAX_DEPTH = 500;

	private PlatformJson() {
	}

	/**
	 * Create the mapper for the types of an application.
	 * @param application the mapper for the application's own JSON; it is not changed
	 * @return the mapper
	 */
	static JsonMapper of(JsonMapper application) {
		DeserializationConfig config = application.deserializationConfig();
		JsonMapper.Builder builder = base()
			// before the others, which it leaves their own instantiators
			.addModule(new SimpleModule("sequoia-constructors").setValueInstantiators(new ConstructorInstantiators()))
			.addModules(application.registeredModules())
			// after the others, so that its names have precedence
			.addModule(new SequoiaJacksonModule())
			.mixInOverrides(new MixIns(config))
			.subtypeResolver(config.getSubtypeResolver().snapshot())
			.handlerInstantiator(config.getHandlerInstantiator())
			.filterProvider(application.serializationConfig().getFilterProvider());
		if (application.getInjectableValues() != null) {
			builder.injectableValues(application.getInjectableValues());
		}
		return builder.build();
	}

	/**
	 * Create the factory for the readers and writers of bytes.
	 * @return the factory
	 */
	static JsonFactory factory() {
		return JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build();
	}

	private static JsonMapper.Builder base() {
		return JsonMapper.builder(factory())
			.defaultLocale(Locale.ENGLISH)
			.defaultTimeZone(TimeZone.getTimeZone("UTC"))
			.propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
			.changeDefaultPropertyInclusion((inclusion) -> unless(JsonInclude.Include.NON_ABSENT))
			.withConfigOverride(OptionalInt.class,
					(override) -> override.setInclude(unless(JsonInclude.Include.NON_EMPTY)))
			.withConfigOverride(OptionalLong.class,
					(override) -> override.setInclude(unless(JsonInclude.Include.NON_EMPTY)))
			.withConfigOverride(OptionalDouble.class,
					(override) -> override.setInclude(unless(JsonInclude.Include.NON_EMPTY)))
			// final collections and maps are filled, see FinalCollections
			.enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			// only for enums with @JsonEnumDefaultValue, which has no other effect
			.enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
	}

	private static JsonInclude.Value unless(JsonInclude.Include include) {
		return JsonInclude.Value.construct(include, JsonInclude.Include.ALWAYS);
	}

	/** The mix-ins of a configuration, which itself refuses to be copied. */
	private record MixIns(MapperConfig<?> config) implements MixInResolver {

		@Override
		public @Nullable Class<?> findMixInClassFor(Class<?> type) {
			return this.config.findMixInClassFor(type);
		}

		@Override
		public boolean hasMixIns() {
			return this.config.hasMixIns();
		}

		@Override
		public MixInResolver snapshot() {
			return this;
		}

	}

}
