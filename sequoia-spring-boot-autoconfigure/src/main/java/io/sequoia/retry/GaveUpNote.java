package io.sequoia.retry;

import java.util.Arrays;

/**
 * Tells, as a suppressed exception of the failure that the caller gets, after how many
 * attempts and why there was no further one.
 */
final class GaveUpNote extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private GaveUpNote(String message) {
		super(message, null, false, false);
	}

	/**
	 * Add a note to a failure. Callers that share a failure, as those of one token fetch
	 * do, leave a single note.
	 */
	static void add(Throwable failure, String message) {
		if (Arrays.stream(failure.getSuppressed()).noneMatch(GaveUpNote.class::isInstance)) {
			failure.addSuppressed(new GaveUpNote(message));
		}
	}

}
