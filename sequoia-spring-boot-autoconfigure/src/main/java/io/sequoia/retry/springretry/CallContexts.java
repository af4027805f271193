package io.sequoia.retry.springretry;

import io.sequoia.retry.RetryState;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.context.RetryContextSupport;

/**
 * Gives each call the {@link RetryContext} that policy, back-off and listeners share.
 */
final class CallContexts {

	private CallContexts() {
	}

	static void open(RetryState state, RetryPolicy policy) {
		RetryContext context = state.attached(RetryContext.class, () -> policy.open(null));
		context.setAttribute(RetryContext.MAX_ATTEMPTS, policy.getMaxAttempts());
	}

	static RetryContext of(RetryState state) {
		return state.attached(RetryContext.class, () -> new StateContext(state));
	}

	static RetryContext closed(RetryState state) {
		RetryContext context = of(state);
		if (state.isExhausted()) {
			context.setAttribute(RetryContext.EXHAUSTED, true);
		}
		context.setAttribute(RetryContext.CLOSED, true);
		return context;
	}

	/** The context of a call without a policy of the application. */
	private static final class StateContext extends RetryContextSupport {

		private static final long serialVersionUID = 1L;

		private final transient RetryState state;

		StateContext(RetryState state) {
			super(null);
			this.state = state;
			setAttribute(MAX_ATTEMPTS, state.maxAttempts());
		}

		@Override
		public int getRetryCount() {
			return this.state.failures();
		}

		@Override
		public @Nullable Throwable getLastThrowable() {
			return this.state.lastFailure();
		}

		@Override
		public void setExhaustedOnly() {
			this.state.endRetries();
		}

		@Override
		public boolean isExhaustedOnly() {
			return this.state.isEnded();
		}

	}

}
