package io.sequoia.autoconfigure;

import java.lang.annotation.Annotation;

import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.repository.config.SequoiaRepositoryConfigurationExtension;

import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Registers the repositories in the packages of the application.
 */
class SequoiaRepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableSequoiaRepositories.class;
	}

	@Override
	protected Class<?> getConfiguration() {
		return Defaults.class;
	}

	@Override
	protected RepositoryConfigurationExtension getRepositoryConfigurationExtension() {
		return new SequoiaRepositoryConfigurationExtension();
	}

	@EnableSequoiaRepositories
	private static final class Defaults {

	}

}
