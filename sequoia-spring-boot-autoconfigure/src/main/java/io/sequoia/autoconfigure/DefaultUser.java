package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Keeps the user with a generated password that Spring Boot gives to an application with
 * Spring Security and no users of its own. Boot leaves it out where
 * {@code spring-security-oauth2-client} is on the class path, as if the application had
 * another login; but this client brings that library along. Writing the default of the
 * user's name has no other effect than to make Boot look at the application's beans only.
 */
final class DefaultUser implements EnvironmentPostProcessor {

	private static final String NAME = "spring.security.user.name";

	private static final String BOOTS_USER = "org.springframework.boot.security.autoconfigure.SecurityProperties";

	/** The libraries that are another login if the application has them. */
	private static final List<String> LOGINS = List.of(
			"org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties",
			"org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector",
			"org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrationRepository");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		ClassLoader classes = application.getClassLoader();
		if (!environment.containsProperty(NAME) && ClassUtils.isPresent(BOOTS_USER, classes)
				&& LOGINS.stream().noneMatch((login) -> ClassUtils.isPresent(login, classes))) {
			DefaultPropertiesPropertySource.addOrMerge(Map.of(NAME, "user"), environment.getPropertySources());
		}
	}

}
