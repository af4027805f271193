package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules on credentials: those of the configured type must be present, others must
 * not, and each must have a valid form.
 */
final class AuthenticationRules {

	private static final String PREFIX = "sequoia.auth.";

	private static final String SECRET_LOCATION = "client-secret-location";

	/** The form of a bearer token (RFC 6750, section 2.1). */
	private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

	/** The form of a scope (RFC 6749, section 3.3). */
	private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

	private final Violations violations;

	private final UrlRules urls;

	private String other = "";

	AuthenticationRules(Violations violations, UrlRules urls) {
		this.violations = violations;
		this.urls = urls;
	}

	/**
	 * Check credentials.
	 * @param auth the credentials
	 * @param certificate whether there is a client certificate, which may be meant as the
	 * authentication
	 */
	void check(SequoiaProperties.Auth auth, boolean certificate) {
		AuthenticationType type = auth.getType();
		boolean located = Text.isGiven(auth.getClientSecretLocation());
		Set<String> needed = needed(type, Text.isGiven(auth.getRegistrationId()), located);
		this.other = other(auth, certificate);
		checkPresence(type, needed, "client-id", auth.getClientId(), false);
		checkClientId(auth.getClientId());
		checkPresence(type, needed, "client-secret", auth.getClientSecret(), true);
		checkPresence(type, needed, SECRET_LOCATION, auth.getClientSecretLocation(), true);
		checkPresence(type, needed, "token", auth.getToken(), true);
		checkPresence(type, needed, "registration-id", auth.getRegistrationId(), false);
		checkToken(auth.getToken());
		checkScopes(auth.getScopes());
		String tokenUri = auth.getTokenUri();
		if (type == AuthenticationType.CLIENT_CREDENTIALS && needed.contains("registration-id")) {
			checkNotBesideRegistration("token-uri", tokenUri);
			checkNotBesideRegistration("scopes", String.join(" ", auth.getScopes()));
		}
		if (Text.isGiven(tokenUri)) {
			this.urls.check(PREFIX + "token-uri", tokenUri);
		}
	}

	/**
	 * Check that a client certificate is present if the type needs one.
	 * @param type the type
	 * @param present whether it is present
	 */
	void checkClientCertificate(AuthenticationType type, boolean present) {
		if (type == AuthenticationType.MUTUAL_TLS && !present) {
			this.violations.add(PREFIX + "type", print(type), "needs a client certificate",
					"Set 'sequoia.ssl.certificate' and 'sequoia.ssl.private-key',"
							+ " or a 'sequoia.ssl.bundle' with a key store");
		}
	}

	/**
	 * Check that the file of the secret can be used.
	 * @param auth the credentials
	 * @param file the file, or {@code null} if none is configured
	 */
	void checkSecretFile(SequoiaProperties.Auth auth, @Nullable ClientSecretFile file) {
		if (file == null || auth.getType() != AuthenticationType.CLIENT_CREDENTIALS
				|| Text.isUnresolved(String.valueOf(auth.getClientSecretLocation()))) {
			return;
		}
		try {
			file.read();
		}
		catch (ClientSecretFile.Unusable ex) {
			this.violations.add(ClientSecretFile.KEY, file.printable(), ex.rule(),
					"Write the path of a file that contains the client secret and nothing else,"
							+ " and that this process may read");
		}
	}

	private void checkPresence(AuthenticationType type, Set<String> names, String name, @Nullable String value,
			boolean secret) {
		boolean needed = names.contains(name);
		if (!Text.isGiven(value)) {
			if (needed) {
				boolean blank = value != null && !value.isEmpty();
				this.violations.add(
						PREFIX + name, null, (blank ? "is blank" : Violations.MISSING)
								+ ", but authentication of type '" + print(type) + "' needs it",
						"Write it, or " + this.other);
			}
		}
		else if (!needed && !isUsed(type, name)) {
			boolean registered = names.contains("registration-id");
			boolean located = "client-secret".equals(name) && names.contains(SECRET_LOCATION);
			add(name, value, secret,
					"is a second source of credentials in addition to " + (registered ? "'sequoia.auth.registration-id'"
							: located ? "'" + ClientSecretFile.KEY + "'"
									: "authentication of type '" + print(type) + "'"),
					"Remove it, or " + (registered ? "the registration"
							: located ? "the location" : "choose another 'sequoia.auth.type'"));
		}
		else {
			checkText(name, value, secret);
		}
	}

