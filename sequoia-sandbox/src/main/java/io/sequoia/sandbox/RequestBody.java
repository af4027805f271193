package io.sequoia.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Return the decoded body.
	 * @param encoding the content encoding, or null for none
	 * @throws Problem with status 400, 413 or 415 if it cannot be decoded, is too large,
	 * or has another encoding
	 */
	byte[] bytes(@Nullable String encoding) {
		if (this.tooLarge) {
			throw tooLarge();
		}
		byte[] sent = this.bytes.toByteArray();
		if (encoding == null || sent.length == 0) {
			return sent;
		}
		try (InputStream decoding = decoding(sent, encoding)) {
			byte[] decoded = decoding.readNBytes(MAX + 1);
			if (decoded.length > MAX) {
				throw tooLarge();
			}
			return decoded;
		}
		catch (IOException ex) {
			throw Problem.badPayload("the body cannot be decoded as '" + encoding + "': " + ex.getMessage());
		}
	}

	private static InputStream decoding(byte[] sent, String encoding) throws IOException {
		InputStream stream = new ByteArrayInputStream(sent);
		return switch (encoding.toLowerCase(Locale.ROOT)) {
			case "identity" -> stream;
			case "gzip" -> new GZIPInputStream(stream);
			case "deflate" -> new InflaterInputStream(stream);
			default -> throw Problem.of(415,
					"the content encoding '" + encoding + "' is not supported: use gzip, deflate or none");
		};
	}

	private static Problem tooLarge() {
		return Problem.of(413, "the body is larger than " + MAX + " bytes");
	}

}
