package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The connection details of a user's bean in the form of properties, so that the same
 * rules apply, with names that the user can find.
 */
final class SuppliedConnection {

	private static final Map<String, String> METHODS = Map.of("sequoia.registry.url", "registryUrl()", "sequoia.owner",
			"owner()", "sequoia.auth.type", "authentication().type()", "sequoia.auth.client-id",
			"authentication().clientId()", "sequoia.auth.client-secret", "authentication().clientSecret()",
			"sequoia.auth.token", "authentication().token()", "sequoia.auth.token-uri", "authentication().tokenUri()",
			"sequoia.auth.registration-id", "authentication().registrationId()");

	private final SequoiaConnectionDetails details;

	SuppliedConnection(SequoiaConnectionDetails details) {
		this.details = details;
	}

	SequoiaProperties asProperties() {
		SequoiaProperties properties = new SequoiaProperties();
		properties.getRegistry().setUrl(text(this.details.registryUrl()));
		properties.getRegistry().setAllowInsecure(this.details.allowInsecure());
		properties.setOwner(this.details.owner());
		this.details.services().forEach((name, location) -> properties.getServices().put(name, location.toString()));
		SequoiaConnectionDetails.Authentication authentication = Objects.requireNonNull(this.details.authentication(),
				() -> name("authentication()") + " must not be null");
		SequoiaProperties.Auth auth = properties.getAuth();
		auth.setType(authentication.type());
		auth.setClientId(authentication.clientId());
		auth.setClientSecret(authentication.clientSecret());
		auth.setScopes(authentication.scopes());
		auth.setToken(authentication.token());
		auth.setTokenUri(text(authentication.tokenUri()));
		auth.setRegistrationId(authentication.registrationId());
		return properties;
	}

	/**
	 * Return the name to report for a property.
	 * @param key the property
	 * @return the method that gave the value
	 */
	String name(String key) {
		String method = METHODS.getOrDefault(key, key.replace("sequoia.auth.scopes", "authentication().scopes()")
			.replace("sequoia.services.", "services() "));
		return ClassUtils.getQualifiedName(ClassUtils.getUserClass(this.details)) + "." + method;
	}

	private static @Nullable String text(@Nullable URI uri) {
		return (uri != null) ? uri.toString() : null;
	}

}
