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

	/** The users. */
	Set<String> names() {
		return this.given.keySet();
	}

	/** Have the passwords of the start again, and no reset tokens. */
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

	/** Use up a reset token. */
	boolean redeem(@Nullable String username, @Nullable String resetToken) {
		return username != null && resetToken != null && this.resetTokens.remove(username, resetToken);
	}

	/** Make a reset token; a name that nobody has makes none, and tells nobody so. */
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
