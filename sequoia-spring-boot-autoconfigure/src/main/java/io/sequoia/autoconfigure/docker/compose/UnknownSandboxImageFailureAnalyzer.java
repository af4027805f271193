package io.sequoia.autoconfigure.docker.compose;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnknownSandboxImageException}.
 */
final class UnknownSandboxImageFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSandboxImageException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownSandboxImageException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
