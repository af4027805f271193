package io.sequoia.correlation;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

import org.springframework.util.ClassUtils;

/**
 * The values of a thread for its log lines: SLF4J's MDC or, if that is missing or keeps
 * no values, a map that only this client reads.
 */
final class LoggingContext {

	private static final Values VALUES = isKeptByMdc() ? new MdcValues() : new OwnValues();

	private LoggingContext() {
	}

	static @Nullable String get(String key) {
		return VALUES.get(key);
	}

	static void set(String key, @Nullable String value) {
		VALUES.set(key, value);
	}

	/**
	 * Set a value for a while.
	 * @return restores the value before, when it is closed
	 */
	static Scope with(String key, String value) {
		Scope scope = new Scope(key, get(key));
		set(key, value);
		return scope;
	}

	private static boolean isKeptByMdc() {
		return ClassUtils.isPresent("org.slf4j.MDC", LoggingContext.class.getClassLoader())
				&& MdcValues.isKeepingValues();
	}

	/**
	 * The time for which a value is set.
	 *
	 * @param key the key
	 * @param before the value before
	 */
	record Scope(String key, @Nullable String before) implements AutoCloseable {

		@Override
		public void close() {
			set(this.key, this.before);
		}

	}

	private interface Values {

		@Nullable String get(String key);

		void set(String key, @Nullable String value);

	}

	private static final class MdcValues implements Values {

		/**
		 * Tell whether the MDC keeps values. Some bindings of SLF4J, for example
		 * slf4j-simple, have none.
		 */
		static boolean isKeepingValues() {
			return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
		}

		@Override
		public @Nullable String get(String key) {
			return MDC.get(key);
		}

		@Override
		public void set(String key, @Nullable String value) {
			if (value != null) {
				MDC.put(key, value);
			}
			else {
				MDC.remove(key);
			}
		}

	}

	private static final class OwnValues implements Values {

		private final ThreadLocal<@Nullable Map<String, String>> values = new ThreadLocal<>();

		@Override
		public @Nullable String get(String key) {
			Map<String, String> own = this.values.get();
			return (own != null) ? own.get(key) : null;
		}

		@Override
		public void set(String key, @Nullable String value) {
			Map<String, String> own = this.values.get();
			Map<String, String> changed = (own != null) ? own : new HashMap<>();
			if (value != null) {
				changed.put(key, value);
			}
			else {
				changed.remove(key);
			}
			if (changed.isEmpty()) {
				this.values.remove();
			}
			else {
				this.values.set(changed);
			}
		}

	}

}
