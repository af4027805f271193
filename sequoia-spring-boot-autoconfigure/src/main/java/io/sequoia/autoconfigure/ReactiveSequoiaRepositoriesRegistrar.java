package io.sequoia.autoconfigure;

import java.lang.annotation.Annotation;

import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.ReactiveSequoiaRepositoryConfigurationExtension;

import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Registers the reactive repositories in the packages of the application.
 */
class ReactiveSequoiaRepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableReactiveSequoiaRepositories.class;
	}

	@Override
	protected Class<?> getConfiguration() {
		return Defaults.class;
	}

	@Override
	protected RepositoryConfigurationExtension getRepositoryConfigurationExtension() {
		return new ReactiveSequoiaRepositoryConfigurationExtension();
	}

	@EnableReactiveSequoiaRepositories
	private static final class Defaults {

	}

}
