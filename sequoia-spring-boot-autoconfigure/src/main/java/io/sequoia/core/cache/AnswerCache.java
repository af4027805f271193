package io.sequoia.core.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.sequoia.Internal;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.core.observation.TagGuard;
import io.sequoia.security.CallerTokens;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps the answers to reads, each for callers with the same token only. Simultaneous
 * reads of the same send one request. A write of this client makes the answers that it
 * may change useless. Thread-safe.
 */
@Internal
public final class AnswerCache {

	/** The operations of business endpoints that change nothing. */
	private static final Set<String> SAFE = Set.of("get", "head", "options");

	/**
	 * The time for which an expired answer is kept for the case that its service fails.
	 */
	private static final Duration STALE = Duration.ofDays(1);

	private final CacheSettings settings;

	private final CallerTokens tokens;

	private final AnswerStore.Factory stores;

	private final TagGuard names;

	private final CacheMetrics metrics;

	private final LongSupplier nanoTime;

	private final WriteCounts writes = new WriteCounts();

	private final InFlightReads<CollectionAnswers.Body> inFlight = new InFlightReads<>();

	private final Map<String, CollectionAnswers> collections = new ConcurrentHashMap<>();

	/**
	 * Create an empty cache.
	 * @param settings its settings
	 * @param tokens returns the token of a caller
	 * @param stores creates the stores of collections
	 * @param names the names of collections that exist; answers of others are not kept
	 * @param metrics counts the reads
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public AnswerCache(CacheSettings settings, CallerTokens tokens, AnswerStore.Factory stores, TagGuard names,
			CacheMetrics metrics, LongSupplier nanoTime) {
		this.settings = settings;
		this.tokens = tokens;
		this.stores = stores;
		this.names = names;
		this.metrics = metrics;
		this.nanoTime = nanoTime;
	}

	/**
	 * Answer a read from the cache, or by a request.
	 * @param key all that its answer depends on
	 * @param fresh whether to bypass the cache; the answer is kept for others
	 * @param read sends the request
	 * @param <A> the type of the answer
	 * @return the answer
	 */
	public <A> Mono<A> read(CacheKey key, boolean fresh, CachedRead<A> read) {
		CollectionAnswers answers = of(key.call());
		if (answers == null) {
			return read.fetch();
		}
		return this.tokens.of(key.call().owner())
			.map((token) -> answers.read(key, token, fresh, read))
			// the request cannot be sent, and fails with the reason
			.switchIfEmpty(Mono.fromSupplier(read::fetch))
			.flatMap((answer) -> answer);
	}

	/**
	 * Find an answer for a read that failed, of any age.
	 * @param key all that its answer depends on
	 * @param failure the failure
	 * @param read decodes the answer
	 * @param <A> the type of the answer
	 * @return the answer; the failure if there is none, if expired answers are not
	 * wanted, or if the service refused the read rather than failed
	 */
	public <A> Mono<A> afterFailure(CacheKey key, Throwable failure, CachedRead<A> read) {
		CollectionAnswers answers = of(key.call());
		if (answers == null || !this.settings.staleWhileError() || !isOutage(failure)) {
			return Mono.error(failure);
		}
		return this.tokens.of(key.call().owner())
			.flatMap((token) -> answers.stale(key, token, read))
			.onErrorResume((error) -> Mono.empty())
			.switchIfEmpty(Mono.error(failure));
	}

	/**
	 * Take note of a write that may have been applied.
	 * @param call the write
	 */
	public void written(Call call) {
		if (!SAFE.contains(call.operation())) {
			String collection = this.names.resource(call.service(), call.resource());
			boolean known = call.resource() != null && !collection.equals(TagGuard.UNKNOWN);
			this.writes.add(call.service(), known ? collection : null);
		}
	}

	static boolean isOutage(Throwable failure) {
		Integer status = (failure instanceof SequoiaFailure known) ? known.status() : null;
		boolean failed = failure instanceof ServiceUnavailableException || failure instanceof RequestTimeoutException;
		return failed && (status == null || status >= 500);
	}

	/**
	 * Return the number of requests in flight.
	 * @return the number, without those that bypass the cache
	 */
	public int requestsInFlight() {
		return this.inFlight.size();
	}

	private @Nullable CollectionAnswers of(Call call) {
		String collection = this.names.resource(call.service(), call.resource());
		CacheSettings.Type type = this.settings.of(collection);
		if (!type.enabled() || collection.equals(TagGuard.UNKNOWN)) {
			return null;
		}
		String name = "sequoia." + call.service() + "." + collection;
		CollectionAnswers known = this.collections.get(name);
		return (known != null) ? known : this.collections.computeIfAbsent(name, (unknown) -> {
			Duration kept = this.settings.staleWhileError() ? type.timeToLive().plus(STALE) : type.timeToLive();
			return new CollectionAnswers(call.service(), collection, type.timeToLive(), this.settings.staleWhileError(),
					this.stores.create(name, type.maximumSize(), kept), this.writes, this.inFlight, this.metrics,
					this.nanoTime);
		});
	}

}
