package io.sequoia.core;

import io.sequoia.SequoiaFailure;
import io.sequoia.call.Call;
import io.sequoia.call.Effect;
import reactor.core.publisher.Mono;

/**
 * Records the effect of the attempts of one write. Thread-safe.
 */
final class WriteAttempts {

	private final Call call;

	private volatile Effect effect = Effect.NOT_BEGUN;

	private volatile boolean answerLost;

	/**
	 * Begin the record.
	 * @param call the write
	 */
	WriteAttempts(Call call) {
		this.call = call;
	}

	/**
	 * Add an attempt to the record.
	 * @param attempt the attempt; it is cancelled if it takes too long
	 * @param <R> the type of the answer
	 * @return the attempt
	 */
	<R> Mono<R> watch(Mono<R> attempt) {
		return attempt.doOnError(this::failed).doOnCancel(() -> {
			this.effect = this.effect.and(Effect.MAYBE_APPLIED);
			this.answerLost = true;
		});
	}

	/**
	 * Add the end of the whole write to the record.
	 * @param write the write, with all of its attempts
	 * @param <R> the type of the answer
	 * @return the write
	 */
	<R> Mono<R> watchEnd(Mono<R> write) {
		return write.doOnSuccess((answer) -> this.effect = Effect.APPLIED).doOnError(this::failed);
	}

	private void failed(Throwable failure) {
		Effect own = Effect.of(failure, this.call);
		this.effect = this.effect.and(own);
		if (own.isPossible() && failure instanceof SequoiaFailure known && known.status() == null) {
			this.answerLost = true;
		}
	}

	/**
	 * Return the effect of the attempts so far.
	 * @return the effect
	 */
	Effect effect() {
		return this.effect;
	}

	/**
	 * Tell whether an attempt may have been applied and got no answer at all, not even a
	 * status.
	 * @return {@code true} if there is such an attempt
	 */
	boolean isAnswerLost() {
		return this.answerLost;
	}

}
