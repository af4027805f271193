package io.sequoia.autoconfigure;

/**
 * The ways to authenticate to the platform.
 */
public enum AuthenticationType {

	/**
	 * A token is fetched with a client id and secret; a token of your own beside them is
	 * used first.
	 */
	CLIENT_CREDENTIALS,

	/**
	 * A token of your own, which is never replaced.
	 */
	TOKEN,

	/**
	 * The client certificate alone.
	 */
	MUTUAL_TLS,

	/**
	 * The token of the user who is logged in, by a client registration of Spring
	 * Security.
	 */
	AUTHORIZATION_CODE,

	/**
	 * No authentication.
	 */
	NONE

}
