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
import reactor.core.publisher.Mono;

/**
 * How an operation or a request went, as the tag {@code outcome} says: in the words of
 * Spring's own meters, and two more.
 */
public enum Outcome {

	/**
	 * It went well. What {@code find} does not find, and {@code delete} finds gone, are
	 * answers too.
	 */
	SUCCESS,

	/**
	 * A redirect that is not followed.
	 */
	REDIRECTION,

	/**
	 * The application has to change something: a status from 400 to 499, an unknown
	 * service or resource, refused credentials.
	 */
	CLIENT_ERROR,

	/**
	 * The platform failed: a status from 500 to 599, no connection, an answer that cannot
	 * be read.
	 */
	SERVER_ERROR,

	/**
	 * It took longer than it may.
	 */
	TIMEOUT,

	/**
	 * The caller wanted no more: a cancelled subscription, an interrupted thread, a
	 * stream closed before its end.
	 */
	CANCELLED,

	/**
	 * Nobody can tell: a write that may have been applied or not, an exception of other
	 * code than this client's; or what has not ended yet.
	 */
	UNKNOWN;

	/**
	 * The outcome that a failure is.
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
		// a registry that cannot be asked is told by what befell the request to it
		if (failure instanceof DiscoveryException && failure.getCause() instanceof SequoiaFailure) {
			return of(failure.getCause());
		}
		return (known.status() != null && known.status() / 100 == 3) ? REDIRECTION : CLIENT_ERROR;
	}

	/**
	 * Tell how a call went and how long it took.
	 * @param call the call
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
				.doOnCancel(() -> tell.accept(CANCELLED));
		});
	}

}
