package io.sequoia.core;

import io.sequoia.SequoiaFailure;
import io.sequoia.call.Call;
import io.sequoia.call.Effect;
import reactor.core.publisher.Mono;

/**
 * Keeps account of what the attempts of one write have brought about. Thread-safe.
 */
final class WriteAttempts {

	private final Call call;

	private volatile Effect effect = Effect.NOT_BEGUN;

	private volatile boolean answerLost;

	/**
	 * Begin the account.
	 * @param call the write
	 */
	WriteAttempts(Call call) {
		this.call = call;
	}

	/**
	 * Add an attempt to the account.
	 * @param attempt the attempt; one that takes too long is cancelled
	 * @param <R> the kind of answer
	 * @return the attempt
	 */
	<R> Mono<R> watch(Mono<R> attempt) {
		return attempt.doOnError(this::failed).doOnCancel(() -> {
			this.effect = this.effect.and(Effect.MAYBE_APPLIED);
			this.answerLost = true;
		});
	}

	/**
	 * Add the end of the whole write to the account.
	 * @param write the write, with all of its attempts
	 * @param <R> the kind of answer
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
	 * Tell what the attempts have brought about so far.
	 * @return the effect
	 */
	Effect effect() {
		return this.effect;
	}

	/**
	 * Tell whether an attempt may have been applied and got no answer at all, not even a
	 * status.
	 * @return whether there is such an attempt
	 */
	boolean isAnswerLost() {
		return this.answerLost;
	}

}
