package io.sequoia.retry;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.classify.BinaryExceptionClassifier;

/**
 * Tells Spring Retry's policies which failures are worth a further attempt.
 */
final class TransientFailures extends BinaryExceptionClassifier {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // an immutable copy, which the JDK makes serializable
	private final Set<Integer> statusCodes;

	TransientFailures(Set<Integer> statusCodes) {
		super(false);
		this.statusCodes = statusCodes;
	}

	@Override
	public Boolean classify(@Nullable Throwable failure) {
		return failure != null && Failures.isTransient(failure, this.statusCodes);
	}

}
