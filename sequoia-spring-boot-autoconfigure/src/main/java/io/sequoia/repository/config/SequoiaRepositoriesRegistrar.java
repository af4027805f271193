package io.sequoia.repository.config;

import java.lang.annotation.Annotation;

import org.springframework.data.repository.config.RepositoryBeanDefinitionRegistrarSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Registers the repositories of an {@link EnableSequoiaRepositories}.
 */
class SequoiaRepositoriesRegistrar extends RepositoryBeanDefinitionRegistrarSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableSequoiaRepositories.class;
	}

	@Override
	protected RepositoryConfigurationExtension getExtension() {
		return new SequoiaRepositoryConfigurationExtension();
	}

}