	/**
	 * Suggest a remedy other than adding a missing credential: perhaps only the type is
	 * missing.
	 */
	private static String other(SequoiaProperties.Auth auth, boolean certificate) {
		boolean credentials = Text.isGiven(auth.getClientId()) || Text.isGiven(auth.getClientSecret())
				|| Text.isGiven(auth.getClientSecretLocation());
		if (!credentials && auth.getType() == AuthenticationType.CLIENT_CREDENTIALS) {
			if (Text.isGiven(auth.getToken())) {
				return "set 'sequoia.auth.type: token' to use 'sequoia.auth.token' alone";
			}
			if (certificate) {
				return "set 'sequoia.auth.type: mutual-tls' to use the client certificate alone";
			}
		}
		return "choose another 'sequoia.auth.type'";
	}

	private void checkNotBesideRegistration(String name, @Nullable String value) {
		if (Text.isGiven(value)) {
			this.violations.add(PREFIX + name, UrlRules.masked(value),
					"is set together with 'sequoia.auth.registration-id', but the registration has its own value",
					"Remove it, or set it at the registration");
		}
	}

	private void checkText(String name, String value, boolean secret) {
		String edges = Text.edges(value);
		String printable = secret ? InvalidSequoiaConfigurationException.MASK : value;
		if (this.violations.checkResolved(PREFIX + name, value, printable) && edges != null) {
			add(name, value, secret, edges,
					"Write it exactly as it was issued; in YAML, a block that begins with '|' ends with a line break");
		}
	}

	/**
	 * Check that the id contains no colon, as the server takes the text before the first
	 * colon for the id (RFC 7617, section 2).
	 */
	private void checkClientId(@Nullable String clientId) {
		if (Text.isGiven(clientId) && !Text.isUnresolved(clientId) && clientId.indexOf(':') >= 0) {
			// the text after the colon may be the secret
			this.violations.add(PREFIX + "client-id",
					clientId.substring(0, clientId.indexOf(':') + 1) + InvalidSequoiaConfigurationException.MASK,
					"contains a colon, at which the identity service would split id and secret",
					"Write only the id, without the secret, or request an id without a colon");
		}
	}

	private void checkToken(@Nullable String token) {
		if (Text.isGiven(token) && !Text.isUnresolved(token) && Text.edges(token) == null
				&& !BEARER.matcher(token).matches()) {
			this.violations.addSecret(PREFIX + "token", "contains characters that are not allowed in a bearer token",
					"Write only the token, without 'Bearer' before it");
		}
	}

	private void checkScopes(List<String> scopes) {
		for (int i = 0; i < scopes.size(); i++) {
			String key = PREFIX + "scopes[" + i + "]";
			if (this.violations.checkResolved(key, scopes.get(i), scopes.get(i))
					&& !SCOPE.matcher(scopes.get(i)).matches()) {
				this.violations.add(key, scopes.get(i), "is not a scope",
						"Write one scope per item, of visible ASCII characters without quotes, spaces and backslashes");
			}
		}
	}

	private void add(String name, String value, boolean secret, String rule, String remedy) {
		if (secret) {
			this.violations.addSecret(PREFIX + name, rule, remedy);
		}
		else {
			this.violations.add(PREFIX + name, value, rule, remedy);
		}
	}

	/**
	 * Return the credentials that a type needs: its own, or the registration that
	 * contains them.
	 */
	private static Set<String> needed(AuthenticationType type, boolean registered, boolean located) {
		return switch (type) {
			case CLIENT_CREDENTIALS -> registered ? Set.of("registration-id")
					: Set.of("client-id", located ? SECRET_LOCATION : "client-secret");
			case TOKEN -> Set.of("token");
			case AUTHORIZATION_CODE -> Set.of("registration-id");
			case MUTUAL_TLS, NONE -> Set.of();
		};
	}

	/**
	 * Tell whether a credential of another type is used. A token together with client
	 * credentials is used until it is refused (docs/protocol.md, section 2).
	 */
	private static boolean isUsed(AuthenticationType type, String name) {
		return type == AuthenticationType.CLIENT_CREDENTIALS && "token".equals(name);
	}

	/**
	 * Return the form of a type in the configuration.
	 * @param type the type
	 * @return its name with dashes
	 */
	static String print(AuthenticationType type) {
		return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
