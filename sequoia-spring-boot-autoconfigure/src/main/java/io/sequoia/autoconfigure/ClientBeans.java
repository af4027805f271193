package io.sequoia.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans of the application for one named client: those with its name in
 * {@link Qualifier}. No client gets those of another, or those without a qualifier, which
 * belong to the default client.
 */
final class ClientBeans {

	private final ConfigurableListableBeanFactory beans;

	private final String name;

	ClientBeans(ConfigurableListableBeanFactory beans, String name) {
		this.beans = beans;
		this.name = name;
	}

	/**
	 * Return all beans of a type, in their order.
	 * @param type the type
	 * @param <T> the type
	 * @return the beans of the application, without those that the client itself makes
	 */
	<T> List<T> all(Class<T> type) {
		return Arrays.stream(this.beans.getBeanNamesForType(type, true, false))
			.filter((bean) -> BeanFactoryAnnotationUtils.isQualifierMatch(this.name::equals, bean, this.beans))
			.filter((bean) -> !isOfClient(bean))
			.map((bean) -> this.beans.getBean(bean, type))
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.toList();
	}

	private boolean isOfClient(String bean) {
		return this.beans.containsBeanDefinition(bean) && ClientNames.bean(this.name, NamedClient.BEAN)
			.equals(this.beans.getBeanDefinition(bean).getFactoryBeanName());
	}

	/**
	 * Return the bean that replaces one of the client's own.
	 * @param type the type
	 * @param <T> the type
	 * @return the bean, or {@code null} if there is none
	 * @throws IllegalStateException if there are several
	 */
	<T> @Nullable T own(Class<T> type) {
		List<T> all = all(type);
		if (all.size() > 1) {
			throw new IllegalStateException("There are several beans of type " + type.getSimpleName()
					+ " with @Qualifier(\"" + this.name + "\"); keep one of them");
		}
		return all.isEmpty() ? null : all.get(0);
	}

	/**
	 * Return a bean that all clients share.
	 * @param type the type
	 * @param <T> the type
	 * @return the bean, or {@code null} if there is none, or more than one and none is
	 * preferred
	 */
	<T> @Nullable T shared(Class<T> type) {
		return this.beans.getBeanProvider(type).getIfUnique();
	}

	/**
	 * Return the beans of a type that all clients share.
	 * @param type the type
	 * @param <T> the type
	 * @return the beans in their order
	 */
	<T> List<T> allShared(Class<T> type) {
		return this.beans.getBeanProvider(type).orderedStream().toList();
	}

	ConfigurableListableBeanFactory factory() {
		return this.beans;
	}

}
