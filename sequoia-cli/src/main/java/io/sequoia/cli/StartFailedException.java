package io.sequoia.cli;

import java.io.Serial;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The platform cannot be started with its settings. The message is for a person.
 */
final class StartFailedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1;

	StartFailedException(String message) {
		super(message);
	}

	/**
	 * Return the explanation that a {@link StartFailureReporter} has added to a failure,
	 * or the failure itself.
	 */
	static RuntimeException explained(RuntimeException failure) {
		return Stream.of(failure, failure.getCause())
			.filter(Objects::nonNull)
			.flatMap((cause) -> Stream.of(cause.getSuppressed()))
			.filter(StartFailedException.class::isInstance)
			.map(RuntimeException.class::cast)
			.findFirst()
			.orElse(failure);
	}

}
