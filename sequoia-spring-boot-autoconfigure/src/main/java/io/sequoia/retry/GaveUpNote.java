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
		if (!isOn(failure)) {
			failure.addSuppressed(new GaveUpNote(message));
		}
	}

	/**
	 * Whether a failure has a note. In an attempt it comes from what the call depends on:
	 * whoever asked for that has repeated it as often as helps.
	 */
	static boolean isOn(Throwable failure) {
		return Arrays.stream(failure.getSuppressed()).anyMatch(GaveUpNote.class::isInstance);
	}

}
