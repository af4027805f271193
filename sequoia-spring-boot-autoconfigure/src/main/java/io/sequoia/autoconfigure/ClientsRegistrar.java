package io.sequoia.autoconfigure;

import java.util.List;

import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.InFlightCalls;
import io.sequoia.http.SequoiaHttpClientCustomizer;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.UserTokenListener;
import io.sequoia.transfer.ReactiveSequoiaTransfer;
import io.sequoia.transfer.SequoiaTransfer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Registers the beans of named clients. They are injected by {@code @Qualifier("{name}")}
 * alone, so that nothing changes for the default client. A bean of the application with
 * that qualifier, or that name, belongs to that client too, and to no other: it is hidden
 * from injection without the qualifier. A child context has the clients of its parent.
 */
class ClientsRegistrar implements ImportBeanDefinitionRegistrar, EnvironmentAware {

	/** The types of beans that an application may declare for one client. */
	private static final List<Class<?>> OF_ONE_CLIENT = List.of(SequoiaConnectionDetails.class,
			SequoiaTokenSource.class, ServiceRegistry.class, SequoiaOperations.class, ReactiveSequoiaOperations.class,
			SequoiaIdentity.class, ReactiveSequoiaIdentity.class, SequoiaTransfer.class, ReactiveSequoiaTransfer.class,
			SequoiaHttpClientCustomizer.class, SequoiaWebClientCustomizer.class,
			SequoiaServiceWebClientCustomizer.class, UserTokenListener.class);

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		Assert.state(this.environment != null, "The container sets it");
		for (String name : ClientNames.of(this.environment)) {
			new Registration(name, registry).register();
		}
	}

	/** The registration of one client. */
	private record Registration(String name, BeanDefinitionRegistry registry) {

		void register() {
			String client = ClientNames.bean(this.name, NamedClient.BEAN);
			List<String> own = List.of(this.registry.getBeanDefinitionNames()).stream().filter(this::isOwn).toList();
			own.forEach((bean) -> ((AbstractBeanDefinition) this.registry.getBeanDefinition(bean))
				.setDefaultCandidate(false));
			BeanFactory parent = ((HierarchicalBeanFactory) this.registry).getParentBeanFactory();
			if (parent != null && parent.containsBean(client)) {
				return;
			}
			RootBeanDefinition definition = new RootBeanDefinition(NamedClient.class);
			definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			definition.getConstructorArgumentValues().addIndexedArgumentValue(0, this.name);
			definition.setDestroyMethodName("close");
			this.registry.registerBeanDefinition(client, definition);
			for (Exposed exposed : exposed()) {
				if (own.stream().noneMatch((mine) -> isReplaced(exposed.type(), mine))) {
					RootBeanDefinition part = new RootBeanDefinition(exposed.type());
					part.setFactoryBeanName(client);
					part.setFactoryMethodName(exposed.method());
					add(exposed.bean(), part);
				}
			}
		}

		private static List<Exposed> exposed() {
			return List.of(new Exposed("SequoiaTemplate", SequoiaTemplate.class, "sequoiaTemplate"),
					new Exposed("ReactiveSequoiaTemplate", ReactiveSequoiaTemplate.class, "reactiveSequoiaTemplate"),
					new Exposed("SequoiaIdentity", SequoiaIdentity.class, "sequoiaIdentity"),
					new Exposed("ReactiveSequoiaIdentity", ReactiveSequoiaIdentity.class, "reactiveSequoiaIdentity"),
					new Exposed("SequoiaTransfer", SequoiaTransfer.class, "sequoiaTransfer"),
					new Exposed("ReactiveSequoiaTransfer", ReactiveSequoiaTransfer.class, "reactiveSequoiaTransfer"),
					new Exposed("SequoiaWebClient", WebClient.class, "sequoiaWebClient"),
					new Exposed("SequoiaConnectionDetails", SequoiaConnectionDetails.class, "connectionDetails"),
					new Exposed("SequoiaTokenSource", SequoiaTokenSource.class, "tokens"),
					new Exposed("SequoiaServiceRegistry", ServiceRegistry.class, "registry"),
					new Exposed("SequoiaRunningCalls", InFlightCalls.class, "sequoiaRunningCalls"),
					new Exposed("SequoiaStart", SequoiaStart.class, "sequoiaStart"));
		}

		private void add(String bean, RootBeanDefinition definition) {
			definition.setDefaultCandidate(false);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, this.name));
			this.registry.registerBeanDefinition(ClientNames.bean(this.name, bean), definition);
		}

		private boolean isReplaced(Class<?> exposed, String own) {
			return OF_ONE_CLIENT.stream()
				.anyMatch((type) -> type.isAssignableFrom(exposed) && type.isAssignableFrom(type(own)));
		}

		private boolean isOwn(String bean) {
			Class<?> type = type(bean);
			if (OF_ONE_CLIENT.stream().noneMatch((one) -> one.isAssignableFrom(type))) {
				return false;
			}
			String qualifier = qualifier(this.registry.getBeanDefinition(bean), type);
			// as everywhere in Spring, the name of a bean is a qualifier if it has no
			// other one
			return (qualifier != null) ? qualifier.equals(this.name)
					: bean.equals(this.name) || List.of(this.registry.getAliases(bean)).contains(this.name);
		}

		private Class<?> type(String bean) {
			Class<?> type = ((ConfigurableListableBeanFactory) this.registry).getType(bean, false);
			return (type != null) ? type : Object.class;
		}

		private static @Nullable String qualifier(BeanDefinition definition, Class<?> type) {
			AutowireCandidateQualifier added = (definition instanceof AbstractBeanDefinition known)
					? known.getQualifier(Qualifier.class.getName()) : null;
			if (added != null) {
				return String.valueOf(added.getAttribute(AutowireCandidateQualifier.VALUE_KEY));
			}
			MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
					? annotated.getFactoryMethodMetadata() : null;
			String qualifier = (method != null) ? qualifier(method.getAnnotations()) : null;
			return (qualifier != null) ? qualifier : qualifier(MergedAnnotations.from(type));
		}

		private static @Nullable String qualifier(MergedAnnotations annotations) {
			return annotations.isPresent(Qualifier.class) ? annotations.get(Qualifier.class).getString("value") : null;
		}

	}

	/**
	 * A part of a client that is a bean.
	 *
	 * @param bean the last part of its name
	 * @param type its type
	 * @param method the method of {@link NamedClient} that returns it
	 */
	private record Exposed(String bean, Class<?> type, String method) {
	}

}
