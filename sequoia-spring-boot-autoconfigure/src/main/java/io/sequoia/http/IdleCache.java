package io.sequoia.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A cache of values per tenant. An entry that was not used for an hour is dropped, and
 * above the largest number of entries the least recently used ones. Entries are dropped
 * while others are used; there is no timer. Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@Internal
public final class IdleCache<K, V> {

	private static final Duration IDLE = Duration.ofHours(1);

	private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(5);

	private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

	private final int maxSize;

	private final LongSupplier nanoTime;

	private final AtomicLong sweptAt;

	/**
	 * Create an empty cache.
	 * @param maxSize the largest number of entries; a tenth of it may be exceeded by
	 * callers that come at the same time
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public IdleCache(int maxSize, LongSupplier nanoTime) {
		this.maxSize = maxSize;
		this.nanoTime = nanoTime;
		this.sweptAt = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * Return the entry of a key, which counts as used now.
	 * @param key the key
	 * @param make creates a missing entry; it must not use this cache
	 * @return the entry
	 */
	public V get(K key, Function<? super K, ? extends V> make) {
		long now = this.nanoTime.getAsLong();
		Entry<V> known = this.entries.get(key);
		Entry<V> entry = (known != null) ? known
				: this.entries.computeIfAbsent(key, (unknown) -> new Entry<>(make.apply(unknown), now));
		entry.usedAt = now;
		long swept = this.sweptAt.get();
		boolean due = now - swept >= BETWEEN_SWEEPS.toNanos() && this.sweptAt.compareAndSet(swept, now);
		if (due || (known == null && this.entries.size() > this.maxSize)) {
			sweep(now);
		}
		return entry.value;
	}

	/**
	 * Return the entry of a key if there is one, which counts as used now.
	 * @param key the key
	 * @return the value, or {@code null}
	 */
	public @Nullable V use(K key) {
		Entry<V> known = this.entries.get(key);
		if (known == null) {
			return null;
		}
		known.usedAt = this.nanoTime.getAsLong();
		return known.value;
	}

	/**
	 * Return the entry of a key if there is one, without using it.
	 * @param key the key
	 * @return the entry, or {@code null}
	 */
	public @Nullable V find(K key) {
		Entry<V> known = this.entries.get(key);
		return (known != null) ? known.value : null;
	}

	/**
	 * Return all entries, without using them.
	 * @return the entries at some time
	 */
	public Stream<V> values() {
		return this.entries.values().stream().map((entry) -> entry.value);
	}

	private synchronized void sweep(long now) {
		this.entries.values().removeIf((entry) -> now - entry.usedAt >= IDLE.toNanos());
		int surplus = this.entries.size() - this.maxSize;
		if (surplus > 0) {
			List<Entry<V>> longestUnused = this.entries.values()
				.stream()
				.sorted(Comparator.comparingLong((entry) -> entry.usedAt - now))
				// drop some more, so that not every new entry has to look for one to drop
				.limit(surplus + this.maxSize / 10)
				.toList();
			this.entries.values().removeAll(longestUnused);
		}
	}

	private static final class Entry<V> {

		private final V value;

		private volatile long usedAt;

		Entry(V value, long usedAt) {
			this.value = value;
			this.usedAt = usedAt;
		}

	}

}
