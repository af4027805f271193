package io.sequoia.security;

import java.time.Duration;
import java.util.Collection;

import io.sequoia.Internal;
import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.SentSecrets;
import io.sequoia.http.TokenRefusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token in the identity service's answer, for any grant. The token is in no text of
 * this object. Immutable.
 *
 * @param value the token
 * @param lifetime its lifetime, or {@code null} to use it until it is refused
 */
@Internal
public record TokenAnswer(String value, @Nullable Duration lifetime) {

	/**
	 * The reader that refuses two values of one name, as neither of them can be
	 * preferred.
	 */
	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	private static final int MAX_TOKEN = 16 * 1024;

	/**
	 * Read the answer to a request for a token.
	 * @param body the answer's body
	 * @param details the details of the call
	 * @param login whether the token is asked for in the name of a user
	 * @param secrets the texts that were sent, and must not appear in failures
	 * @return the token
	 * @throws MalformedResponseException if it contains no usable token
	 * @throws io.sequoia.AuthenticationFailedException if it names an error instead
	 */
	public static TokenAnswer read(byte[] body, Details details, boolean login, Collection<String> secrets) {
		JsonNode root;
		try {
			root = JSON.readTree(body);
		}
		catch (JacksonException ex) {
			// no cause: its message could quote the token
			throw malformed("is not JSON", details);
		}
		String token = root.path("access_token").asString("");
		RuntimeException refusal = token.isEmpty()
				? TokenRefusal.inSuccess(body, details, login, SentSecrets.mask(secrets)) : null;
		if (refusal != null) {
			throw refusal;
		}
		if (token.isEmpty() || token.length() > MAX_TOKEN || !token.chars().allMatch((c) -> c > 0x20 && c < 0x7f)) {
			throw malformed("has no usable 'access_token'", details);
		}
		return new TokenAnswer(token, lifetime(root.path("expires_in")));
	}

	/**
	 * Return the lifetime, or null if it is missing or has no meaning, so that the token
	 * is used until it is refused.
	 */
	private static @Nullable Duration lifetime(JsonNode expiresIn) {
		long seconds = expiresIn.asLong(-1);
		return (seconds > 0 && seconds <= Integer.MAX_VALUE) ? Duration.ofSeconds(seconds) : null;
	}

	static MalformedResponseException malformed(String what, Details details) {
		return new MalformedResponseException(
				"The identity service's token answer " + what + "; " + TokenRefusal.ADDRESS, details, null);
	}

	@Override
	public String toString() {
		return "TokenAnswer[lifetime=" + this.lifetime + "]";
	}

}
