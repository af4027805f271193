package io.sequoia.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * The connection details. All other beans depend on the checked configuration here, so
 * that none is created from one that was not checked.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaConnectionConfiguration {

	@Bean
	ValidatedSequoiaConfiguration validatedSequoiaConfiguration(SequoiaProperties properties,
			SequoiaConnectionDetails connectionDetails, Environment environment, ListableBeanFactory beans) {
		return ValidatedSequoiaConfiguration.of(properties, connectionDetails,
				WrittenSettings.of(environment, () -> prefixesOfOthers(beans), null));
	}

	/**
	 * Return the prefixes of other properties classes with keys below the client's;
	 * looking for them creates no bean.
	 */
	private static List<String> prefixesOfOthers(ListableBeanFactory beans) {
		return Arrays.stream(beans.getBeanDefinitionNames())
			.map((name) -> beans.findAnnotationOnBean(name, ConfigurationProperties.class, false))
			.filter(Objects::nonNull)
			.map(ConfigurationProperties::prefix)
			.filter((prefix) -> prefix.startsWith(SettingKeys.ROOT + "."))
			.toList();
	}

	@Bean
	SettingsMapper sequoiaSettingsMapper(ValidatedSequoiaConfiguration configuration, BeanFactory beans) {
		return new SettingsMapper(configuration.properties(), configuration.connectionDetails(),
				new ApplicationClients(beans, configuration.properties().getRegistry().isAllowInsecure()), null);
	}

	/**
	 * The connection details from the properties, whose files are read anew when they
	 * change.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(SequoiaConnectionDetails.class)
	static class FromProperties {

		@Bean
		WatchedContent sequoiaWatchedContent() {
			return new WatchedContent(Schedulers.boundedElastic());
		}

		@Bean
		CertificateFiles sequoiaCertificateFiles(SequoiaProperties properties, WatchedContent watched) {
			return new CertificateFiles(SettingKeys.ROOT.toString(), properties.getSsl(), watched);
		}

		@Bean
		@ConditionalOnMissingBean(SequoiaConnectionDetails.class)
		PropertiesSequoiaConnectionDetails sequoiaConnectionDetails(SequoiaProperties properties,
				CertificateFiles certificateFiles, ObjectProvider<SslBundles> sslBundles, ResourceLoader resources,
				WatchedContent watched) {
			return new PropertiesSequoiaConnectionDetails(SettingKeys.ROOT.toString(), properties, certificateFiles,
					sslBundles.getIfAvailable(), resources, watched);
		}

	}

}
