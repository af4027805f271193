package io.sequoia.autoconfigure;

import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.repository.config.ReactiveSequoiaRepositoryConfigurationExtension;
import io.sequoia.repository.config.SequoiaRepositoryConfigurationExtension;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactoryBean;
import io.sequoia.repository.support.SequoiaExceptionTranslator;
import io.sequoia.repository.support.SequoiaRepositoryFactoryBean;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of repositories: beans for the repository interfaces in the packages
 * of the application. {@code @EnableSequoiaRepositories} and its reactive counterpart
 * replace it, each for its kind.
 */
@AutoConfiguration(after = SequoiaAutoConfiguration.class)
@ConditionalOnSetting(value = "sequoia.repositories.enabled", matchIfMissing = true)
public final class SequoiaRepositoriesAutoConfiguration {

	@Bean
	SequoiaExceptionTranslator sequoiaExceptionTranslator() {
		return new SequoiaExceptionTranslator();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(SequoiaOperations.class)
	@ConditionalOnMissingBean({ SequoiaRepositoryFactoryBean.class, SequoiaRepositoryConfigurationExtension.class })
	@Import(SequoiaRepositoriesRegistrar.class)
	static class Waiting {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ReactiveSequoiaOperations.class)
	@ConditionalOnMissingBean({ ReactiveSequoiaRepositoryFactoryBean.class,
			ReactiveSequoiaRepositoryConfigurationExtension.class })
	@Import(ReactiveSequoiaRepositoriesRegistrar.class)
	static class Reactive {

	}

}
