package io.sequoia.repository.config;

import java.util.Collection;
import java.util.Set;

import io.sequoia.Internal;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.support.SequoiaRepositoryFactoryBean;
import io.sequoia.repository.support.SimpleSequoiaRepository;

import org.springframework.data.repository.core.RepositoryMetadata;

/**
 * Finds the interfaces that are repositories of resources, if other modules of Spring
 * Data are present too. They extend {@link SequoiaRepository}, or their type is annotated
 * with {@link io.sequoia.core.mapping.SequoiaResource}.
 */
@Internal
public final class SequoiaRepositoryConfigurationExtension extends ResourceRepositoryExtension {

	@Override
	public String getModuleName() {
		return "Sequoia";
	}

	@Override
	public String getRepositoryBaseClassName() {
		return SimpleSequoiaRepository.class.getName();
	}

	@Override
	public String getRepositoryFactoryBeanClassName() {
		return SequoiaRepositoryFactoryBean.class.getName();
	}

	@Override
	protected Collection<Class<?>> getIdentifyingTypes() {
		return Set.of(SequoiaRepository.class);
	}

	@Override
	protected boolean useRepositoryConfiguration(RepositoryMetadata metadata) {
		return !isReactive(metadata);
	}

}
