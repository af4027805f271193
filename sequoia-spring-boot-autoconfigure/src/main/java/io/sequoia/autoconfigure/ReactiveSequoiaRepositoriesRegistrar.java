package io.sequoia.autoconfigure;

import java.lang.annotation.Annotation;

import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.ReactiveSequoiaRepositoryConfigurationExtension;

import org.springframework.core.io.ResourceLoader;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;
import org.springframework.data.repository.config.RepositoryConfigurationSource;

/**
 * Registers the reactive repositories in the packages of the application.
 */
class ReactiveSequoiaRepositoriesRegistrar extends RepositoriesRegistrar {

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

	@Override
	boolean isAnyThere(RepositoryConfigurationSource source, ResourceLoader resources) {
		return new ReactiveSequoiaRepositoryConfigurationExtension().isAnyThere(source, resources);
	}

	@EnableReactiveSequoiaRepositories
	private static final class Defaults {

	}

}
