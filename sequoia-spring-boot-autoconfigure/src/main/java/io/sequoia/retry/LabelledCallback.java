package io.sequoia.retry;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/**
 * Names a call towards listeners. It cannot be run: attempts are publishers here.
 *
 * @param call the call
 * @param <R> the kind of answer
 */
record LabelledCallback<R>(RetryCall<R> call) implements RetryCallback<R, Exception> {

	/**
	 * The same for all such calls.
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
