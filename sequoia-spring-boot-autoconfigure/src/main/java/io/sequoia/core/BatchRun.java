package io.sequoia.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.BatchOutcome;
import io.sequoia.call.Call;
import io.sequoia.call.Effect;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs the requests of a batch, some of them at the same time. When one fails, no further
 * one begins, those in flight are completed, and the failure contains the outcome for
 * each resource.
 *
 * @param <R> the type of the answer to a request
 */
final class BatchRun<R> {

	private final List<Chunk<R>> chunks;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private BatchRun(List<Chunk<R>> chunks) {
		this.chunks = chunks;
	}

	/**
	 * Run the requests.
	 * @param chunks the requests, for this run only
	 * @param concurrency the number of requests in flight at the same time
	 * @param <R> the type of the answer
	 * @return the answers, in the order of the requests
	 */
	static <R> Flux<R> of(List<Chunk<R>> chunks, int concurrency) {
		BatchRun<R> run = new BatchRun<>(chunks);
		return Flux.fromIterable(chunks)
			.flatMapSequential((chunk) -> run.write(chunk), concurrency, 1)
			.concatWith(Mono.defer(run::end));
	}

	private Mono<R> write(Chunk<R> chunk) {
		return Mono.defer(() -> {
			if (this.failure.get() != null) {
				return Mono.empty();
			}
			return chunk.write.onErrorResume((error) -> {
				this.failure.compareAndSet(null, error);
				return Mono.empty();
			});
		});
	}

	private Mono<R> end() {
		Throwable first = this.failure.get();
		if (first == null) {
			return Mono.empty();
		}
		if (!(first instanceof SequoiaFailure known)) {
			return Mono.error(first);
		}
		BatchOutcome outcome = new BatchOutcome(refs((effect) -> effect == Effect.APPLIED),
				refs((effect) -> !effect.isPossible()), refs((effect) -> effect == Effect.MAYBE_APPLIED));
		return Mono.error(known.restated(message(first, outcome), known.details().withBatch(outcome)));
	}

	private String message(Throwable first, BatchOutcome outcome) {
		int total = this.chunks.stream().mapToInt((chunk) -> chunk.size).sum();
		if (total == 1) {
			return String.valueOf(first.getMessage());
		}
		return first.getMessage() + "; of the " + total + " resources of the batch " + outcome.applied().size()
				+ " were applied, " + outcome.notApplied().size() + " were not, " + outcome.unknown().size()
				+ " may have been (batch() of the exception lists them)";
	}

	private List<Ref> refs(Predicate<Effect> effect) {
		return this.chunks.stream()
			.filter((chunk) -> effect.test(chunk.attempts.effect()))
			.flatMap((chunk) -> chunk.refs.stream())
			.toList();
	}

	/**
	 * The resources of one request.
	 *
	 * @param <R> the type of the answer
	 */
	static final class Chunk<R> {

		private final int size;

		private final List<Ref> refs;

		private final WriteAttempts attempts;

		private final Mono<R> write;

		/**
		 * Create a chunk.
		 * @param call the call that sends it
		 * @param size the number of its resources
		 * @param refs the references of those that have one
		 * @param write sends the request, and reports each attempt
		 */
		Chunk(Call call, int size, List<Ref> refs, Function<WriteAttempts, Mono<R>> write) {
			this.size = size;
			this.refs = refs;
			this.attempts = new WriteAttempts(call);
			this.write = this.attempts.watchEnd(write.apply(this.attempts));
		}

	}

}
