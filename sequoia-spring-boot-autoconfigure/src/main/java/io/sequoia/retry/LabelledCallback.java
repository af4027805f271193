package io.sequoia.retry;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/**
 * Names a call towards listeners. It cannot be run: attempts are publishers here.
 *
 * @param getLabel {@code sequoia.{service}.{operation}}, the same for all such calls
 * @param <R> the kind of answer
 */
record LabelledCallback<R>(String getLabel) implements RetryCallback<R, Exception> {

	static <R> LabelledCallback<R> of(RetryCall<R> call) {
		return new LabelledCallback<>("sequoia." + call.service() + "." + call.operation());
	}

	@Override
	public R doWithRetry(RetryContext context) {
		throw new UnsupportedOperationException("A call of " + this.getLabel + " is repeated by its subscriber only");
	}

}
