package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.sequoia.NameSuggestions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The application's settings below {@code sequoia} as they were written. They tell which
 * settings are not defaults, which keys do not exist, and which values have no unit.
 */
final class WrittenSettings {

	/** No settings, for properties that were not bound. */
	static final WrittenSettings NONE = new WrittenSettings(List.of(), UnaryOperator.identity(), List::of, null);

	private static final Pattern DIGITS = Pattern.compile("0*[1-9][0-9]*");

	private static final Duration SHORTEST_WITHOUT_UNIT = Duration.ofMillis(100);

	private static final DataSize SMALLEST_WITHOUT_UNIT = DataSize.ofKilobytes(1);

	private final List<ConfigurationPropertySource> sources;

	private final UnaryOperator<String> placeholders;

	private final Supplier<Collection<String>> others;

	private final @Nullable String client;

	private WrittenSettings(List<ConfigurationPropertySource> sources, UnaryOperator<String> placeholders,
			Supplier<Collection<String>> others, @Nullable String client) {
		this.client = client;
		this.sources = sources;
		this.placeholders = placeholders;
		this.others = others;
	}

	/**
	 * Read the sources of an environment.
	 * @param environment the application's environment
	 * @param others gives the prefixes of others' keys below {@code sequoia}; only called
	 * if there are keys that the client does not know
	 * @param client the named client whose settings are read, or {@code null} for the
	 * default client and the application as a whole
	 * @return the settings
	 */
	static WrittenSettings of(Environment environment, Supplier<Collection<String>> others, @Nullable String client) {
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		if (environment instanceof ConfigurableEnvironment configurable) {
			ConfigurationPropertySources.from(configurable.getPropertySources()).forEach(sources::add);
		}
		return new WrittenSettings(sources, environment::resolvePlaceholders, others, client);
	}

	/**
	 * Tell whether a key was written, by a named client itself or where it inherits it.
	 * @param key the key, in the form of the default client
	 * @return {@code true} if any source gives it a value
	 */
	boolean contains(String key) {
		return find(ConfigurationPropertyName.of(ofClient(key))) != null
				|| find(ConfigurationPropertyName.of(key)) != null;
	}

