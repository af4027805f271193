package io.sequoia.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/**
 * The part of the auto-configuration that binds and validates.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "sequoia.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SequoiaProperties.class)
class ConfigurationUnderTest {

	static final String[] VALID = { "sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock",
			"sequoia.auth.client-id=catalogue", "sequoia.auth.client-secret=" + Planted.SECRET };

	static ApplicationContextRunner empty() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ConfigurationUnderTest.class));
	}

	static ApplicationContextRunner valid() {
		return empty().withPropertyValues(VALID);
	}

	@Bean
	@ConditionalOnMissingBean(SequoiaConnectionDetails.class)
	PropertiesSequoiaConnectionDetails sequoiaConnectionDetails(SequoiaProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesSequoiaConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean
	ValidatedSequoiaConfiguration validatedSequoiaConfiguration(SequoiaProperties properties,
			SequoiaConnectionDetails connectionDetails) {
		return ValidatedSequoiaConfiguration.of(properties, connectionDetails);
	}

	/**
	 * Secrets that no text may show.
	 */
	static final class Planted {

		static final String SECRET = "pl4nted-s3cret";

		static final String TOKEN = "pl4nted-t0ken";

		static final String PASSWORD = "pl4nted-passw0rd";

		private Planted() {
		}

	}

}
