package io.sequoia.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PlatformUnreachableException}.
 */
final class PlatformUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<PlatformUnreachableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PlatformUnreachableException cause) {
		return new FailureAnalysis(
				String.format("%s%n%n'sequoia.warm-up' is 'required', so the application starts only if the"
						+ " registry and the identity service answer.", cause.getMessage()),
				"Fix the cause that the message names, or set 'sequoia.warm-up' to 'true' to start without the"
						+ " platform.",
				cause);
	}

}
