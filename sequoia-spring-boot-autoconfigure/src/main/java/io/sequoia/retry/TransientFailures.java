package io.sequoia.retry;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.classify.BinaryExceptionClassifier;

/**
 * Classifies failures for Spring Retry's policies: which of them are worth a further
 * attempt.
 */
final class TransientFailures extends BinaryExceptionClassifier {

	private static final long serialVersionUID = 1L;

	private final HashSet<Integer> statusCodes;

	TransientFailures(Set<Integer> statusCodes) {
		super(false);
		this.statusCodes = new HashSet<>(statusCodes);
	}

	@Override
	public Boolean classify(@Nullable Throwable failure) {
		return failure != null && Failures.isTransient(failure, this.statusCodes);
	}

}
