package io.sequoia.repository.support;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;

import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

/**
 * Creates the bean of a repository.
 *
 * @param <R> the repository
 * @param <T> the type of the resources
 */
@Internal
public class SequoiaRepositoryFactoryBean<R extends Repository<T, Ref>, T>
		extends AbstractRepositoryFactoryBean<R, T, SequoiaOperations> {

	/**
	 * Create the factory of a repository.
	 * @param repositoryInterface the repository
	 */
	public SequoiaRepositoryFactoryBean(Class<? extends R> repositoryInterface) {
		super(repositoryInterface, SequoiaOperations.class);
	}

	@Override
	RepositoryFactorySupport repositoryFactory(SequoiaOperations operations, SequoiaMappingContext mappingContext,
			ResourceMapper mapper) {
		return new SequoiaRepositoryFactory(operations, mappingContext, mapper);
	}

}
