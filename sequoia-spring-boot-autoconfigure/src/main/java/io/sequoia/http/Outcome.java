package io.sequoia.http;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.sequoia.SequoiaFailure;
import reactor.core.publisher.Mono;

/**
 * How a call went, in the words that Spring's own meters use in their tag
 * {@code outcome}.
 */
public enum Outcome {

	/** An answer that could be used. */
	SUCCESS,

	/** A redirect, which is not followed. */
	REDIRECTION,

	/** A status from 400 to 499. */
	CLIENT_ERROR,

	/** A status from 500 to 599. */
	SERVER_ERROR,

	/** No answer, or none that could be used. */
	UNKNOWN;

	/**
	 * The outcome that a failure is.
	 * @param failure the failure
	 * @return the outcome
	 */
	public static Outcome of(Throwable failure) {
		Integer status = (failure instanceof SequoiaFailure known) ? known.status() : null;
		return switch ((status != null) ? status / 100 : 0) {
			case 3 -> REDIRECTION;
			case 4 -> CLIENT_ERROR;
			case 5 -> SERVER_ERROR;
			default -> UNKNOWN;
		};
	}

	/**
	 * Tell how a call went and how long it took.
	 * @param call the call; one that is cancelled is {@link #UNKNOWN}
	 * @param nanoTime a monotonic clock
	 * @param meter what to tell
	 * @param <T> the kind of answer
	 * @return the call, measured at each subscription
	 */
	public static <T> Mono<T> measure(Mono<T> call, LongSupplier nanoTime, BiConsumer<Outcome, Duration> meter) {
		return Mono.defer(() -> {
			long started = nanoTime.getAsLong();
			Consumer<Outcome> tell = (outcome) -> meter.accept(outcome,
					Duration.ofNanos(nanoTime.getAsLong() - started));
			return call.doOnSuccess((answer) -> tell.accept(SUCCESS))
				.doOnError((failure) -> tell.accept(of(failure)))
				.doOnCancel(() -> tell.accept(UNKNOWN));
		});
	}

}
