package io.sequoia.http;

import java.util.Set;
import java.util.function.UnaryOperator;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of an error answer of the token endpoint (RFC 6749, section 5.2): whose
 * fault it is, and which settings to check.
 */
@Internal
public final class TokenRefusal {

	/** The errors that refuse the credentials; a further request with them is useless. */
	private static final Set<String> OF_CREDENTIALS = Set.of("invalid_client", "unauthorized_client", "invalid_grant");

	/**
	 * The errors that say that the identity service cannot answer now, regardless of the
	 * status.
	 */
	private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

	/** The errors that blame the request. */
	private static final Set<String> OF_THE_REQUEST = Set.of("invalid_request", "unsupported_grant_type",
			"invalid_scope");

	/**
	 * The advice for an answer that is none of a token endpoint.
	 */
	public static final String ADDRESS = "check sequoia.auth.token-uri, or the registry's location of the service"
			+ " 'identity'";

	private TokenRefusal() {
	}

	/**
	 * Tell whether the credentials are refused: by the name of the error, or with a 401
	 * that names no other reason.
	 * @param answer the details of the answer
	 * @return {@code true} if they are
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
	 * Tell whether the client is refused, and not the user in whose name it asks.
	 * @param answer the details of the answer
	 * @return {@code true} if it is
	 */
	public static boolean isOfTheClient(Details answer) {
		return isOfTheClient(answer.error());
	}

	static boolean isOfTheClient(@Nullable String error) {
		return "invalid_client".equals(error) || "unauthorized_client".equals(error);
	}

	/**
	 * Create the failure for an answer that has no token but names an error, although its
	 * status is one of success.
	 * @param body the answer's body
	 * @param details the details of the call
	 * @param login whether the token is asked for in the name of a user
	 * @param mask removes secrets from the texts of the answer
	 * @return the failure, or {@code null} if the answer names no error
	 */
	public static @Nullable RuntimeException inSuccess(byte[] body, Details details, boolean login,
			UnaryOperator<String> mask) {
		ErrorBody answer = ErrorBody.parse(body, mask);
		if (answer.error() == null) {
			return null;
		}
		Details told = details.withError(answer.error(), null);
		String message = "The identity service gave no token: " + answer.error()
				+ ((answer.message() != null) ? " (" + answer.message() + ")" : "");
		if (isPassing(answer.error())) {
			return new ServiceUnavailableException(message, told, false, null, null);
		}
		String remedy = (login && isOfCredentials(told) && !isOfTheClient(told)) ? "check user name and password"
				: remedy(told);
		return new AuthenticationFailedException(message + "; " + remedy, told, null);
	}

	/**
	 * Return the settings to check after an answer that no further request would change.
	 */
	static String remedy(Details answer) {
		if (isOfCredentials(answer)) {
			return "check sequoia.auth.client-id and sequoia.auth.client-secret, or client-secret-location";
		}
		if ("invalid_scope".equals(answer.error())) {
			return "check sequoia.auth.scopes";
		}
		if (answer.status() != null && answer.status() == 403) {
			return "the client is known but has no permission; check its rights, and sequoia.auth.scopes";
		}
		return "there seems to be no token endpoint for this client; " + ADDRESS;
	}

}
