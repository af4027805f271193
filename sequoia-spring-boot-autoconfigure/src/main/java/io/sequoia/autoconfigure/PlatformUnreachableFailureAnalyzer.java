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
				String.format("%s%n%nThe application starts only with an answer of registry and identity service,"
						+ " as 'sequoia.warm-up' is 'required'.", cause.getMessage()),
				"Mend what the message names, or set 'sequoia.warm-up' to 'true' to start without the platform.",
				cause);
	}

}
