package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the Sequoia platform is and as whom to connect: the only thing that the client's
 * beans read for that. By default it is made from the properties below {@code sequoia}; a
 * bean of this type replaces {@code sequoia.registry.url}, {@code sequoia.owner},
 * {@code sequoia.services}, {@code sequoia.auth} and {@code sequoia.ssl} as a whole.
 * <p>
 * What it gives is checked by the same rules as the properties when the application
 * starts. Implementations must be safe for use by several threads.
 */
public interface SequoiaConnectionDetails extends ConnectionDetails {

	/**
	 * Where the registry is (PROTOCOL 1).
	 * @return its base URL, or the whole URL of the owner's listing
	 */
	URI registryUrl();

	/**
	 * The tenant whose services are looked up and that every call is made for.
	 * @return the owner, of the characters {@code [a-zA-Z0-9_-]}
	 */
	String owner();

	/**
	 * As whom to connect.
	 * @return the authentication; {@link Authentication#none()} for calls without any
	 */
	Authentication authentication();

	/**
	 * Fixed locations, which win over those of the registry.
	 * @return base URLs by service name, none by default
	 */
	default Map<String, URI> services() {
		return Map.of();
	}

	/**
	 * Which certificates to trust and to present.
	 * @return the bundle, or {@code null} (the default) for the JDK's trust store and no
	 * client certificate
	 */
	default @Nullable SslBundle sslBundle() {
		return null;
	}

	/**
	 * Take note of who wants to know when the certificates change. Requests that begin
	 * after the handler was called use the new ones.
	 * @param handler to be called, on any thread, with each bundle that takes the place
	 * of {@link #sslBundle()}; by default it never is
	 */
	default void onSslBundleUpdate(Consumer<SslBundle> handler) {
	}

	/**
	 * How to authenticate, and with which credentials. Made by one of the factory
	 * methods. No secret is part of its text.
	 *
	 * @param type the way to authenticate
	 * @param clientId the client id, for {@link AuthenticationType#CLIENT_CREDENTIALS}
	 * @param clientSecret the client secret, for
	 * {@link AuthenticationType#CLIENT_CREDENTIALS}
	 * @param scopes the scopes to ask for with the token
	 * @param token an access token, for {@link AuthenticationType#TOKEN}; beside client
	 * credentials it is used until it is refused or expires (PROTOCOL 2)
	 * @param tokenUri the token endpoint, or {@code null} for that of the registered
	 * service {@code identity}
	 * @param registrationId the client registration of Spring Security that users log in
	 * by, for {@link AuthenticationType#AUTHORIZATION_CODE}, or that takes the place of
	 * id, secret, scopes and token URI, for {@link AuthenticationType#CLIENT_CREDENTIALS}
	 */
	record Authentication(AuthenticationType type, @Nullable String clientId, @Nullable String clientSecret,
			List<String> scopes, @Nullable String token, @Nullable URI tokenUri, @Nullable String registrationId) {

		/**
		 * Makes the scopes unmodifiable.
		 */
		public Authentication {
			scopes = List.copyOf(scopes);
		}

		/**
		 * A token that is fetched with client credentials from the registered service
		 * {@code identity}.
		 * @param clientId the client id
		 * @param clientSecret the client secret
		 * @return the authentication
		 */
		public static Authentication clientCredentials(String clientId, String clientSecret) {
			return new Authentication(AuthenticationType.CLIENT_CREDENTIALS, clientId, clientSecret, List.of(), null,
					null, null);
		}

		/**
		 * A token that is fetched with the credentials, scopes and token URI of a client
		 * registration of Spring Security.
		 * @param registrationId the id of the client registration
		 * @return the authentication
		 */
		public static Authentication clientRegistration(String registrationId) {
			return new Authentication(AuthenticationType.CLIENT_CREDENTIALS, null, null, List.of(), null, null,
					registrationId);
		}

		/**
		 * An access token that is never replaced.
		 * @param token the token
		 * @return the authentication
		 */
		public static Authentication token(String token) {
			return new Authentication(AuthenticationType.TOKEN, null, null, List.of(), token, null, null);
		}

		/**
		 * The client certificate of {@link SequoiaConnectionDetails#sslBundle()}.
		 * @return the authentication
		 */
		public static Authentication mutualTls() {
			return new Authentication(AuthenticationType.MUTUAL_TLS, null, null, List.of(), null, null, null);
		}

		/**
		 * The token of the user who is logged in.
		 * @param registrationId the id of the client registration
		 * @return the authentication
		 */
		public static Authentication authorizationCode(String registrationId) {
			return new Authentication(AuthenticationType.AUTHORIZATION_CODE, null, null, List.of(), null, null,
					registrationId);
		}

		/**
		 * No authentication.
		 * @return the authentication
		 */
		public static Authentication none() {
			return new Authentication(AuthenticationType.NONE, null, null, List.of(), null, null, null);
		}

		/**
		 * The type and what of the rest is no secret.
		 * @return a text for logs
		 */
		@Override
		public String toString() {
			return "Authentication[type=" + this.type + ", clientId=" + this.clientId + ", clientSecret="
					+ masked(this.clientSecret) + ", scopes=" + this.scopes + ", token=" + masked(this.token)
					+ ", tokenUri=" + ((this.tokenUri != null) ? UrlRules.masked(this.tokenUri.toString()) : null)
					+ ", registrationId=" + this.registrationId + "]";
		}

		private static @Nullable String masked(@Nullable String secret) {
			return (secret != null) ? InvalidSequoiaConfigurationException.MASK : null;
		}

	}

}
