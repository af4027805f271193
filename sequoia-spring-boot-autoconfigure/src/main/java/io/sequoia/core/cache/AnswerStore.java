package io.sequoia.core.cache;

import java.time.Duration;

import io.sequoia.Internal;
import reactor.core.publisher.Mono;

/**
 * A place for the answers of one collection. Implementations are thread-safe.
 */
@Internal
public interface AnswerStore {

	/**
	 * Find an answer.
	 * @param key its key
	 * @return the answer; empty if there is none, or if the store failed
	 */
	Mono<CachedAnswer> find(String key);

	/**
	 * Keep an answer in place of an earlier one.
	 * @param key its key
	 * @param answer the answer
	 * @return completes when it is kept, or when the store failed
	 */
	Mono<Void> keep(String key, CachedAnswer answer);

	/**
	 * Creates the stores of collections.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Create a store.
		 * @param name its name, for meters and managers of caches
		 * @param maximumSize the largest number of answers
		 * @param kept the time after which an answer may be dropped
		 * @return the store
		 */
		AnswerStore create(String name, long maximumSize, Duration kept);

	}

}
