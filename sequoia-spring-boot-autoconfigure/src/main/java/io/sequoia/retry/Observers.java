package io.sequoia.retry;

import java.util.List;
import java.util.function.Consumer;

import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Informs the observers of one call, in Spring Retry's order: {@code open} from the first
 * to the last, everything else from the last to the first. Only an observer that was
 * opened is informed further.
 */
final class Observers {

	private static final Log logger = LogFactory.getLog(Observers.class);

	private final List<RetryObserver> observers;

	private final RetryState state;

	private final ContextView subscriber;

	private volatile int opened;

	Observers(List<RetryObserver> observers, RetryState state, ContextView subscriber) {
		this.observers = observers;
		this.state = state;
		this.subscriber = subscriber;
	}

	/**
	 * Report that the call begins.
	 * @return the observer that refuses it, or {@code null}; an exception of an observer
	 * ends the call
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
	 * Report that a further attempt begins.
	 */
	void beforeRetry() {
		tell("beforeRetry", (observer) -> observer.beforeRetry(this.state));
	}

	/**
	 * Report an answer. An exception of an observer makes the attempt a failed one, as in
	 * Spring Retry.
	 */
	void onSuccess(@Nullable Object answer) {
		for (int i = this.opened; i-- > 0;) {
			this.observers.get(i).onSuccess(this.state, answer);
		}
	}

	/**
	 * Report a failed attempt.
	 */
	void onError(Throwable failure) {
		tell("onError", (observer) -> observer.onError(this.state, failure));
	}

	/**
	 * Report the end of the call.
	 */
	void close(@Nullable Throwable failure) {
		tell("close", (observer) -> observer.close(this.state, failure));
	}

	private void tell(String event, Consumer<RetryObserver> message) {
		for (int i = this.opened; i-- > 0;) {
			RetryObserver observer = this.observers.get(i);
			tell(observer, event, () -> message.accept(observer));
		}
	}

	/**
	 * Inform anybody who watches the call. The result of the call is more important than
	 * an exception or error of the one who watches.
	 * @param watcher the one who is informed
	 * @param event the event
	 * @param message informs of it
	 */
	void tell(Object watcher, String event, Runnable message) {
		try {
			message.run();
		}
		catch (Throwable ex) {
			CorrelationIds.log(this.subscriber,
					watcher + " failed in " + event + " of " + this.state.label() + "; the call goes on",
					(line) -> logger.warn(line, ex));
		}
	}

}
