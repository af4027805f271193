package io.sequoia.retry.springretry;

import io.sequoia.retry.RetryObserver;
import io.sequoia.retry.RetryState;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryListener;

/**
 * Informs a {@link RetryListener} of calls.
 *
 * @param listener the listener
 */
record ListenerObserver(RetryListener listener) implements RetryObserver {

	@Override
	public boolean open(RetryState state) {
		return this.listener.open(CallContexts.of(state), callback(state));
	}

	@Override
	public void onSuccess(RetryState state, @Nullable Object answer) {
		this.listener.onSuccess(CallContexts.of(state), callback(state), answer);
	}

	@Override
	public void onError(RetryState state, Throwable failure) {
		this.listener.onError(CallContexts.of(state), callback(state), failure);
	}

	@Override
	public void close(RetryState state, @Nullable Throwable failure) {
		this.listener.close(CallContexts.closed(state), callback(state), failure);
	}

	private static LabelledCallback callback(RetryState state) {
		return state.attached(LabelledCallback.class, () -> new LabelledCallback(state));
	}

	@Override
	public String toString() {
		return "RetryListener " + this.listener.getClass().getName();
	}

}
