package io.sequoia.http;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.UserCode;
import reactor.core.publisher.Mono;

/**
 * The outcome of an operation or a request, in the tag {@code outcome}: the values of
 * Spring's own meters, and two more.
 */
public enum Outcome {

	/**
	 * The call succeeded. A missing resource in {@code find}, and one that is already
	 * gone in {@code delete}, are successes too.
	 */
	SUCCESS,

	/**
	 * A redirect that is not followed.
	 */
	REDIRECTION,

	/**
	 * The application must change something: a status from 400 to 499, an unknown service
	 * or resource, refused credentials.
	 */
	CLIENT_ERROR,

	/**
	 * The platform failed: a status from 500 to 599, no connection, an answer that cannot
	 * be read.
	 */
	SERVER_ERROR,

	/**
	 * The call took longer than its limit.
	 */
	TIMEOUT,

	/**
	 * The caller cancelled before there was any result: a cancelled subscription, an
	 * interrupted thread. A stream that is closed after a result is a success.
	 */
	CANCELLED,

	/**
	 * The outcome is not known: a write that may or may not have been applied, an
	 * exception of other code than this client's, or a call that has not ended yet.
	 */
	UNKNOWN;

	/**
	 * Return the outcome for a failure.
	 * @param failure the failure
	 * @return the outcome
	 */
	public static Outcome of(Throwable failure) {
		if (!(failure instanceof SequoiaFailure known) || failure instanceof OutcomeUnknownException) {
			return UNKNOWN;
		}
		if (failure instanceof RequestTimeoutException) {
			return TIMEOUT;
		}
		if (failure instanceof ServiceUnavailableException || failure instanceof MalformedResponseException) {
			return SERVER_ERROR;
		}
		// a failure to reach the registry has the outcome of the request to it
		if (failure instanceof DiscoveryException && failure.getCause() instanceof SequoiaFailure) {
			return of(failure.getCause());
		}
		return (known.status() != null && known.status() / 100 == 3) ? REDIRECTION : CLIENT_ERROR;
	}

	/**
	 * Measure the outcome and the duration of a call.
	 * @param call the call
	 * @param nanoTime a monotonic clock
	 * @param meter takes the outcome and the duration
	 * @param <T> the type of the answer
	 * @return the call, measured at each subscription
	 */
	public static <T> Mono<T> measure(Mono<T> call, LongSupplier nanoTime, BiConsumer<Outcome, Duration> meter) {
		return Mono.defer(() -> {
			long started = nanoTime.getAsLong();
			Consumer<Outcome> tell = (outcome) -> UserCode.watch("a shared request",
					() -> meter.accept(outcome, Duration.ofNanos(nanoTime.getAsLong() - started)));
			return call.doOnSuccess((answer) -> tell.accept(SUCCESS))
				.doOnError((failure) -> tell.accept(of(failure)))
				.doOnCancel(() -> tell.accept(CANCELLED));
		});
	}

}
