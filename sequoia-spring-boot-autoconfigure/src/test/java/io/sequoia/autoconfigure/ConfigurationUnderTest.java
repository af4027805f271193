package io.sequoia.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts with the auto-configuration.
 */
final class ConfigurationUnderTest {

	static final String[] VALID = { "sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock",
			"sequoia.auth.client-id=catalogue", "sequoia.auth.client-secret=" + Planted.SECRET };

	static ApplicationContextRunner empty() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SequoiaAutoConfiguration.class));
	}

	static ApplicationContextRunner valid() {
		return empty().withPropertyValues(VALID);
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
