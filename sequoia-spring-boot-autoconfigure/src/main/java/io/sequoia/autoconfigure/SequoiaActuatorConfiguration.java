package io.sequoia.autoconfigure;

import java.util.Locale;
import java.util.Set;

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

	private static final Set<String> SECRETS = Set.of("sequoiaauthclientsecret", "sequoiaauthtoken",
			"sequoiasslprivatekey", "sequoiahttpproxypassword");

	@Bean
	SanitizingFunction sequoiaSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(SequoiaActuatorConfiguration::isSecret);
	}

	/**
	 * Tell whether a key is that of a secret, in its form for YAML, Java or the
	 * environment.
	 */
	private static boolean isSecret(String key) {
		return SECRETS.contains(key.replaceAll("[^a-zA-Z]", "").toLowerCase(Locale.ROOT));
	}

}
