package io.sequoia.sandbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The issued tokens that are neither revoked nor removed after their expiry. Thread-safe.
 */
final class Tokens {

	private static final int LENGTH = 20;

	private static final int PRUNE_ABOVE = 1000;

	private final Map<String, Grant> grants = new ConcurrentHashMap<>();

	private final SecureRandom random = new SecureRandom();

	private final Clock clock;

	private final Duration lifetime;

	Tokens(Clock clock, Duration lifetime) {
		this.clock = clock;
		this.lifetime = lifetime;
	}

	Duration lifetime() {
		return this.lifetime;
	}

	String issue(String userRef, String userType) {
		Instant now = this.clock.instant();
		if (this.grants.size() > PRUNE_ABOVE) {
			this.grants.values().removeIf((grant) -> !grant.expiresAt().isAfter(now));
		}
		byte[] bytes = new byte[LENGTH];
		this.random.nextBytes(bytes);
		String token = HexFormat.of().formatHex(bytes);
		this.grants.put(token, new Grant(userRef, userType, now.plus(this.lifetime)));
		return token;
	}

	/** Return the grant of a valid token, or null. */
	@Nullable Grant grant(String token) {
		Grant grant = this.grants.get(token);
		return (grant != null && grant.expiresAt().isAfter(this.clock.instant())) ? grant : null;
	}

	/** Return the grants of all tokens that are kept, expired ones too. */
	List<Grant> grants() {
		return List.copyOf(this.grants.values());
	}

	Instant now() {
		return this.clock.instant();
	}

	void revoke(String token) {
		this.grants.remove(token);
	}

	void revokeAll() {
		this.grants.clear();
	}

	/**
	 * The user or client of a token.
	 */
	record Grant(String userRef, String userType, Instant expiresAt) {

	}

}
