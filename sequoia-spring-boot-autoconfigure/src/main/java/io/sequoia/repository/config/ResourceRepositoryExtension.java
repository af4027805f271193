package io.sequoia.repository.config;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Set;

import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.SequoiaRepository;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.repository.config.AnnotationRepositoryConfigurationSource;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.AbstractRepositoryMetadata;
import org.springframework.util.ClassUtils;

/**
 * What repositories of resources have in common, be they reactive or not.
 */
abstract class ResourceRepositoryExtension extends RepositoryConfigurationExtensionSupport {

	@Override
	@SuppressWarnings("deprecation") // abstract, though not called any more
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
	 * @param source what was found in the packages of the application
	 * @param resources what loads the interfaces
	 * @return whether any is certainly one of resources
	 */
	public boolean isAnyThere(RepositoryConfigurationSource source, ResourceLoader resources) {
		return source.getCandidates(resources)
			.stream()
			.map((candidate) -> String.valueOf(candidate.getBeanClassName()))
			.filter((name) -> ClassUtils.isPresent(name, resources.getClassLoader()))
			.map((name) -> AbstractRepositoryMetadata
				.getMetadata(ClassUtils.resolveClassName(name, resources.getClassLoader())))
			.anyMatch((metadata) -> useRepositoryConfiguration(metadata) && isStrictRepositoryCandidate(metadata));
	}

	/** A publisher among its methods does not make a repository reactive. */
	static boolean isReactive(RepositoryMetadata metadata) {
		return metadata.isReactiveRepository()
				&& !SequoiaRepository.class.isAssignableFrom(metadata.getRepositoryInterface());
	}

	@Override
	public void postProcess(BeanDefinitionBuilder builder, AnnotationRepositoryConfigurationSource config) {
		config.getAttribute("sequoiaOperationsRef")
			.ifPresent((operations) -> builder.addPropertyReference("operations", operations));
	}

}
