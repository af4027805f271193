package io.sequoia.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * The links that were seen, with a fixed memory for each: only 128 bits of its SHA-256
 * hash are kept. Not thread-safe.
 */
final class SeenLinks {

	private final Set<Hash> hashes = new HashSet<>();

	/**
	 * Add a link.
	 * @param link the link
	 * @return {@code true} if it was not seen before
	 */
	boolean add(String link) {
		return this.hashes.add(Hash.of(link));
	}

	private record Hash(long first, long second) {

		static Hash of(String link) {
			ByteBuffer digest = ByteBuffer.wrap(sha256().digest(link.getBytes(StandardCharsets.UTF_8)));
			return new Hash(digest.getLong(), digest.getLong());
		}

		private static MessageDigest sha256() {
			try {
				return MessageDigest.getInstance("SHA-256");
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

	}

}
