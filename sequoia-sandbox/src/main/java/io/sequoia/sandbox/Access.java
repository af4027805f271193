package io.sequoia.sandbox;

import java.util.Set;

/**
 * Checks the token of a call and its owner. A caller with a valid token may act for every
 * owner of the sandbox.
 */
final class Access {

	private static final String BEARER = "Bearer ";

	private final Tokens tokens;

	private final Set<String> owners;

	Access(Tokens tokens, Set<String> owners) {
		this.tokens = tokens;
		this.owners = owners;
	}

	/**
	 * Check the token.
	 * @throws Problem with status 401 if it is missing, unknown, expired or revoked
	 */
	Caller check(Request request) {
		String header = request.header("authorization");
		String token = (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
				? header.substring(BEARER.length()).trim() : null;
		Tokens.Grant grant = (token != null) ? this.tokens.grant(token) : null;
		if (token == null || grant == null) {
			throw Problem.of(401,
					(token != null) ? "the access token is unknown, expired or revoked" : "an access token is needed");
		}
		return new Caller(token, grant, this.owners);
	}

	/**
	 * A caller with a valid token.
	 */
	record Caller(String token, Tokens.Grant grant, Set<String> owners) {

		String userRef() {
			return this.grant.userRef();
		}

		/**
		 * Return the owner that the call names.
		 * @throws Problem with status 400 if it names none, with 403 if there is no such
		 * owner
		 */
		String owner(Request request) {
			String owner = request.query().first("owner");
			if (owner == null || owner.isEmpty()) {
				throw Problem.badQuery("owner", "the parameter 'owner' is missing");
			}
			return allowed(owner);
		}

		/**
		 * Check an owner.
		 * @throws Problem with status 403 if there is no such owner
		 */
		String allowed(String owner) {
			if (!this.owners.contains(owner)) {
				throw Problem.of(403, "there is no permission for the owner '" + owner + "'");
			}
			return owner;
		}

	}

}
