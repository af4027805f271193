package io.sequoia.retry;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observers of one call, in Spring Retry's order: {@code open} from the first
 * to the last, all else from the last to the first. Only an observer that was opened is
 * told more.
 */
final class Observers {

	private static final Log logger = LogFactory.getLog(Observers.class);

	private final List<RetryObserver> observers;

	private final RetryState state;

	private final BiConsumer<String, Consumer<String>> log;

	private volatile int opened;

	Observers(List<RetryObserver> observers, RetryState state, BiConsumer<String, Consumer<String>> log) {
		this.observers = observers;
		this.state = state;
		this.log = log;
	}

	/**
	 * Tell that the call begins.
	 * @return the observer that refuses it, or {@code null}; what one throws ends the
	 * call
	 */
	@Nullable RetryObserver open() {
		for (RetryObserver observer : this.observers) {
			boolean admitted = observer.open(this.state);
			this.opened++;
			if (!admitted) {
				return observer;
			}
		}
		return null;
	}

	/**
	 * Tell that a further attempt begins.
	 */
	void beforeRetry() {
		tell("beforeRetry", (observer) -> observer.beforeRetry(this.state));
	}

	/**
	 * Tell of an answer. What an observer throws makes the attempt a failed one, as
	 * Spring Retry has it.
	 */
	void onSuccess(@Nullable Object answer) {
		for (int i = this.opened; i-- > 0;) {
			this.observers.get(i).onSuccess(this.state, answer);
		}
	}

	/**
	 * Tell of a failed attempt.
	 */
	void onError(Throwable failure) {
		tell("onError", (observer) -> observer.onError(this.state, failure));
	}

	/**
	 * Tell that the call is over.
	 */
	void close(@Nullable Throwable failure) {
		tell("close", (observer) -> observer.close(this.state, failure));
	}

	// the failure that is being reported matters more than what an observer throws
	private void tell(String event, Consumer<RetryObserver> message) {
		for (int i = this.opened; i-- > 0;) {
			RetryObserver observer = this.observers.get(i);
			try {
				message.accept(observer);
			}
			catch (RuntimeException ex) {
				this.log.accept(observer + " failed in " + event + " of " + this.state.label() + "; the call goes on",
						(line) -> logger.warn(line, ex));
			}
		}
	}

}
