package io.sequoia.core.cache;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.sequoia.Internal;
import io.sequoia.call.UserCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * A store in a cache of the application. It is called on threads that may block, and its
 * failures do not fail reads. A cache that does not answer is left alone for a while, as
 * each call would keep one of these threads. Thread-safe.
 */
@Internal
public final class SpringStore implements AnswerStore {

	private static final Log logger = LogFactory.getLog(SpringStore.class);

	/** The time after which reads wait no longer for the cache. */
	private static final Duration LIMIT = Duration.ofSeconds(1);

	/** The time for which a cache that did not answer is not asked. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final CacheManager manager;

	private final String name;

	private final LongSupplier nanoTime;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long pauseEnd;

	private SpringStore(CacheManager manager, String name, LongSupplier nanoTime) {
		this.manager = manager;
		this.name = name;
		this.nanoTime = nanoTime;
		this.pauseEnd = nanoTime.getAsLong();
	}

	/**
	 * Create stores in the caches of a manager, which decides on their size and on the
	 * time after which it drops answers.
	 * @param manager the manager
	 * @return creates the stores
	 */
	public static Factory in(CacheManager manager) {
		return (name, maximumSize, kept) -> new SpringStore(manager, name, System::nanoTime);
	}

	@Override
	public Mono<CachedAnswer> find(String key) {
		return call((cache) -> cache.get(key, CachedAnswer.class));
	}

	@Override
	public Mono<Void> keep(String key, CachedAnswer answer) {
		return call((cache) -> {
			cache.put(key, answer);
			return null;
		});
	}

	private <R> Mono<R> call(Access<R> access) {
		return Mono.defer(() -> isPaused() ? Mono.<R>empty()
				: Mono.fromCallable(() -> called(access))
					.doOnSuccess((found) -> this.failing.set(false))
					.subscribeOn(Schedulers.boundedElastic())
					.timeout(LIMIT)
					.onErrorResume((failure) -> {
						failed(failure);
						return Mono.empty();
					}));
	}

	private boolean isPaused() {
		return this.pauseEnd - this.nanoTime.getAsLong() > 0;
	}

	private <R> @Nullable R called(Access<R> access) {
		return UserCode.<@Nullable R>call(() -> {
			Cache cache = this.manager.getCache(this.name);
			if (cache == null) {
				throw new IllegalStateException("The bean 'sequoiaCacheManager' has no cache named '" + this.name
						+ "': let it create caches on demand, or declare a cache with that name");
			}
			return access.on(cache);
		});
	}

	private void failed(Throwable failure) {
		if (failure instanceof TimeoutException) {
			this.pauseEnd = this.nanoTime.getAsLong() + PAUSE.toNanos();
		}
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The cache '"
					+ this.name + "' " + ((failure instanceof TimeoutException)
							? "did not answer within " + LIMIT.toSeconds() + " s" : "failed")
					+ "; answers are fetched from their service until it works", failure);
		}
	}

	/** Reads or writes the cache. */
	private interface Access<R> {

		@Nullable R on(Cache cache);

	}

}
