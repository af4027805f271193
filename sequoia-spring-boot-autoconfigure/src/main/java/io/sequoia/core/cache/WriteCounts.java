package io.sequoia.core.cache;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Counts the writes of this client. An answer is used only while the counts are those at
 * which it was requested: a write makes earlier answers useless at once, also those that
 * are still on their way. Thread-safe.
 */
final class WriteCounts {

	/**
	 * Distinguishes the answers that other processes keep, as their writes are not
	 * counted.
	 */
	private final String process = UUID.randomUUID().toString();

	private final Map<String, Service> services = new ConcurrentHashMap<>();

	/**
	 * Count a write.
	 * @param service the service
	 * @param collection the plural name of the collection; {@code null} if it is not
	 * known, as for business endpoints
	 */
	void add(String service, @Nullable String collection) {
		Service written = of(service);
		if (collection == null) {
			written.anywhere.incrementAndGet();
		}
		else {
			written.of(collection).incrementAndGet();
		}
		written.all.incrementAndGet();
	}

	/**
	 * Return the mark of the writes so far.
	 * @param service the service
	 * @param collection the plural name of the collection
	 * @param several whether writes of other collections of the service matter too
	 */
	String mark(String service, String collection, boolean several) {
		Service written = of(service);
		return several ? this.process + "/" + written.all.get()
				: this.process + "/" + written.anywhere.get() + "/" + written.of(collection).get();
	}

	private Service of(String service) {
		Service known = this.services.get(service);
		return (known != null) ? known : this.services.computeIfAbsent(service, (name) -> new Service());
	}

	private static final class Service {

		private final AtomicLong all = new AtomicLong();

		private final AtomicLong anywhere = new AtomicLong();

		private final Map<String, AtomicLong> collections = new ConcurrentHashMap<>();

		AtomicLong of(String collection) {
			return this.collections.computeIfAbsent(collection, (name) -> new AtomicLong());
		}

	}

}
