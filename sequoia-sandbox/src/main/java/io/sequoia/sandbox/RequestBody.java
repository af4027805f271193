package io.sequoia.sandbox;

import java.io.ByteArrayOutputStream;

/**
 * Reads the body of a request to its end, since a client that is still sending does not
 * read an answer, but keeps no more than the limit.
 */
final class RequestBody {

	private static final int MAX = 16 * 1024 * 1024;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean tooLarge;

	void add(byte[] part) {
		this.tooLarge |= this.bytes.size() + part.length > MAX;
		if (!this.tooLarge) {
			this.bytes.writeBytes(part);
		}
	}

	byte[] bytes() {
		if (this.tooLarge) {
			throw Problem.of(413, "the body is larger than " + MAX + " bytes");
		}
		return this.bytes.toByteArray();
	}

}
