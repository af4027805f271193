package io.sequoia.repository.config;

import java.util.Collection;
import java.util.Set;

import io.sequoia.Internal;
import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactoryBean;
import io.sequoia.repository.support.SimpleReactiveSequoiaRepository;

import org.springframework.data.repository.core.RepositoryMetadata;

/**
 * Finds the interfaces that are reactive repositories of resources, if other modules of
 * Spring Data are present too. They extend {@link ReactiveSequoiaRepository}, or they
 * return publishers and their type is annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}.
 */
@Internal
public final class ReactiveSequoiaRepositoryConfigurationExtension extends ResourceRepositoryExtension {

	@Override
	public String getModuleName() {
		return "Reactive Sequoia";
	}

	@Override
	public String getRepositoryBaseClassName() {
		return SimpleReactiveSequoiaRepository.class.getName();
	}

	@Override
	public String getRepositoryFactoryBeanClassName() {
		return ReactiveSequoiaRepositoryFactoryBean.class.getName();
	}

	@Override
	protected Collection<Class<?>> getIdentifyingTypes() {
		return Set.of(ReactiveSequoiaRepository.class);
	}

	@Override
	protected boolean useRepositoryConfiguration(RepositoryMetadata metadata) {
		return isReactive(metadata);
	}

}
