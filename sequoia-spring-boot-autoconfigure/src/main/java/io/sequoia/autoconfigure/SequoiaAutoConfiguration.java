package io.sequoia.autoconfigure;

import io.sequoia.core.SequoiaTemplate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the client of the Sequoia platform: from the properties below
 * {@code sequoia} to {@link SequoiaTemplate} and its reactive counterpart. The
 * application can replace each bean by its own.
 */
@AutoConfiguration(
		after = { JacksonAutoConfiguration.class, SslAutoConfiguration.class, WebClientAutoConfiguration.class },
		// by name, as the class is missing in an application without metrics or
		// validation
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@ConditionalOnSetting(value = "sequoia.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SequoiaProperties.class)
@Import({ SequoiaClientsConfiguration.class, SequoiaMappingConfiguration.class, SequoiaRetryConfiguration.class,
		SequoiaMetricsConfiguration.class, SequoiaValidationConfiguration.class,
		SequoiaDefaultClientConfiguration.class, SequoiaActuatorConfiguration.class })
public final class SequoiaAutoConfiguration {

}
