package io.sequoia.autoconfigure;

/**
 * The ways to authenticate to the platform.
 */
public enum AuthenticationType {

	/**
	 * A token is fetched with a client id and secret. A configured token is used first.
	 */
	CLIENT_CREDENTIALS,

	/**
	 * A configured token, which is never replaced.
	 */
	TOKEN,

	/**
	 * The client certificate alone.
	 */
	MUTUAL_TLS,

	/**
	 * The token of the logged-in user, from a client registration of Spring Security.
	 */
	AUTHORIZATION_CODE,

	/**
	 * No authentication.
	 */
	NONE

}
