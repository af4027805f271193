package io.sequoia.retry;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/**
 * Names a call for listeners. It cannot be run, as attempts are publishers here.
 *
 * @param call the call
 * @param <R> the type of the answer
 */
record LabelledCallback<R>(RetryCall<R> call) implements RetryCallback<R, Exception> {

	/**
	 * Return the label, which is the same for all such calls.
	 * @return {@code sequoia.{service}.{operation}}
	 */
	@Override
	public String getLabel() {
		return "sequoia." + this.call.serviceTag() + "." + this.call.call().operation();
	}

	@Override
	public R doWithRetry(RetryContext context) {
		throw new UnsupportedOperationException("A call of " + getLabel() + " is repeated by its subscriber only");
	}

}
