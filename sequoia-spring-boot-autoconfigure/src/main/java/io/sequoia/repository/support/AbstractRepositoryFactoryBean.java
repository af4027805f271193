package io.sequoia.repository.support;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.util.Assert;

/**
 * Creates the bean of a repository. Its collaborators come from the application context.
 *
 * @param <R> the repository
 * @param <T> the type of the resources
 * @param <O> the operations of the client
 */
@Internal
public abstract class AbstractRepositoryFactoryBean<R extends Repository<T, Ref>, T, O>
		extends RepositoryFactoryBeanSupport<R, T, Ref> {

	private final Class<O> type;

	private @Nullable BeanFactory beanFactory;

	private @Nullable O operations;

	private @Nullable ObjectProvider<O> injected;

	private @Nullable String client;

	AbstractRepositoryFactoryBean(Class<? extends R> repositoryInterface, Class<O> type) {
		super(repositoryInterface);
		this.type = type;
	}

	/**
	 * Set the operations of the repository, if there are several beans of the type.
	 * @param operations the operations
	 */
	public void setOperations(O operations) {
		this.operations = operations;
	}

	/**
	 * Set the operations that are injected without a qualifier, those of the default
	 * client.
	 * @param injected the operations, if there are any
	 */
	@Autowired
	public void setInjected(ObjectProvider<O> injected) {
		this.injected = injected;
	}

	/**
	 * Set the named client of the repository.
	 * @param client its name
	 */
	public void setClient(String client) {
		this.client = client;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		setMappingContext(bean(SequoiaMappingContext.class));
		super.afterPropertiesSet();
	}

	@Override
	protected RepositoryFactorySupport createRepositoryFactory() {
		return repositoryFactory((this.operations != null) ? this.operations : found(),
				bean(SequoiaMappingContext.class), bean(ResourceMapper.class));
	}

	abstract RepositoryFactorySupport repositoryFactory(O operations, SequoiaMappingContext mappingContext,
			ResourceMapper mapper);

	private O found() {
		if (this.client != null) {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory(), this.type, this.client);
		}
		// a child context would find a named client of its own by type
		O unique = (this.injected != null) ? this.injected.getIfUnique() : null;
		return (unique != null) ? unique : bean(this.type);
	}

	private <B> B bean(Class<B> type) {
		return beanFactory().getBean(type);
	}

	private BeanFactory beanFactory() {
		Assert.state(this.beanFactory != null, "The factory of a repository must be a bean");
		return this.beanFactory;
	}

}
