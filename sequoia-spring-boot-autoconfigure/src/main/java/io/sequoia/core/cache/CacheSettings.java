package io.sequoia.core.cache;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.sequoia.Internal;

/**
 * The settings of the cache.
 *
 * @param defaults the settings of collections without their own
 * @param types the settings of single collections, by their names
 * @param staleWhileError whether an answer that has expired is used while the service
 * fails
 */
@Internal
public record CacheSettings(Type defaults, Map<String, Type> types, boolean staleWhileError) {

	public CacheSettings {
		Map<String, Type> byName = new TreeMap<>();
		types.forEach((name, type) -> byName.put(plain(name), type));
		types = Map.copyOf(byName);
	}

	/**
	 * Return the settings of a collection.
	 * @param name its name, with or without hyphens
	 * @return the settings
	 */
	Type of(String name) {
		return this.types.getOrDefault(plain(name), this.defaults);
	}

	private static String plain(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * The settings of a collection.
	 *
	 * @param enabled whether answers are kept
	 * @param timeToLive the time for which an answer is used
	 * @param maximumSize the largest number of answers
	 */
	public record Type(boolean enabled, Duration timeToLive, long maximumSize) {
	}

}
