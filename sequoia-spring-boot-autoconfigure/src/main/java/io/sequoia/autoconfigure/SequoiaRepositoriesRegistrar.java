package io.sequoia.autoconfigure;

import java.lang.annotation.Annotation;

import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.repository.config.SequoiaRepositoryConfigurationExtension;

import org.springframework.core.io.ResourceLoader;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;
import org.springframework.data.repository.config.RepositoryConfigurationSource;

/**
 * Registers the repositories in the packages of the application.
 */
class SequoiaRepositoriesRegistrar extends RepositoriesRegistrar {

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

	@Override
	boolean isAnyThere(RepositoryConfigurationSource source, ResourceLoader resources) {
		return new SequoiaRepositoryConfigurationExtension().isAnyThere(source, resources);
	}

	@EnableSequoiaRepositories
	private static final class Defaults {

	}

}
