package io.sequoia.http;

import java.util.Set;

import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the token endpoint that is no token means (RFC 6749, 5.2): whose
 * mistake it was, and where to look.
 */
public final class TokenRefusal {

	/** The credentials are refused, and asking again with them is in vain. */
	private static final Set<String> OF_CREDENTIALS = Set.of("invalid_client", "unauthorized_client", "invalid_grant");

	/** The identity service is not able to answer now, whatever its status says. */
	private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

	/** The request is at fault. */
	private static final Set<String> OF_THE_REQUEST = Set.of("invalid_request", "unsupported_grant_type",
			"invalid_scope");

	private TokenRefusal() {
	}

	/**
	 * Whether the credentials are refused: by name, or with a 401 that names none of the
	 * other reasons.
	 * @param answer what is known about the answer
	 * @return whether they are
	 */
	public static boolean isOfCredentials(Details answer) {
		String error = answer.error();
		boolean other = error != null && (PASSING.contains(error) || OF_THE_REQUEST.contains(error));
		boolean bare = answer.status() != null && answer.status() == 401 && !other;
		return bare || (error != null && OF_CREDENTIALS.contains(error));
	}

	static boolean isPassing(@Nullable String error) {
		return error != null && PASSING.contains(error);
	}

	static boolean isOfTheRequest(@Nullable String error) {
		return error != null && OF_THE_REQUEST.contains(error);
	}

	/**
	 * Whether it is the client that is refused, rather than the user in whose name it
	 * asks.
	 */
	static boolean isOfTheClient(@Nullable String error) {
		return "invalid_client".equals(error) || "unauthorized_client".equals(error);
	}

	/**
	 * Where to look after an answer that no further request would change.
	 */
	static String remedy(Details answer) {
		if (isOfCredentials(answer)) {
			return "check sequoia.auth.client-id and sequoia.auth.client-secret";
		}
		if ("invalid_scope".equals(answer.error())) {
			return "check sequoia.auth.scopes";
		}
		if (answer.status() != null && answer.status() == 403) {
			return "the client is known but not allowed to; check its rights, and sequoia.auth.scopes";
		}
		return "there seems to be no token endpoint for this client; check sequoia.auth.token-uri, "
				+ "or the registry's location of the service 'identity'";
	}

}
