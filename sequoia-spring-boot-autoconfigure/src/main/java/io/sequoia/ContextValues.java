package io.sequoia;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The values of this library in a Reactor context, all of them under one key: Reactor
 * copies contexts of more than three keys key by key, for each operator that adds one.
 * Internal. Immutable and thread-safe.
 */
@Internal
public final class ContextValues {

	private static final Object KEY = ContextValues.class;

	private static final ContextValues NONE = new ContextValues(new Object[0]);

	/** Keys and values by turns. */
	private final Object[] entries;

	private ContextValues(Object[] entries) {
		this.entries = entries;
	}

	/**
	 * Find a value.
	 * @param context the context
	 * @param key the key of the value
	 * @param <T> the type of the value
	 * @return the value, or {@code null} if there is none
	 */
	@SuppressWarnings("unchecked")
	public static <T> @Nullable T find(ContextView context, Object key) {
		ContextValues values = of(context);
		int index = values.indexOf(key);
		return (index >= 0) ? (T) values.entries[index + 1] : null;
	}

	/**
	 * Add a value to those of the context.
	 * @param context the context
	 * @param key the key of the value, compared by identity
	 * @param value the value
	 * @return the context with the value
	 */
	public static Context put(Context context, Object key, Object value) {
		return context.put(KEY, of(context).with(key, value));
	}

	/**
	 * Make a context of a value and those values that are there already, to be written to
	 * the context that it comes from.
	 * @param context that context
	 * @param key the key of the value, compared by identity
	 * @param value the value
	 * @return a context of the values of this library alone
	 */
	public static Context only(ContextView context, Object key, Object value) {
		return Context.of(KEY, of(context).with(key, value));
	}

	/**
	 * Remove values.
	 * @param context the context
	 * @param keys the keys of the values
	 * @return the context without them
	 */
	public static Context delete(Context context, Object... keys) {
		ContextValues values = of(context);
		for (Object key : keys) {
			values = values.without(key);
		}
		return context.put(KEY, values);
	}

	private static ContextValues of(ContextView context) {
		ContextValues known = context.getOrDefault(KEY, null);
		return (known != null) ? known : NONE;
	}

	private ContextValues with(Object key, Object value) {
		int index = indexOf(key);
		Object[] changed = Arrays.copyOf(this.entries, this.entries.length + ((index < 0) ? 2 : 0));
		int at = (index < 0) ? this.entries.length : index;
		changed[at] = key;
		changed[at + 1] = value;
		return new ContextValues(changed);
	}

	private ContextValues without(Object key) {
		int index = indexOf(key);
		if (index < 0) {
			return this;
		}
		Object[] changed = new Object[this.entries.length - 2];
		System.arraycopy(this.entries, 0, changed, 0, index);
		System.arraycopy(this.entries, index + 2, changed, index, changed.length - index);
		return new ContextValues(changed);
	}

	private int indexOf(Object key) {
		for (int i = 0; i < this.entries.length; i += 2) {
			if (this.entries[i] == key) {
				return i;
			}
		}
		return -1;
	}

}
