package io.sequoia.core.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.sequoia.Internal;
import io.sequoia.call.Call;

/**
 * All that an answer depends on, apart from the caller's token.
 *
 * @param call the call: service, collection, kind of read and tenant
 * @param pathAndQuery the address below the location of the service
 * @param headers the caller's own headers
 * @param form the type that the answer is read as
 */
@Internal
public record CacheKey(Call call, String pathAndQuery, Map<String, String> headers, String form) {

	/** A parameter that includes other collections, or that is about an included one. */
	private static final Pattern SEVERAL = Pattern.compile("[^?]*\\?(?:.*&)?(?:include=|[^=&]*(?:\\.|%2E)[^=&]*=).*");

	/**
	 * Tell whether the answer contains or depends on resources of other collections.
	 */
	boolean isOfSeveral() {
		return SEVERAL.matcher(this.pathAndQuery).matches();
	}

	/**
	 * Return the key of the answer to a caller. It contains the token only as part of a
	 * digest.
	 * @param token the caller's token
	 * @return the key
	 */
	String of(String token) {
		StringBuilder all = new StringBuilder();
		add(all, this.call.service(), this.call.owner(), token, this.form, this.pathAndQuery);
		Map<String, String> sorted = new TreeMap<>();
		this.headers.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
		sorted.forEach((name, value) -> add(all, name, value));
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(all.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/** Add parts, with their lengths, as they may contain any character. */
	private static void add(StringBuilder all, String... parts) {
		for (String part : parts) {
			all.append(part.length()).append(':').append(part);
		}
	}

}
