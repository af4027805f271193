package io.sequoia.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the secrets of {@code sequoia} out of the actuator's answers, also if it is
 * configured to show values.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
class SequoiaActuatorConfiguration {

	/** The secrets of a client, which may be a named one. */
	private static final Pattern SECRETS = Pattern
		.compile("sequoia(clients.*)?(authclientsecret|authtoken|sslprivatekey|httpproxypassword)");

	@Bean
	SanitizingFunction sequoiaSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(SequoiaActuatorConfiguration::isSecret);
	}

	/**
	 * Tell whether a key is that of a secret, in its form for YAML, Java or the
	 * environment.
	 */
	private static boolean isSecret(String key) {
		return SECRETS.matcher(key.replaceAll("[^a-zA-Z]", "").toLowerCase(Locale.ROOT)).matches();
	}

}
