package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * The addresses and the authentication for the Sequoia platform. The client's beans read
 * them from nowhere else. By default they come from the properties below {@code sequoia};
 * a bean of this type replaces {@code sequoia.registry.url}, {@code sequoia.owner},
 * {@code sequoia.services}, {@code sequoia.auth} and {@code sequoia.ssl} as a whole.
 * <p>
 * Its values are checked by the same rules as the properties when the application starts.
 * Implementations must be safe for use by several threads.
 */
public interface SequoiaConnectionDetails extends ConnectionDetails {

	/**
	 * Return the address of the registry (docs/protocol.md, section 1).
	 * @return its base URL, or the whole URL of the owner's listing
	 */
	URI registryUrl();

	/**
	 * Return the tenant whose services are looked up and in whose name every call is
	 * made.
	 * @return the owner, of the characters {@code [a-zA-Z0-9_-]}
	 */
	String owner();

	/**
	 * Return the authentication. Client id, client secret and scopes may change: they are
	 * read again, on a thread that may block, when the identity service refuses them and
	 * when a handler of {@link #onAuthenticationUpdate} is called. Until there is a token
	 * for the new ones, the old token is used.
	 * @return the authentication; {@link Authentication#none()} for calls without any
	 */
	Authentication authentication();

	/**
	 * Register a handler for new credentials. It need not be called for a change to take
	 * effect, since refused credentials are read again in any case; but calls fail for
	 * those that the identity service refuses before the new ones are there.
	 * @param handler to be called, on a thread that may block, when
	 * {@link #authentication()} returns other credentials; the default never calls it
	 */
	default void onAuthenticationUpdate(Runnable handler) {
	}

	/**
	 * Return fixed locations, which have precedence over those of the registry.
	 * @return base URLs by service name, none by default
	 */
	default Map<String, URI> services() {
		return Map.of();
	}

	/**
	 * Tell whether plain http may go to hosts other than loopback, as to a container of a
	 * test whose engine is on another host. {@code sequoia.registry.allow-insecure}
	 * allows it as well.
	 * @return {@code false} by default
	 */
	default boolean allowInsecure() {
		return false;
	}

	/**
	 * Return the certificates to trust and to present.
	 * @return the bundle, or {@code null} (the default) for the JDK's trust store and no
	 * client certificate
	 */
	default @Nullable SslBundle sslBundle() {
		return null;
	}

	/**
	 * Register a handler for new certificates. Requests that begin after the handler was
	 * called use the new ones.
	 * @param handler to be called, on any thread, with each bundle that replaces
	 * {@link #sslBundle()}; the default never calls it
	 */
	default void onSslBundleUpdate(Consumer<SslBundle> handler) {
	}

	/**
	 * Create connection details that never change, with the defaults of the other
	 * methods.
	 * @param registryUrl the address of the registry
	 * @param owner the tenant
	 * @param authentication the authentication
	 * @return the connection details
	 */
	static SequoiaConnectionDetails of(URI registryUrl, String owner, Authentication authentication) {
		return new FixedConnectionDetails(registryUrl, owner, authentication);
	}

	/**
	 * The kind of authentication and its credentials, created by a factory method. Its
	 * text contains no secret.
	 *
	 * @param type the way to authenticate
	 * @param clientId the client id, for {@link AuthenticationType#CLIENT_CREDENTIALS}
	 * @param clientSecret the client secret, for
	 * {@link AuthenticationType#CLIENT_CREDENTIALS}
	 * @param scopes the scopes to request with the token
	 * @param token an access token, for {@link AuthenticationType#TOKEN}; beside client
	 * credentials it is used until it is refused or expires (docs/protocol.md, section 2)
	 * @param tokenUri the token endpoint, or {@code null} for that of the registered
	 * service {@code identity}
	 * @param registrationId the client registration of Spring Security with which users
	 * log in, for {@link AuthenticationType#AUTHORIZATION_CODE}, or that replaces id,
	 * secret, scopes and token URI, for {@link AuthenticationType#CLIENT_CREDENTIALS}
	 */
	record Authentication(AuthenticationType type, @Nullable String clientId, @Nullable String clientSecret,
			List<String> scopes, @Nullable String token, @Nullable URI tokenUri, @Nullable String registrationId) {

		/**
		 * Make the scopes unmodifiable.
		 */
		public Authentication {
			scopes = List.copyOf(scopes);
		}

		/**
		 * Authenticate with a token that is fetched with client credentials from the
		 * registered service {@code identity}.
		 * @param clientId the client id
		 * @param clientSecret the client secret
		 * @return the authentication
		 */
		public static Authentication clientCredentials(String clientId, String clientSecret) {
			return new Authentication(AuthenticationType.CLIENT_CREDENTIALS, clientId, clientSecret, List.of(), null,
					null, null);
		}

		/**
		 * Authenticate with a token that is fetched with the credentials, scopes and
		 * token URI of a client registration of Spring Security.
		 * @param registrationId the id of the client registration
		 * @return the authentication
		 */
		public static Authentication clientRegistration(String registrationId) {
			return new Authentication(AuthenticationType.CLIENT_CREDENTIALS, null, null, List.of(), null, null,
					registrationId);
		}

		/**
		 * Authenticate with an access token that is never replaced.
		 * @param token the token
		 * @return the authentication
		 */
		public static Authentication token(String token) {
			return new Authentication(AuthenticationType.TOKEN, null, null, List.of(), token, null, null);
		}

		/**
		 * Authenticate with the client certificate of
		 * {@link SequoiaConnectionDetails#sslBundle()}.
		 * @return the authentication
		 */
		public static Authentication mutualTls() {
			return new Authentication(AuthenticationType.MUTUAL_TLS, null, null, List.of(), null, null, null);
		}

		/**
		 * Authenticate with the token of the user who is logged in.
		 * @param registrationId the id of the client registration
		 * @return the authentication
		 */
		public static Authentication authorizationCode(String registrationId) {
			return new Authentication(AuthenticationType.AUTHORIZATION_CODE, null, null, List.of(), null, null,
					registrationId);
		}

		/**
		 * Use no authentication.
		 * @return the authentication
		 */
		public static Authentication none() {
			return new Authentication(AuthenticationType.NONE, null, null, List.of(), null, null, null);
		}

		/**
		 * Return the type and the values that are not secret.
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
