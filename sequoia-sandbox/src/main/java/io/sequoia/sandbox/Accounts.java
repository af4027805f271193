package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The users that may sign in with a password, by {@code directory\name}. Thread-safe.
 */
final class Accounts {

	private final Map<String, String> given;

	private final Map<String, String> passwords = new ConcurrentHashMap<>();

	private final Map<String, String> resetTokens = new ConcurrentHashMap<>();

	Accounts(Map<String, String> passwords) {
		this.given = Map.copyOf(passwords);
		this.passwords.putAll(passwords);
	}

	/** Return the names of the users. */
	Set<String> names() {
		return this.given.keySet();
	}

	/** Restore the passwords of the start, and remove all reset tokens. */
	void reset() {
		this.passwords.putAll(this.given);
		this.resetTokens.clear();
	}

	boolean accepts(@Nullable String username, @Nullable String password) {
		String expected = (username != null) ? this.passwords.get(username) : null;
		return expected != null && password != null && same(expected, password);
	}

	boolean change(String username, String newPassword) {
		return this.passwords.replace(username, newPassword) != null;
	}

	/** Use a reset token, which is then removed. */
	boolean redeem(@Nullable String username, @Nullable String resetToken) {
		return username != null && resetToken != null && this.resetTokens.remove(username, resetToken);
	}

	/**
	 * Create a reset token. For a name that does not exist nothing is created, and the
	 * answer does not reveal that.
	 */
	void requestReset(String username) {
		if (this.passwords.containsKey(username)) {
			this.resetTokens.put(username, UUID.randomUUID().toString());
		}
	}

	@Nullable String resetToken(String username) {
		return this.resetTokens.get(username);
	}

	static boolean same(String left, String right) {
		return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
	}

}
