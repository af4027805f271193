package io.sequoia.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The checksums that sources send and callers expect. Algorithms that are not known, and
 * values that are not checksums, are ignored. Thread-safe.
 */
final class Checksums {

	private static final String CONTENT_MD5 = "Content-MD5";

	/** The algorithms of headers, with their names in Java, the strongest first. */
	private static final Map<String, String> ALGORITHMS = new LinkedHashMap<>();

	static {
		ALGORITHMS.put("sha-512", "SHA-512");
		ALGORITHMS.put("sha-256", "SHA-256");
		ALGORITHMS.put("sha", "SHA-1");
		ALGORITHMS.put("md5", "MD5");
	}

	/** One of {@code sha-256=:base64:} and {@code SHA-256=base64}. */
	private static final Pattern DIGEST = Pattern.compile("([A-Za-z0-9-]+)=:?([A-Za-z0-9+/]+={0,2}):?");

	private final Map<String, byte[]> expected;

	/** The checksums that the source sends of one version of the file. */
	private final Map<String, byte[]> sent = new ConcurrentHashMap<>();

	/**
	 * Expect checksums of a file.
	 * @param expected the checksums by the algorithm, which count more than those that
	 * the source sends
	 */
	Checksums(Map<String, byte[]> expected) {
		this.expected = expected;
	}

	/**
	 * Note the checksums of the whole file in an answer, whichever part of the file it
	 * has.
	 * @param headers the headers of the answer
	 * @param whole whether the answer has the whole file
	 */
	void note(HttpHeaders headers, boolean whole) {
		if (whole) {
			// an earlier answer may have been of another version
			this.sent.clear();
		}
		digests(headers, "Repr-Digest", this.sent);
		digests(headers, "Digest", this.sent);
		md5(headers, "x-ms-blob-content-md5", this.sent);
		if (whole) {
			md5(headers, CONTENT_MD5, this.sent);
			digests(headers, "Content-Digest", this.sent);
		}
	}

	/**
	 * Check the content of an answer with a part of the file. As some sources put the
	 * checksum of the file into {@code Content-MD5}, one that does not fit the part is
	 * expected of the file.
	 * @param headers the headers of the answer
	 * @param bytes has the content
	 * @param offset its start
	 * @param length its length
	 * @return the failed check, or {@code null} if all are passed
	 */
	@Nullable String check(HttpHeaders headers, byte[] bytes, int offset, int length) {
		Map<String, byte[]> expected = new LinkedHashMap<>();
		digests(headers, "Content-Digest", expected);
		for (Map.Entry<String, byte[]> one : expected.entrySet()) {
			if (!MessageDigest.isEqual(digest(one.getKey(), bytes, offset, length), one.getValue())) {
				return "The " + one.getKey() + " of a part is not that of its Content-Digest";
			}
		}
		Map<String, byte[]> md5 = new LinkedHashMap<>();
		md5(headers, CONTENT_MD5, md5);
		byte[] given = md5.get("MD5");
		if (given != null && !MessageDigest.isEqual(digest("MD5", bytes, offset, length), given)) {
			this.sent.putIfAbsent("MD5", given);
		}
		return null;
	}

	/**
	 * Begin to compute the checksums of the file.
	 * @return the digests to feed with the file; empty if no checksum is known
	 */
	Map<String, MessageDigest> begin() {
		Map<String, MessageDigest> digests = new LinkedHashMap<>();
		this.sent.keySet().forEach((algorithm) -> digests.put(algorithm, digest(algorithm)));
		this.expected.keySet().forEach((algorithm) -> digests.put(algorithm, digest(algorithm)));
		return digests;
	}

	/**
	 * Compare the checksums of the file.
	 * @param digests the digests, fed with the whole file
	 * @return the failed check, or {@code null} if all are passed
	 */
	@Nullable String check(Map<String, MessageDigest> digests) {
		for (Map.Entry<String, MessageDigest> one : digests.entrySet()) {
			byte[] actual = one.getValue().digest();
			byte[] own = this.expected.get(one.getKey());
			byte[] expected = (own != null) ? own : this.sent.get(one.getKey());
			if (!MessageDigest.isEqual(actual, expected)) {
				return "The " + one.getKey() + " of the file is " + HexFormat.of().formatHex(actual) + " instead of "
						+ HexFormat.of().formatHex((expected != null) ? expected : new byte[0]);
			}
		}
		return null;
	}

	private static void digests(HttpHeaders headers, String name, Map<String, byte[]> to) {
		for (String header : headers.getOrEmpty(name)) {
			Matcher matcher = DIGEST.matcher(header);
			while (matcher.find()) {
				String algorithm = ALGORITHMS.get(matcher.group(1).toLowerCase(Locale.ROOT));
				if (algorithm != null) {
					put(algorithm, matcher.group(2), to);
				}
			}
		}
	}

	private static void md5(HttpHeaders headers, String name, Map<String, byte[]> to) {
		String header = headers.getFirst(name);
		if (header != null) {
			put("MD5", header.trim(), to);
		}
	}

	private static void put(String algorithm, String base64, Map<String, byte[]> to) {
		try {
			byte[] value = Base64.getDecoder().decode(base64);
			if (value.length == digest(algorithm).getDigestLength()) {
				to.putIfAbsent(algorithm, value);
			}
		}
		catch (IllegalArgumentException ex) {
			return; // not a checksum, so it can be compared with nothing
		}
	}

	static MessageDigest digest(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has " + algorithm, ex);
		}
	}

	static byte[] digest(String algorithm, byte[] bytes, int offset, int length) {
		MessageDigest digest = digest(algorithm);
		digest.update(bytes, offset, length);
		return digest.digest();
	}

}
