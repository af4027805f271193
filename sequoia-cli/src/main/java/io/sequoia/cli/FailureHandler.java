package io.sequoia.cli;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells a failure in one line, with the correlation id to quote, and chooses the exit
 * code.
 */
record FailureHandler(Terminal terminal) implements IExecutionExceptionHandler {

	static final int NOT_FOUND = 3;

	static final int NOT_ALLOWED = 4;

	@Override
	public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		if (failure instanceof SequoiaFailure known && known.correlationId() != null
				&& !message.contains(known.correlationId())) {
			message += ", correlation id " + known.correlationId();
		}
		this.terminal.err().println(message);
		if (failure instanceof ResourceNotFoundException) {
			return NOT_FOUND;
		}
		return (failure instanceof AccessDeniedException || failure instanceof AuthenticationFailedException)
				? NOT_ALLOWED : CommandLine.ExitCode.SOFTWARE;
	}

}
