package io.sequoia.retry;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

/**
 * Informs the listeners of one call in Spring Retry's order: {@code open} from the first
 * to the last, everything else from the last to the first. Only a listener that was
 * opened is informed further.
 */
final class RetryListeners<R> {

	private static final Log logger = LogFactory.getLog(RetryListeners.class);

	private final List<RetryListener> listeners;

	private final RetryContext context;

	private final RetryCallback<R, Exception> callback;

	private final BiConsumer<String, Consumer<String>> log;

	private volatile int opened;

	RetryListeners(List<RetryListener> listeners, RetryContext context, RetryCallback<R, Exception> callback,
			BiConsumer<String, Consumer<String>> log) {
		this.listeners = listeners;
		this.context = context;
		this.callback = callback;
		this.log = log;
	}

	/**
	 * Report that the call begins.
	 * @return the listener that refuses the call, or {@code null}; an exception of a
	 * listener ends the call
	 */
	@Nullable RetryListener open() {
		for (RetryListener listener : this.listeners) {
			boolean admitted = listener.open(this.context, this.callback);
			this.opened++;
			if (!admitted) {
				return listener;
			}
		}
		return null;
	}

	/**
	 * Report an answer. An exception of a listener makes the attempt a failed one, as in
	 * Spring Retry.
	 */
	void onSuccess(@Nullable R answer) {
		for (int i = this.opened; i-- > 0;) {
			this.listeners.get(i).onSuccess(this.context, this.callback, answer);
		}
	}

	/**
	 * Report a failed attempt.
	 */
	void onError(Throwable failure) {
		tell("onError", (listener) -> listener.onError(this.context, this.callback, failure));
	}

	/**
	 * Report the end of the call.
	 */
	void close(@Nullable Throwable failure) {
		tell("close", (listener) -> listener.close(this.context, this.callback, failure));
	}

	// the failure to report is more important than an exception of a listener
	private void tell(String event, Consumer<RetryListener> message) {
		for (int i = this.opened; i-- > 0;) {
			RetryListener listener = this.listeners.get(i);
			try {
				message.accept(listener);
			}
			catch (RuntimeException ex) {
				this.log.accept("RetryListener " + listener.getClass().getName() + " failed in " + event + " of "
						+ this.callback.getLabel() + "; the call goes on", (line) -> logger.warn(line, ex));
			}
		}
	}

}
