package io.sequoia.repository.config;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.SequoiaRepository;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.repository.config.AnnotationRepositoryConfigurationSource;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.AbstractRepositoryMetadata;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The common part of the extensions for blocking and for reactive repositories.
 */
abstract class ResourceRepositoryExtension extends RepositoryConfigurationExtensionSupport {

	/** Abstract in the parent, although it is not called any more. */
	@Override
	@SuppressWarnings("deprecation")
	protected String getModulePrefix() {
		return getModuleIdentifier();
	}

	@Override
	public String getDefaultNamedQueryLocation() {
		return "classpath*:META-INF/sequoia-named-queries.properties";
	}

	@Override
	protected Collection<Class<? extends Annotation>> getIdentifyingAnnotations() {
		return Set.of(SequoiaResource.class);
	}

	/**
	 * Tell whether there are repositories of this kind.
	 * @param source the interfaces that were found in the packages of the application
	 * @param resources loads the interfaces
	 * @return {@code true} if one of them is certainly a repository of resources
	 */
	public boolean isAnyThere(RepositoryConfigurationSource source, ResourceLoader resources) {
		return source.getCandidates(resources)
			.stream()
			.map((candidate) -> String.valueOf(candidate.getBeanClassName()))
			.filter((name) -> ClassUtils.isPresent(name, resources.getClassLoader()))
			.map((name) -> AbstractRepositoryMetadata
				.getMetadata(ClassUtils.resolveClassName(name, resources.getClassLoader())))
			.anyMatch((metadata) -> useRepositoryConfiguration(metadata) && isOfResources(metadata));
	}

	/** The check of the parent logs each repository of another store. */
	private boolean isOfResources(RepositoryMetadata metadata) {
		return AnnotatedElementUtils.hasAnnotation(metadata.getDomainType(), SequoiaResource.class)
				|| getIdentifyingTypes().stream()
					.anyMatch((type) -> type.isAssignableFrom(metadata.getRepositoryInterface()));
	}

	/**
	 * Tell whether a repository is reactive. A single method that returns a publisher
	 * does not make it so.
	 */
	static boolean isReactive(RepositoryMetadata metadata) {
		return metadata.isReactiveRepository()
				&& !SequoiaRepository.class.isAssignableFrom(metadata.getRepositoryInterface());
	}

	@Override
	public void postProcess(BeanDefinitionBuilder builder, AnnotationRepositoryConfigurationSource config) {
		Optional<String> operations = config.getAttribute("sequoiaOperationsRef");
		Optional<String> client = config.getAttribute("client");
		Assert.state(operations.isEmpty() || client.isEmpty(),
				() -> "Repositories have either 'client' or 'sequoiaOperationsRef', not both: " + client.orElse("")
						+ ", " + operations.orElse(""));
		operations.ifPresent((bean) -> builder.addPropertyReference("operations", bean));
		client.ifPresent((name) -> builder.addPropertyValue("client", name));
	}

}
