package io.sequoia.retry.springretry;

import io.sequoia.retry.RetryCondition;
import io.sequoia.retry.RetryState;

import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;

/**
 * Lets a {@link RetryPolicy} decide on attempts.
 *
 * @param policy the policy
 */
record PolicyCondition(RetryPolicy policy) implements RetryCondition {

	@Override
	public void begin(RetryState state) {
		CallContexts.open(state, this.policy);
	}

	@Override
	public boolean allows(RetryState state) {
		RetryContext context = CallContexts.of(state);
		return this.policy.canRetry(context) && !context.isExhaustedOnly();
	}

	@Override
	public void failed(RetryState state, Throwable failure) {
		this.policy.registerThrowable(CallContexts.of(state), failure);
	}

	@Override
	public void end(RetryState state) {
		this.policy.close(CallContexts.closed(state));
	}

	@Override
	public String toString() {
		return "the RetryPolicy " + this.policy.getClass().getName();
	}

}
