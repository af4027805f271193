package io.sequoia.sample;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * An uploaded picture. Its format is derived from its first bytes, not from what the
 * sender says.
 *
 * @param format the format, {@code png} or {@code jpg}
 * @param bytes the file
 */
record Picture(String format, byte[] bytes) {

	private static final HexFormat HEX = HexFormat.of();

	static Picture of(byte[] bytes) {
		String start = HEX.formatHex(bytes, 0, Math.min(8, bytes.length));
		if (start.equals("89504e470d0a1a0a")) {
			return new Picture("png", bytes);
		}
		if (start.startsWith("ffd8ff")) {
			return new Picture("jpg", bytes);
		}
		throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The picture must be a PNG or a JPEG");
	}

	/**
	 * Make a name from the content of the file, so that a name always means the same
	 * bytes.
	 */
	String fileName() {
		try {
			return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(this.bytes)) + "." + this.format;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
