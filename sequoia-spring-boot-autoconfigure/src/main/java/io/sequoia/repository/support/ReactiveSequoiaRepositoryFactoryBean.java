package io.sequoia.repository.support;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;

import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

/**
 * Creates the bean of a reactive repository.
 *
 * @param <R> the repository
 * @param <T> the type of the resources
 */
@Internal
public class ReactiveSequoiaRepositoryFactoryBean<R extends Repository<T, Ref>, T>
		extends AbstractRepositoryFactoryBean<R, T, ReactiveSequoiaOperations> {

	/**
	 * Create the factory of a repository.
	 * @param repositoryInterface the repository
	 */
	public ReactiveSequoiaRepositoryFactoryBean(Class<? extends R> repositoryInterface) {
		super(repositoryInterface, ReactiveSequoiaOperations.class);
	}

	@Override
	RepositoryFactorySupport repositoryFactory(ReactiveSequoiaOperations operations,
			SequoiaMappingContext mappingContext, ResourceMapper mapper) {
		return new ReactiveSequoiaRepositoryFactory(operations, mappingContext, mapper);
	}

}
