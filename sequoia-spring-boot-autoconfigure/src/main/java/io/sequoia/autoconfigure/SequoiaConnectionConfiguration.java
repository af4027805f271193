package io.sequoia.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where and as whom to connect. All other beans start from here, so that none is made of
 * a configuration that was not checked.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaConnectionConfiguration {

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

	@Bean
	SettingsMapper sequoiaSettingsMapper(ValidatedSequoiaConfiguration configuration, BeanFactory beans) {
		return new SettingsMapper(configuration.properties(), configuration.connectionDetails(),
				new ApplicationClients(beans, configuration.properties().getRegistry().isAllowInsecure()));
	}

}
