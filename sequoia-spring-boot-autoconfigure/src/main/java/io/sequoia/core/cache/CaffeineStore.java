package io.sequoia.core.cache;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sequoia.Internal;
import reactor.core.publisher.Mono;

/**
 * A store on the heap, in a cache of Caffeine. Thread-safe.
 */
@Internal
public final class CaffeineStore implements AnswerStore {

	private final Cache<String, CachedAnswer> cache;

	private CaffeineStore(Cache<String, CachedAnswer> cache) {
		this.cache = cache;
	}

	/**
	 * Create stores that a registry of meters may watch.
	 * @param metrics is informed of each cache
	 * @return creates the stores
	 */
	public static Factory watchedBy(CacheMetrics metrics) {
		return (name, maximumSize, kept) -> {
			Cache<String, CachedAnswer> cache = cache(maximumSize, kept);
			metrics.watch(name, cache);
			return new CaffeineStore(cache);
		};
	}

	private static Cache<String, CachedAnswer> cache(long maximumSize, Duration kept) {
		return Caffeine.newBuilder().maximumSize(maximumSize).expireAfterWrite(kept).recordStats().build();
	}

	@Override
	public Mono<CachedAnswer> find(String key) {
		return Mono.fromSupplier(() -> this.cache.getIfPresent(key));
	}

	@Override
	public Mono<Void> keep(String key, CachedAnswer answer) {
		return Mono.fromRunnable(() -> this.cache.put(key, answer));
	}

}
