package io.sequoia.cli;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The standard output cannot be written.
 */
final class OutputFailedException extends UncheckedIOException {

	@Serial
	private static final long serialVersionUID = 1;

	OutputFailedException(IOException cause) {
		super("The standard output cannot be written: " + cause.getMessage(), cause);
	}

	/**
	 * Tell whether the reader of a pipe has closed it, as {@code head} does when it has
	 * enough. Java has no type for this; the word is in the messages of all systems.
	 */
	boolean isClosedPipe() {
		return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
	}

}
