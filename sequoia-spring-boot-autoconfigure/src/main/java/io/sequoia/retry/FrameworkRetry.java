package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.Retryable;

/**
 * Lets a policy and listeners of Spring Framework's
 * {@code org.springframework.core.retry} take part in the retries of this client.
 */
final class FrameworkRetry {

	private FrameworkRetry() {
	}

	/**
	 * Convert them for the retries.
	 * @param policy decides on further attempts and on their waits, or {@code null}
	 * @param listeners are informed of retries, in this order
	 * @return the extensions
	 */
	static RetryExtensions extensions(@Nullable RetryPolicy policy, List<RetryListener> listeners) {
		PolicyRules rules = (policy != null) ? new PolicyRules(policy) : null;
		List<RetryObserver> observers = new ArrayList<>();
		listeners.forEach((listener) -> observers.add(new ListenerObserver(listener, policy)));
		return new RetryExtensions(rules, rules, observers);
	}

	/**
	 * Lets a policy decide on attempts and waits.
	 *
	 * @param policy the policy
	 */
	private record PolicyRules(RetryPolicy policy) implements RetryCondition, RetryWaits {

		@Override
		public boolean allows(RetryState state) {
			Throwable last = state.lastFailure();
			return last == null || this.policy.shouldRetry(last);
		}

		@Override
		public Waits start(RetryState state) {
			Waits waits = new BackOffs(this.policy.getBackOff()).start(state);
			return () -> waits.next().filter((wait) -> isInTime(state.elapsed().plus(wait)));
		}

		private boolean isInTime(Duration next) {
			Duration timeout = this.policy.getTimeout();
			return timeout.isZero() || next.compareTo(timeout) < 0;
		}

		@Override
		public String toString() {
			return "the RetryPolicy " + this.policy.getClass().getName();
		}

	}

	/**
	 * Informs a listener of calls.
	 *
	 * @param listener the listener
	 * @param declared the policy of the application, or {@code null}
	 */
	private record ListenerObserver(RetryListener listener, @Nullable RetryPolicy declared) implements RetryObserver {

		@Override
		public void beforeRetry(RetryState state) {
			this.listener.beforeRetry(policy(state), new Named(state));
		}

		@Override
		public void onSuccess(RetryState state, @Nullable Object answer) {
			if (state.attempts() > 1) {
				this.listener.onRetrySuccess(policy(state), new Named(state), answer);
			}
		}

		@Override
		public void onError(RetryState state, Throwable failure) {
			if (state.attempts() > 1) {
				this.listener.onRetryFailure(policy(state), new Named(state), failure);
			}
		}

		@Override
		public void close(RetryState state, @Nullable Throwable failure) {
			if (failure != null && state.isExhausted()) {
				this.listener.onRetryPolicyExhaustion(policy(state), new Named(state),
						new RetryException("There is no further attempt of " + state.label(), failure));
			}
		}

		/**
		 * Return the policy, or one that stands for the settings if the application
		 * declares none.
		 */
		private RetryPolicy policy(RetryState state) {
			return (this.declared != null) ? this.declared : state::isTransient;
		}

		@Override
		public String toString() {
			return "RetryListener " + this.listener.getClass().getName();
		}

	}

	/**
	 * Names a call for listeners. It cannot be run, as attempts are publishers here.
	 *
	 * @param state the call
	 */
	private record Named(RetryState state) implements Retryable<Object> {

		@Override
		public String getName() {
			return this.state.label();
		}

		@Override
		public Object execute() {
			throw new UnsupportedOperationException("A call of " + getName() + " is repeated by its subscriber only");
		}

	}

}
