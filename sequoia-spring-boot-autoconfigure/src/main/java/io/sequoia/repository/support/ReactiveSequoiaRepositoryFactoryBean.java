package io.sequoia.repository.support;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
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
 * Creates the bean of a reactive repository. Its collaborators come from the application
 * context.
 *
 * @param <R> the repository
 * @param <T> the type of the resources
 */
@Internal
public class ReactiveSequoiaRepositoryFactoryBean<R extends Repository<T, Ref>, T>
		extends RepositoryFactoryBeanSupport<R, T, Ref> {

	private @Nullable BeanFactory beanFactory;

	private @Nullable ReactiveSequoiaOperations operations;

	private @Nullable ObjectProvider<ReactiveSequoiaOperations> injected;

	private @Nullable String client;

	/**
	 * Create the factory of a repository.
	 * @param repositoryInterface the repository
	 */
	public ReactiveSequoiaRepositoryFactoryBean(Class<? extends R> repositoryInterface) {
		super(repositoryInterface);
	}

	/**
	 * Set the operations of the repository, if there are several beans of the type.
	 * @param operations the operations
	 */
	public void setOperations(ReactiveSequoiaOperations operations) {
		this.operations = operations;
	}

	/**
	 * Set the operations that are injected without a qualifier, those of the default
	 * client.
	 * @param injected the operations, if there are any
	 */
	@Autowired
	public void setInjected(ObjectProvider<ReactiveSequoiaOperations> injected) {
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
		return new ReactiveSequoiaRepositoryFactory(operations(), bean(SequoiaMappingContext.class),
				bean(ResourceMapper.class));
	}

	private ReactiveSequoiaOperations operations() {
		if (this.operations != null) {
			return this.operations;
		}
		Assert.state(this.beanFactory != null, "The factory of a repository must be a bean");
		String name = this.client;
		if (name == null) {
			// a child context would find a named client of its own by type
			ReactiveSequoiaOperations injected = (this.injected != null) ? this.injected.getIfUnique() : null;
			return (injected != null) ? injected : bean(ReactiveSequoiaOperations.class);
		}
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, ReactiveSequoiaOperations.class, name);
	}

	private <B> B bean(Class<B> type) {
		Assert.state(this.beanFactory != null, "The factory of a repository must be a bean");
		return this.beanFactory.getBean(type);
	}

}
