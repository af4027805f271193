package io.sequoia.transfer;

/**
 * The source of a download has changed since its first part was received, so that no part
 * of it can be used.
 */
final class SourceChangedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SourceChangedException(String what) {
		super(what, null, false, false);
	}

}
