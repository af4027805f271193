package io.sequoia.core.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.sequoia.SequoiaFailure;
import io.sequoia.call.UserCode;
import io.sequoia.core.cache.CacheMetrics.Result;
import io.sequoia.core.cache.InFlightReads.Flight;
import io.sequoia.security.SentToken;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The kept answers of one collection. Thread-safe.
 */
final class CollectionAnswers {

	private final String service;

	private final String collection;

	private final Duration timeToLive;

	private final boolean staleWhileError;

	private final AnswerStore store;

	private final WriteCounts writes;

	private final InFlightReads<Body> inFlight;

	private final CacheMetrics metrics;

	private final LongSupplier nanoTime;

	CollectionAnswers(String service, String collection, Duration timeToLive, boolean staleWhileError,
			AnswerStore store, WriteCounts writes, InFlightReads<Body> inFlight, CacheMetrics metrics,
			LongSupplier nanoTime) {
		this.service = service;
		this.collection = collection;
		this.timeToLive = timeToLive;
		this.staleWhileError = staleWhileError;
		this.store = store;
		this.writes = writes;
		this.inFlight = inFlight;
		this.metrics = metrics;
		this.nanoTime = nanoTime;
	}

	<A> Mono<A> read(CacheKey key, String token, boolean fresh, CachedRead<A> read) {
		Entry entry = new Entry(key.of(token), token, mark(key));
		if (fresh) {
			return fetched(entry, true, read);
		}
		return current(entry).flatMap((known) -> decoded(known.body(), Result.HIT, read))
			.switchIfEmpty(Mono.defer(() -> fetched(entry, false, read)))
			.onErrorResume((failure) -> this.staleWhileError && AnswerCache.isOutage(failure),
					(failure) -> stale(key, token, read).switchIfEmpty(Mono.error(failure)));
	}

	/**
	 * Find an answer of any age, unless this client has written since.
	 */
	<A> Mono<A> stale(CacheKey key, String token, CachedRead<A> read) {
		String mark = mark(key);
		return this.store.find(key.of(token))
			.filter((known) -> known.writes().equals(mark))
			.flatMap((known) -> decoded(known.body(), Result.STALE, read));
	}

	private String mark(CacheKey key) {
		return this.writes.mark(this.service, this.collection, key.isOfSeveral());
	}

	private Mono<CachedAnswer> current(Entry entry) {
		return this.store.find(entry.key())
			.filter((known) -> known.writes().equals(entry.writes())
					&& this.nanoTime.getAsLong() - known.keptAt() < this.timeToLive.toNanos());
	}

	private <A> Mono<A> decoded(byte[] body, Result result, CachedRead<A> read) {
		return Mono.deferContextual((context) -> {
			count(result);
			return Mono.just(read.decode(body, context));
		});
	}

	private void count(Result result) {
		UserCode.watch("a read of " + this.service + "/" + this.collection,
				() -> this.metrics.read(this.service, this.collection, result));
	}

	/**
	 * Wait for a request, with all others that read the same after the same writes.
	 */
	private <A> Mono<A> fetched(Entry entry, boolean fresh, CachedRead<A> read) {
		return Mono.deferContextual((context) -> {
			AtomicReference<@Nullable A> own = new AtomicReference<>();
			String key = entry.key() + "/" + entry.writes();
			Flight<Body> flight = fresh
					? this.inFlight.replace(key, own, context, (mine) -> request(entry, Mono.empty(), mine, read, own))
					: this.inFlight.join(key, own, context, (mine) -> request(entry, current(entry), mine, read, own));
			return flight.isOf(own) ? flight.answer().flatMap((body) -> first(body, own, read))
					: flight.answer().onErrorMap(CollectionAnswers::restated).flatMap((body) -> joined(body, read));
		});
	}

	private <A> Mono<A> first(Body body, AtomicReference<@Nullable A> own, CachedRead<A> read) {
		A decoded = own.get();
		if (decoded == null) {
			return decoded(body.content(), Result.HIT, read);
		}
		count(Result.MISS);
		return Mono.just(decoded);
	}

	private <A> Mono<A> joined(Body body, CachedRead<A> read) {
		return body.shared() ? decoded(body.content(), Result.JOINED, read) : read.fetch();
	}

	/**
	 * Copy a failure for each caller, as each copy gets its own notes.
	 */
	private static Throwable restated(Throwable failure) {
		return (failure instanceof SequoiaFailure known)
				? known.restated(String.valueOf(failure.getMessage()), known.details()) : failure;
	}

	/**
	 * Send the request, unless another one has just brought the answer.
	 */
	private <A> Mono<Body> request(Entry entry, Mono<CachedAnswer> current, Flight<Body> flight, CachedRead<A> read,
			AtomicReference<@Nullable A> own) {
		return current.map((known) -> new Body(known.body(), true)).switchIfEmpty(Mono.defer(() -> {
			SentToken sent = new SentToken();
			return read.fetch().contextWrite(sent::rememberedIn).flatMap((answer) -> {
				own.set(answer);
				// the token may have been replaced before the request was sent
				return sent.is(entry.token()) ? shared(entry, flight, answer, read) : Mono.just(Body.OF_ONE);
			});
		}));
	}

	private <A> Mono<Body> shared(Entry entry, Flight<Body> flight, A answer, CachedRead<A> read) {
		Body body = new Body(read.body(answer), true);
		return (read.isKept(answer) && flight.isLatest()) ? this.store
			.keep(entry.key(), new CachedAnswer(body.content(), entry.writes(), this.nanoTime.getAsLong()))
			.thenReturn(body) : Mono.just(body);
	}

	/**
	 * The place of an answer.
	 *
	 * @param key its key
	 * @param token the token of those that may get it
	 * @param writes the mark of the writes that had ended before
	 */
	private record Entry(String key, String token, String writes) {

		@Override
		public String toString() {
			return this.key;
		}

	}

	/**
	 * The body of an answer.
	 *
	 * @param content the body
	 * @param shared whether callers that joined may have it
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Body(byte[] content, boolean shared) {

		static final Body OF_ONE = new Body(new byte[0], false);

	}

}
