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

import org.jspecify.annotations.Nullable;

/**
 * What is known of tenants, for as long as they are called: an entry that nobody has used
 * for an hour is dropped, and beyond the largest number the ones that were unused for
 * longest. Drops are made while others are used; no timer runs. Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of what is known
 */
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
	 * The entry of a key, which counts as used now.
	 * @param key the key
	 * @param make makes what is not there yet; it must not use this cache
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
	 * The entry of a key if there is one, without using it.
	 * @param key the key
	 * @return the entry, or {@code null}
	 */
	public @Nullable V find(K key) {
		Entry<V> known = this.entries.get(key);
		return (known != null) ? known.value : null;
	}

	/**
	 * All entries, without using them.
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
				// some more, so that not each new entry has to look for one
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
