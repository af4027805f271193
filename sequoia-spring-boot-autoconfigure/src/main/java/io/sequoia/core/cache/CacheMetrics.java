package io.sequoia.core.cache;

/**
 * Counts the reads that the cache saw. The methods are called on event-loop threads and
 * must not block.
 */
public interface CacheMetrics {

	/**
	 * Metrics that count nothing.
	 */
	CacheMetrics NONE = new CacheMetrics() {
	};

	/**
	 * Count a read.
	 * @param service the name of the service
	 * @param resource the plural name of the collection
	 * @param result the source of its answer
	 */
	default void read(String service, String resource, Result result) {
	}

	/**
	 * Watch a cache.
	 * @param name the name of the cache
	 * @param cache a cache of Caffeine
	 */
	default void watch(String name, Object cache) {
	}

	/**
	 * The source of an answer.
	 */
	enum Result {

		/**
		 * The cache.
		 */
		HIT,

		/**
		 * A request to the service.
		 */
		MISS,

		/**
		 * The request of another call, which was in flight.
		 */
		JOINED,

		/**
		 * The cache, with an answer that has expired, as the service failed.
		 */
		STALE

	}

}
