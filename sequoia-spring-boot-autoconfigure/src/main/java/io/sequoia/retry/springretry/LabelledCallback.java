package io.sequoia.retry.springretry;

import io.sequoia.retry.RetryState;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/**
 * Names a call for listeners. It cannot be run, as attempts are publishers here.
 *
 * @param state the call
 */
record LabelledCallback(RetryState state) implements RetryCallback<Object, Exception> {

	/**
	 * Return the label, which is the same for all such calls.
	 * @return {@code sequoia.{service}.{operation}}
	 */
	@Override
	public String getLabel() {
		return this.state.label();
	}

	@Override
	public Object doWithRetry(RetryContext context) {
		throw new UnsupportedOperationException("A call of " + getLabel() + " is repeated by its subscriber only");
	}

}
