package io.sequoia.core.cache;

import java.util.concurrent.atomic.AtomicBoolean;

import io.sequoia.Internal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * A store in a cache of the application. It is called on threads that may block, and its
 * failures do not fail reads. Thread-safe.
 */
@Internal
public final class SpringStore implements AnswerStore {

	private static final Log logger = LogFactory.getLog(SpringStore.class);

	private final Cache cache;

	private final AtomicBoolean failing = new AtomicBoolean();

	private SpringStore(Cache cache) {
		this.cache = cache;
	}

	/**
	 * Create stores in the caches of a manager, which decides on their size and on the
	 * time after which it drops answers.
	 * @param manager the manager
	 * @return creates the stores
	 */
	public static Factory in(CacheManager manager) {
		return (name, maximumSize, kept) -> {
			Cache cache = manager.getCache(name);
			if (cache == null) {
				throw new IllegalStateException("The bean 'sequoiaCacheManager' has no cache named '" + name
						+ "': let it create caches when they are asked for, or declare one of that name");
			}
			return new SpringStore(cache);
		};
	}

	@Override
	public Mono<CachedAnswer> find(String key) {
		return Mono.fromCallable(() -> this.cache.get(key, CachedAnswer.class))
			.doOnSuccess((found) -> this.failing.set(false))
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(RuntimeException.class, (failure) -> {
				tell(failure);
				return Mono.empty();
			});
	}

	@Override
	public Mono<Void> keep(String key, CachedAnswer answer) {
		return Mono.<Void>fromRunnable(() -> this.cache.put(key, answer))
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(RuntimeException.class, (failure) -> {
				tell(failure);
				return Mono.empty();
			});
	}

	private void tell(RuntimeException failure) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The cache '" + this.cache.getName()
					+ "' failed; answers are fetched from their service until it works", failure);
		}
	}

}
