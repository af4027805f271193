package io.sequoia.repository.support;

import java.util.Optional;

import io.sequoia.Internal;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.repository.query.ExampleExecutor;
import io.sequoia.repository.query.Projections;
import io.sequoia.repository.query.ResourceQueries;
import io.sequoia.repository.query.SequoiaQueryLookupStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.query.QueryByExampleExecutor;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryLookupStrategy.Key;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/**
 * Creates repositories of resources.
 */
@Internal
public class SequoiaRepositoryFactory extends RepositoryFactorySupport {

	private final SequoiaOperations operations;

	private final ResourceTypes types;

	private EntityCallbacks callbacks = EntityCallbacks.create();

	/**
	 * Create a factory.
	 * @param operations sends the requests of the repositories
	 * @param mappingContext knows the resource types
	 * @param mapper knows the names of their fields
	 */
	public SequoiaRepositoryFactory(SequoiaOperations operations, SequoiaMappingContext mappingContext,
			ResourceMapper mapper) {
		this.operations = operations;
		this.types = new ResourceTypes(mappingContext, mapper);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.callbacks = EntityCallbacks.create(beanFactory);
	}

	@Override
	public EntityInformation<?, ?> getEntityInformation(RepositoryMetadata metadata) {
		return this.types.information(metadata, getEnvironment());
	}

	@Override
	protected Object getTargetRepository(RepositoryInformation information) {
		return getTargetRepositoryViaReflection(information, getEntityInformation(information), this.operations,
				this.callbacks);
	}

	@Override
	protected Class<?> getRepositoryBaseClass(RepositoryMetadata metadata) {
		return SimpleSequoiaRepository.class;
	}

	@Override
	protected RepositoryFragments getRepositoryFragments(RepositoryMetadata metadata) {
		return QueryByExampleExecutor.class.isAssignableFrom(metadata.getRepositoryInterface())
				? RepositoryFragments.just(examples(this.types.entity(metadata))) : RepositoryFragments.empty();
	}

	private <T> ExampleExecutor<T> examples(SequoiaPersistentEntity<T> entity) {
		return new ExampleExecutor<>(new ResourceQueries<>(this.operations, entity, this.callbacks), entity,
				this.types.fields(entity), new Projections(getProjectionFactory(), this.types.context()));
	}

	@Override
	protected Optional<QueryLookupStrategy> getQueryLookupStrategy(@Nullable Key key,
			ValueExpressionDelegate expressions) {
		return Optional.of(SequoiaQueryLookupStrategy.blocking(this.types.context(), this.types.mapper(), expressions,
				this.operations, this.callbacks));
	}

}
