package io.sequoia.repository.config;

import java.util.Collection;
import java.util.Set;

import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactoryBean;
import io.sequoia.repository.support.SimpleReactiveSequoiaRepository;

import org.springframework.data.repository.core.RepositoryMetadata;

/**
 * Tells which interfaces are reactive repositories of resources, beside those of other
 * modules of Spring Data: they extend {@link ReactiveSequoiaRepository}, or return
 * publishers and have a type annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}.
 */
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
