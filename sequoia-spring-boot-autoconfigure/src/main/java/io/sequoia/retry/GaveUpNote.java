package io.sequoia.retry;

import java.util.Arrays;

/**
 * A suppressed exception in the failure that the caller gets. It contains the number of
 * attempts and the reason why there was no further one.
 */
final class GaveUpNote extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private GaveUpNote(String message) {
		super(message, null, false, false);
	}

	/**
	 * Add a note to a failure. If several callers share a failure, for example that of
	 * one token fetch, only one note is added.
	 */
	static void add(Throwable failure, String message) {
		if (!isOn(failure)) {
			failure.addSuppressed(new GaveUpNote(message));
		}
	}

	/**
	 * Tell whether a failure has a note. In an attempt such a failure comes from a shared
	 * request, which has been repeated already.
	 */
	static boolean isOn(Throwable failure) {
		return Arrays.stream(failure.getSuppressed()).anyMatch(GaveUpNote.class::isInstance);
	}

}
