package io.sequoia.core.mapping;

import java.util.regex.Pattern;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Creates the failures of answers that cannot be read.
 */
final class Malformed {

	private static final int MAX_PATH = 500;

	private static final int MAX_REASON = 300;

	/** Jackson's advice to change a setting, which no one can for the platform's JSON. */
	private static final Pattern ADVICE = Pattern.compile("(?: \\(|: )(?:set|enable|disable) `\\w+[.]\\w+`[^)]*\\)?"
			+ "| \\(not recognized as one since Feature '\\w+' not enabled for parser\\)");

	private Malformed() {
	}

	/**
	 * Create the failure of JSON that does not fit its type.
	 * @param at the place up to which the answer was understood, or an empty text
	 * @param cause the exception of Jackson, which contains the place below that, or of a
	 * constructor or deserializer of the application
	 * @param details the details of the call
	 */
	static MalformedResponseException at(String at, Throwable cause, Details details) {
		StringBuilder path = new StringBuilder(at);
		if (cause instanceof JacksonException jackson) {
			jackson.getPath().forEach((reference) -> append(path, reference));
		}
		String reason = (cause instanceof JacksonException jackson) ? jackson.getOriginalMessage()
				: (cause instanceof StackOverflowError) ? "nested too deeply" : cause.toString();
		return because(
				(path.isEmpty() ? "is not the JSON that was expected"
						: "does not fit at " + Printable.of(path, MAX_PATH)) + " ("
						+ Printable.of(ADVICE.matcher(firstLine(reason)).replaceFirst(""), MAX_REASON) + ")",
				details, cause);
	}

	private static void append(StringBuilder path, JacksonException.Reference reference) {
		if (reference.getPropertyName() != null) {
			path.append(path.isEmpty() ? "" : ".").append(Printable.of(reference.getPropertyName()));
		}
		else if (reference.getIndex() >= 0) {
			path.append('[').append(reference.getIndex()).append(']');
		}
	}

	/**
	 * Create the failure of an answer.
	 * @param what the fault of the answer
	 * @param details the details of the call
	 * @param cause the cause, if any
	 */
	static MalformedResponseException because(String what, Details details, @Nullable Throwable cause) {
		String from = (details.resource() != null) ? details.service() + "/" + details.resource() : details.service();
		return new MalformedResponseException("The answer of " + from + " " + what, details, cause);
	}

	private static String firstLine(String message) {
		int end = message.indexOf('\n');
		return (end < 0) ? message : message.substring(0, end);
	}

}
