package io.sequoia.core;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.BatchOutcome;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.call.Effect;
import io.sequoia.http.Correlated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.ContextView;

/**
 * Runs the requests of a batch, some of them at the same time. When one fails, no further
 * one begins, those in flight are completed, and the failure contains the outcome for
 * each resource. So does what a caller is told that gives up.
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
		return Flux.deferContextual((context) -> Flux.fromIterable(chunks)
			.flatMapSequential((chunk) -> run.write(chunk), concurrency, 1)
			.concatWith(Mono.defer(run::end))
			.doOnCancel(() -> run.failure.compareAndSet(null, new CancellationException()))
			// after the requests in flight were cancelled
			.doFinally((signal) -> {
				Consumer<OutcomeUnknownException> abandoned = CallContext.abandoned(context);
				if (signal == SignalType.CANCEL && abandoned != null) {
					run.abandon(abandoned, context);
				}
			}));
	}

	private Mono<R> write(Chunk<R> chunk) {
		return Mono.defer(() -> {
			chunk.running = true; // before the check, so that abandon() sees it
			if (this.failure.get() != null) {
				chunk.running = false;
				return Mono.empty();
			}
			return chunk.write.doOnTerminate(() -> chunk.running = false).onErrorResume((error) -> {
				this.failure.compareAndSet(null, error);
				return Mono.empty();
			});
		});
	}

	/** Tell a caller that gives up what became of the resources. */
	private void abandon(Consumer<OutcomeUnknownException> abandoned, ContextView context) {
		BatchOutcome outcome = outcome();
		if (this.chunks.stream().anyMatch((chunk) -> chunk.effect().isPossible())) {
			abandoned.accept(new OutcomeUnknownException(message(outcome),
					Correlated.details(this.chunks.get(0).call, context).withBatch(outcome), outcome.unknown(), null));
		}
	}

	private Mono<R> end() {
		Throwable first = this.failure.get();
		if (first == null) {
			return Mono.empty();
		}
		if (!(first instanceof SequoiaFailure known)) {
			return Mono.error(first);
		}
		BatchOutcome outcome = outcome();
		return Mono.error(known.restated(message(first, outcome), known.details().withBatch(outcome)));
	}

	private BatchOutcome outcome() {
		return new BatchOutcome(refs((effect) -> effect == Effect.APPLIED), refs((effect) -> !effect.isPossible()),
				refs((effect) -> effect == Effect.MAYBE_APPLIED));
	}

	private String message(Throwable first, BatchOutcome outcome) {
		return (total() == 1) ? String.valueOf(first.getMessage()) : first.getMessage() + "; " + message(outcome);
	}

	private String message(BatchOutcome outcome) {
		return "of the " + total() + " resources of the batch " + outcome.applied().size() + " were applied, "
				+ outcome.notApplied().size() + " were not, " + outcome.unknown().size()
				+ " may have been (batch() of the exception lists them)";
	}

	private int total() {
		return this.chunks.stream().mapToInt((chunk) -> chunk.size).sum();
	}

	private List<Ref> refs(Predicate<Effect> effect) {
		return this.chunks.stream()
			.filter((chunk) -> effect.test(chunk.effect()))
			.flatMap((chunk) -> chunk.refs.stream())
			.toList();
	}

	/**
	 * The resources of one request.
	 *
	 * @param <R> the type of the answer
	 */
	static final class Chunk<R> {

		private final Call call;

		private final int size;

		private final List<Ref> refs;

		private final WriteAttempts attempts;

		private final Mono<R> write;

		private volatile boolean running;

		/**
		 * Create a chunk.
		 * @param call the call that sends it
		 * @param size the number of its resources
		 * @param refs the references of those that have one
		 * @param write sends the request, and reports each attempt
		 */
		Chunk(Call call, int size, List<Ref> refs, Function<WriteAttempts, Mono<R>> write) {
			this.call = call;
			this.size = size;
			this.refs = refs;
			this.attempts = new WriteAttempts(call);
			this.write = this.attempts.watchEnd(write.apply(this.attempts));
		}

		Effect effect() {
			return this.running ? Effect.MAYBE_APPLIED : this.attempts.effect();
		}

	}

}
