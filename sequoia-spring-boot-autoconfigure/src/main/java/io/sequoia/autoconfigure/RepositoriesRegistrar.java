package io.sequoia.autoconfigure;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.repository.config.AnnotationRepositoryConfigurationSource;
import org.springframework.data.repository.config.RepositoryConfigurationDelegate;
import org.springframework.data.repository.config.RepositoryConfigurationSource;
import org.springframework.data.util.Streamable;
import org.springframework.util.Assert;

/**
 * Registers repositories in the packages of the application. It logs nothing if there are
 * none, as Spring Data would log a search for each kind of repository.
 */
abstract class RepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

	private @Nullable BeanFactory beans;

	private @Nullable Environment environment;

	private @Nullable ResourceLoader resources;

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry,
			@Nullable BeanNameGenerator names) {
		Assert.state(this.beans != null && this.environment != null && this.resources != null,
				"The container sets these");
		RepositoryConfigurationSource source = new InPackagesOfApplication(getConfiguration(), getAnnotation(),
				this.resources, this.environment, registry, names, this.beans);
		if (isAnyThere(source, this.resources)) {
			new RepositoryConfigurationDelegate(source, this.resources, this.environment)
				.registerRepositoriesIn(registry, getRepositoryConfigurationExtension());
		}
	}

	abstract boolean isAnyThere(RepositoryConfigurationSource source, ResourceLoader resources);

	@Override
	public void setBeanFactory(BeanFactory beans) {
		super.setBeanFactory(beans);
		this.beans = beans;
	}

	@Override
	public void setEnvironment(Environment environment) {
		super.setEnvironment(environment);
		this.environment = environment;
	}

	@Override
	public void setResourceLoader(ResourceLoader resources) {
		super.setResourceLoader(resources);
		this.resources = resources;
	}

	/**
	 * The packages in which Spring Boot looks for repositories, scanned once.
	 */
	private static final class InPackagesOfApplication extends AnnotationRepositoryConfigurationSource {

		private final BeanFactory beans;

		private @Nullable Streamable<BeanDefinition> candidates;

		InPackagesOfApplication(Class<?> defaults, Class<? extends Annotation> annotation, ResourceLoader resources,
				Environment environment, BeanDefinitionRegistry registry, @Nullable BeanNameGenerator names,
				BeanFactory beans) {
			super(AnnotationMetadata.introspect(defaults), annotation, resources, environment, registry, names);
			this.beans = beans;
		}

		@Override
		public Streamable<String> getBasePackages() {
			return Streamable.of(AutoConfigurationPackages.get(this.beans));
		}

		@Override
		public Streamable<BeanDefinition> getCandidates(ResourceLoader loader) {
			Streamable<BeanDefinition> found = this.candidates;
			if (found == null) {
				found = super.getCandidates(loader);
				this.candidates = found;
			}
			return found;
		}

	}

}
