package io.sequoia.cli;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells a failure in one line, with the correlation id to quote, and chooses the exit
 * code.
 */
record FailureHandler(Terminal terminal) implements IExecutionExceptionHandler, IParameterExceptionHandler {

	private static final Pattern SECRETS = Pattern.compile("://([^/?#]*@)?[^?#]*([?#].*)?", Pattern.DOTALL);

	static final int NOT_FOUND = 3;

	static final int NOT_ALLOWED = 4;

	/** The exit code that a shell reports for other tools whose pipe was closed. */
	static final int CLOSED_PIPE = 141;

	@Override
	public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
		return (failure instanceof OutputFailedException output) ? handle(output)
				: handle(failure, parsed.originalArgs());
	}

	/**
	 * Tell what is wrong with arguments, as picocli does, but without the secrets in
	 * them.
	 */
	@Override
	public int handleParseException(ParameterException failure, String[] arguments) {
		CommandLine command = failure.getCommandLine();
		this.terminal.err().println(withoutSecrets(String.valueOf(failure.getMessage()), List.of(arguments)));
		if (!UnmatchedArgumentException.printSuggestions(failure, this.terminal.err())) {
			command.usage(this.terminal.err());
		}
		return CommandLine.ExitCode.USAGE;
	}

	int handle(OutputFailedException failure) {
		if (failure.isClosedPipe()) {
			return CLOSED_PIPE;
		}
		this.terminal.err().println(failure.getMessage());
		return CommandLine.ExitCode.SOFTWARE;
	}

	private int handle(Exception failure, List<String> arguments) {
		String message = message(failure);
		if (failure instanceof SequoiaFailure known && known.correlationId() != null
				&& !message.contains(known.correlationId())) {
			message += ", correlation id " + known.correlationId();
		}
		this.terminal.err().println(withoutSecrets(message, arguments));
		if (failure instanceof ResourceNotFoundException) {
			return NOT_FOUND;
		}
		return (failure instanceof AccessDeniedException || failure instanceof AuthenticationFailedException)
				? NOT_ALLOWED : CommandLine.ExitCode.SOFTWARE;
	}

	/**
	 * Leave out the users and queries of addresses among the arguments: signatures are
	 * there, and any argument may be repeated by a message.
	 */
	private static String withoutSecrets(String message, List<String> arguments) {
		String shown = message;
		for (String argument : arguments) {
			Matcher address = SECRETS.matcher(argument);
			if (address.find()) {
				shown = (address.group(2) != null) ? shown.replace(address.group(2), "?***") : shown;
				shown = (address.group(1) != null) ? shown.replace(address.group(1), "***@") : shown;
			}
		}
		return shown;
	}

	private static String message(Exception failure) {
		for (Throwable cause = failure; cause != null && !(cause instanceof SequoiaFailure); cause = cause.getCause()) {
			if (cause instanceof FileSystemException file) {
				return "The file " + file.getFile() + " " + defect(file);
			}
		}
		return (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
	}

	/**
	 * Tell the defect of a file: messages of the JDK often consist of its name alone.
	 */
	private static String defect(FileSystemException failure) {
		if (failure instanceof NoSuchFileException) {
			return "does not exist, or its folder does not exist";
		}
		if (failure instanceof java.nio.file.AccessDeniedException) {
			return "may not be accessed";
		}
		if (failure instanceof DirectoryNotEmptyException) {
			return "is a folder";
		}
		return "cannot be used: "
				+ ((failure.getReason() != null) ? failure.getReason() : failure.getClass().getSimpleName());
	}

}