	private String ofClient(String key) {
		return (this.client != null) ? ClientNames.key(this.client, key) : key;
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && StringUtils.hasText(property.getValue().toString())) {
				return property;
			}
		}
		return null;
	}

	/**
	 * List the unknown keys.
	 * @return the keys that do not exist, and variables of the process that may be meant
	 * for the client
	 */
	List<Unknown> unknown() {
		Map<ConfigurationPropertyName, Unknown> unknown = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : this.sources) {
			for (ConfigurationPropertyName name : names(source)) {
				if (!isKnown(name, source)) {
					ConfigurationProperty property = source.getConfigurationProperty(name);
					Origin origin = (property != null) ? property.getOrigin() : null;
					unknown.putIfAbsent(name,
							new Unknown(name, origin, SettingKeys.near(name), belongsToProcess(source)));
				}
			}
		}
		if (unknown.isEmpty()) {
			return List.of();
		}
		Collection<String> prefixes = this.others.get();
		return unknown.values().stream().filter((one) -> !one.isBelow(prefixes)).toList();
	}

	/**
	 * Find a misspelled form of a missing key.
	 * @param key the key that is missing
	 * @return the place of a similar key, or {@code null}
	 */
	@Nullable String similarTo(String key) {
		return unknown().stream()
			.filter((unknown) -> unknown.near().contains(ofClient(key)))
			.map(Unknown::place)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Refuse numbers without a unit that are too small to be meant in the default unit.
	 * @param violations collects the violations
	 */
	void checkUnits(Violations violations) {
		Map<ConfigurationPropertyName, Class<?>> keys = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : this.sources) {
			for (ConfigurationPropertyName name : names(source)) {
				Class<?> type = SettingKeys.typeOf(name);
				if (type == Duration.class || type == DataSize.class) {
					keys.put(name, type);
				}
			}
		}
		keys.forEach((name, type) -> {
			String text = text(name);
			if (text != null && DIGITS.matcher(text).matches()) {
				checkUnit(violations, name.toString(), text, type == Duration.class);
			}
		});
	}

	private static void checkUnit(Violations violations, String key, String number, boolean duration) {
		long limit = duration ? SHORTEST_WITHOUT_UNIT.toMillis() : SMALLEST_WITHOUT_UNIT.toBytes();
		// a number with more digits is above the limit
		if (number.length() < 5 && Long.parseLong(number) < limit) {
			violations.add(key, number,
					"has no unit, so it would be taken for " + number + (duration ? " milliseconds" : " bytes"),
					"Write the unit, such as " + (duration ? "'" + number + "s' or '" + number + "ms'"
							: "'" + number + "MB' or '" + number + "B'"));
		}
	}

	private @Nullable String text(ConfigurationPropertyName name) {
		ConfigurationProperty property = find(name);
		return (property != null) ? this.placeholders.apply(property.getValue().toString()) : null;
	}

	private static boolean isKnown(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		return SettingKeys.typeOf(name) != null
				|| (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
						&& SettingKeys.isDashed(name));
	}

	private List<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable)
				? iterable.stream().filter(this::isOfClient).toList() : List.of();
	}

	private boolean isOfClient(ConfigurationPropertyName name) {
		return (this.client != null) ? ConfigurationPropertyName.of(ClientNames.prefix(this.client)).isAncestorOf(name)
				: SettingKeys.ROOT.isAncestorOf(name)
						&& !ConfigurationPropertyName.of(ClientNames.PREFIX).isAncestorOf(name);
	}

	private static boolean belongsToProcess(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& (underlying instanceof SystemEnvironmentPropertySource
						|| underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
	}

	/**
	 * A key that does not exist.
	 *
	 * @param name the key
	 * @param origin the place where it was written, if that is known
	 * @param near the similar keys
	 * @param ofProcess whether it is a variable of the process, which may be meant for
	 * something else, such as {@code SEQUOIA_CLIENT_ID} for a placeholder
	 */
	record Unknown(ConfigurationPropertyName name, @Nullable Origin origin, List<String> near, boolean ofProcess) {

		/**
		 * Tell whether the key was certainly meant for the client.
		 * @return {@code true} if it is not a variable of the process, or one that is
		 * similar to a key of the same group
		 */
		boolean isMistake() {
			ConfigurationPropertyName group = this.name.getParent();
			return !this.ofProcess || (!group.equals(SettingKeys.ROOT) && this.near.stream()
				.map(ConfigurationPropertyName::of)
				.anyMatch((key) -> group.isParentOf(key) && NameSuggestions
					.isNear(this.name.getLastElement(Form.UNIFORM), key.getLastElement(Form.UNIFORM))));
		}

		boolean isBelow(Collection<String> prefixes) {
			return prefixes.stream()
				.map(ConfigurationPropertyName::of)
				.anyMatch((prefix) -> prefix.equals(this.name) || prefix.isAncestorOf(this.name));
		}

		/**
		 * Return the form that was written.
		 * @return the key, or the variable that it comes from
		 */
		String place() {
			return (this.ofProcess && this.origin != null) ? this.origin.toString() : "'" + this.name + "'";
		}

		@Override
		public String toString() {
			return "'" + this.name + "'" + ((this.origin != null) ? " (" + this.origin + ")" : "")
					+ (this.near.isEmpty() ? "" : ", did you mean " + meant() + "?");
		}

		/**
		 * Return the suggestion.
		 * @return the similar keys in quotes, or an empty text
		 */
		String meant() {
			return this.near.isEmpty() ? "" : "'" + String.join("' or '", this.near) + "'";
		}

	}

}
