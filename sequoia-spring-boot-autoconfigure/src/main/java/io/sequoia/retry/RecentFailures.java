package io.sequoia.retry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.sequoia.Internal;
import io.sequoia.Printable;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last calls that failed, with all of their attempts. A resource that does
 * not exist and a cancelled call are not failures. Thread-safe.
 */
@Internal
public final class RecentFailures implements RetryObserver {

	private static final int CAPACITY = 20;

	private static final int MAX_MESSAGE = 500;

	private final Supplier<Instant> time;

	private final Deque<Failure> failures = new ArrayDeque<>(CAPACITY);

	/**
	 * Create an empty record.
	 * @param time returns the time of day
	 */
	public RecentFailures(Supplier<Instant> time) {
		this.time = time;
	}

	@Override
	public void close(RetryState state, @Nullable Throwable failure) {
		if (failure == null || failure instanceof CancellationException
				|| failure instanceof ResourceNotFoundException) {
			return;
		}
		Failure last = Failure.of(this.time.get(), state, failure);
		synchronized (this.failures) {
			if (this.failures.size() == CAPACITY) {
				this.failures.removeLast();
			}
			this.failures.addFirst(last);
		}
	}

	/**
	 * Return the last failures.
	 * @return at most 20 failures, the latest first
	 */
	public List<Failure> all() {
		synchronized (this.failures) {
			return List.copyOf(this.failures);
		}
	}

	@Override
	public String toString() {
		return "the record of failures";
	}

	/**
	 * A call that failed.
	 *
	 * @param time the time of its end
	 * @param call the service and the operation
	 * @param attempts the number of its attempts
	 * @param error the name of the exception
	 * @param status the status of the last answer, or {@code null} if there was none
	 * @param message the message of a failure of this client; {@code null} for an
	 * exception of other code, whose message may contain anything
	 * @param correlationId the correlation id of the call
	 */
	public record Failure(Instant time, String call, int attempts, String error, @Nullable Integer status,
			@Nullable String message, @Nullable String correlationId) {

		private static Failure of(Instant time, RetryState state, Throwable failure) {
			String error = failure.getClass().getSimpleName();
			return (failure instanceof SequoiaFailure known)
					? new Failure(time, state.label(), state.attempts(), error, known.status(),
							Printable.of(String.valueOf(failure.getMessage()), MAX_MESSAGE), known.correlationId())
					: new Failure(time, state.label(), state.attempts(), error, null, null, null);
		}

	}

}
