package io.sequoia.test;

import java.util.List;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a sandbox and the connection to it to a context. Contexts with the same settings
 * are the same to Spring's cache. A context made at build time has the beans already.
 *
 * @param owner the owner of the catalogue
 * @param furtherOwners owners that start empty
 * @param emptyCatalogue whether to start without the catalogue
 * @param originPerService whether each service has a port of its own
 */
record SandboxContextCustomizer(String owner, List<String> furtherOwners, boolean emptyCatalogue,
		boolean originPerService) implements ContextCustomizer {

	static final String SANDBOX = "sequoiaSandbox";

	static SandboxContextCustomizer of(WithSandbox settings) {
		return new SandboxContextCustomizer(settings.owner(), List.of(settings.furtherOwners()),
				settings.emptyCatalogue(), settings.originPerService());
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		ApplicationContext parent = configuration.getParentApplicationContext();
		if (parent != null && parent.containsBean(SANDBOX)) {
			// the client is the parent's, and so is its sandbox
			return;
		}
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		registry.registerBeanDefinition(SANDBOX, sandbox());
		registry.registerBeanDefinition("sequoiaSandboxConnectionDetails", connection());
	}

	private BeanDefinition sandbox() {
		return BeanDefinitionBuilder.rootBeanDefinition(SandboxBeans.class, "start")
			.addConstructorArgValue(this.owner)
			.addConstructorArgValue(this.furtherOwners.toArray(String[]::new))
			.addConstructorArgValue(this.emptyCatalogue)
			.addConstructorArgValue(this.originPerService)
			.setDestroyMethodName("close")
			.setPrimary(true)
			.getBeanDefinition();
	}

	/** Primary, as an application may have connection details of its own. */
	private static BeanDefinition connection() {
		return BeanDefinitionBuilder.rootBeanDefinition(SandboxBeans.class, "connection")
			.addConstructorArgValue(new RuntimeBeanReference(SANDBOX))
			.setPrimary(true)
			.getBeanDefinition();
	}

}
