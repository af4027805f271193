package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.cache.CacheKey;
import io.sequoia.core.cache.CachedRead;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.ResolvableType;

/**
 * Reads through the cache of answers, if there is one.
 */
final class CachedReads {

	private final @Nullable AnswerCache cache;

	private final RequestOptions options;

	CachedReads(@Nullable AnswerCache cache, RequestOptions options) {
		this.cache = cache;
		this.options = options;
	}

	/** Tell whether earlier answers may be known. */
	boolean mayKnow() {
		return this.cache != null;
	}

	/**
	 * Read an answer.
	 * @param read the request, and the ways to send it and to read its answer
	 * @param <R> the type of the resources
	 * @return the answer
	 */
	<R> Mono<Answer<R>> read(Read<R> read) {
		AnswerCache answers = this.cache;
		return (answers == null) ? read.fetch() : answers.read(key(read), this.options.isFresh(), read);
	}

	/**
	 * Find an answer that has expired, for a call that ended with a failure.
	 * @param failure the failure
	 * @param read the request; it is not sent
	 * @param result makes the result of the call
	 * @param <R> the type of the resources
	 * @param <A> the type of the result
	 * @return the result, or the failure
	 */
	<R, A> Mono<A> afterFailure(Throwable failure, Mono<Read<R>> read, BiFunction<Read<R>, Answer<R>, A> result) {
		AnswerCache answers = this.cache;
		return (answers == null || this.options.isFresh()) ? Mono.error(failure)
				: read.onErrorMap((other) -> failure)
					.flatMap((prepared) -> answers.afterFailure(key(prepared), failure, prepared)
						.map((answer) -> result.apply(prepared, answer)));
	}

	private CacheKey key(Read<?> read) {
		return new CacheKey(read.request.call(), read.request.pathAndQuery(), this.options.headers(),
				read.form.toString());
	}

	/**
	 * A read by one request.
	 *
	 * @param request the request
	 * @param resource the collection that answers
	 * @param form the type of its resources
	 * @param sent sends the request, and reads and checks its answer
	 * @param reader reads the body of an answer that was checked
	 * @param complete tells whether an answer contains everything that was requested
	 * @param <R> the type of the resources
	 */
	record Read<R>(Request request, ResourceDescriptor resource, ResolvableType form, Mono<Answer<R>> sent,
			BiFunction<byte[], Details, Answer<R>> reader,
			Predicate<Answer<R>> complete) implements CachedRead<Answer<R>> {

		@Override
		public Mono<Answer<R>> fetch() {
			return this.sent;
		}

		@Override
		public byte[] body(Answer<R> answer) {
			return answer.body();
		}

		/**
		 * An inclusion that failed, or whose further pages are still to be fetched by
		 * links that may expire, is no answer for later callers.
		 */
		@Override
		public boolean isKept(Answer<R> answer) {
			Map<String, List<LinkedRequest>> linked = answer.envelope().meta().linked();
			return this.complete.test(answer) && linked.values().stream().allMatch(Read::isWhole);
		}

		private static boolean isWhole(List<LinkedRequest> requests) {
			return requests.stream().allMatch((one) -> one.status() < 400 || one.status() == 404)
					&& LinkedPages.unfetched(requests).isEmpty();
		}

		@Override
		public Answer<R> decode(byte[] body, ContextView context) {
			return this.reader.apply(body,
					Correlated.details(this.request.call(), context).withResource(this.resource.pluralName()));
		}

	}

}
