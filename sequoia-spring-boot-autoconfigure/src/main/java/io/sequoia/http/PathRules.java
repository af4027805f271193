package io.sequoia.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

import io.sequoia.Internal;
import io.sequoia.Printable;
import io.sequoia.Ref;

import org.springframework.util.Assert;

/**
 * Finds paths that some server may interpret as leading elsewhere: paths with a segment
 * that is, or may be taken for, {@code .} or {@code ..}. Servers and proxies differ in
 * what they decode, how often, and what they cut off, so each interpretation counts:
 * {@code ..;x}, {@code %2e%2e}, {@code ..%00}, {@code ..%20}, {@code ..%5c}, {@code
 * %2f..}, {@code %252e%252e}, overlong UTF-8 and full-width forms.
 */
@Internal
public final class PathRules {

	/** The number of encodings that are decoded; no address needs more of them. */
	private static final int MAX_LAYERS = 8;

	private PathRules() {
	}

	/**
	 * Require a name that a tenant can have, since it becomes a segment of a path and a
	 * part of the name of a file.
	 * @param owner the name
	 * @return the name
	 * @throws IllegalArgumentException if no tenant can have that name
	 */
	public static String requireOwner(String owner) {
		Assert.notNull(owner, "The owner must not be null");
		Assert.isTrue(Ref.isPart(owner), () -> "'" + Printable.of(owner)
				+ "' cannot be an owner: use the characters a-z, A-Z, 0-9, '_' and '-'");
		return owner;
	}

	/**
	 * Tell whether a path may be interpreted as one with a dot segment.
	 * @param path a path, encoded or not, without a query
	 * @return {@code true} if it must not be sent
	 */
	public static boolean hasDotSegment(String path) {
		String layer = path;
		for (int i = 0; i < MAX_LAYERS; i++) {
			if (holdsDots(layer)) {
				return true;
			}
			String decoded = (layer.indexOf('%') < 0) ? layer : decoded(layer);
			if (decoded.equals(layer)) {
				return false;
			}
			layer = decoded;
		}
		return true;
	}

	private static boolean holdsDots(String layer) {
		boolean ascii = isAscii(layer);
		if (ascii && layer.indexOf('.') < 0) {
			return false;
		}
		String text = ascii ? layer : Normalizer.normalize(layer, Normalizer.Form.NFKC);
		int start = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || text.charAt(i) == '/' || text.charAt(i) == '\\') {
				if (isDots(text, start, i)) {
					return true;
				}
				start = i + 1;
			}
		}
		return false;
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tell whether a segment consists of dots, apart from characters that servers cut off
	 * or ignore.
	 */
	private static boolean isDots(String text, int start, int end) {
		int dots = 0;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == '.') {
				dots++;
			}
			else if (c == ';' || c == '?' || c == '#') {
				break;
			}
			else if (c == 0 && isDots(dots)) {
				return true;
			}
			else if (!isUnseen(c)) {
				return false;
			}
		}
		return isDots(dots);
	}

	private static boolean isDots(int count) {
		return count == 1 || count == 2;
	}

	private static boolean isUnseen(char c) {
		return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
				|| Character.getType(c) == Character.FORMAT;
	}

	private static String decoded(String text) {
		StringBuilder decoded = new StringBuilder(text.length());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < text.length(); i++) {
			int octet = (text.charAt(i) == '%') ? hex(text, i + 1, 2) : -1;
			int unit = (text.charAt(i) == '%' && i + 1 < text.length() && (text.charAt(i + 1) | 0x20) == 'u')
					? hex(text, i + 2, 4) : -1;
			if (octet >= 0) {
				bytes.write(octet);
				i += 2;
				continue;
			}
			append(decoded, bytes);
			decoded.append((unit >= 0) ? (char) unit : text.charAt(i));
			i += (unit >= 0) ? 5 : 0;
		}
		append(decoded, bytes);
		return decoded.toString();
	}

	private static int hex(String text, int start, int length) {
		int value = 0;
		for (int i = start; i < start + length; i++) {
			int digit = (i < text.length()) ? Character.digit(text.charAt(i), 16) : -1;
			if (digit < 0) {
				return -1;
			}
			value = (value << 4) | digit;
		}
		return value;
	}

	/** Decode bytes leniently, like decoders that accept a dot in an overlong form. */
	private static void append(StringBuilder decoded, ByteArrayOutputStream bytes) {
		byte[] all = bytes.toByteArray();
		bytes.reset();
		int start = 0;
		for (int i = 0; i < all.length; i++) {
			int length = overlong(all, i);
			if (length > 0) {
				decoded.append(new String(all, start, i - start, StandardCharsets.UTF_8));
				decoded.append((char) (((all[i + length - 2] & 0x1f) << 6 | all[i + length - 1] & 0x3f) & 0x7f));
				i += length - 1;
				start = i + 1;
			}
		}
		decoded.append(new String(all, start, all.length - start, StandardCharsets.UTF_8));
	}

	/**
	 * Return the length of an ASCII character that is encoded with more bytes than
	 * necessary.
	 */
	private static int overlong(byte[] bytes, int i) {
		int first = bytes[i] & 0xff;
		int length = (first == 0xc0 || first == 0xc1) ? 2 : (first == 0xe0) ? 3 : (first == 0xf0) ? 4 : 0;
		if (length == 0 || i + length > bytes.length) {
			return 0;
		}
		boolean zeros = length == 2 || (bytes[i + length - 2] & 0xff) <= 0x81;
		for (int k = i + 1; k < i + length - 2; k++) {
			zeros &= (bytes[k] & 0xff) == 0x80;
		}
		return zeros ? length : 0;
	}

}
