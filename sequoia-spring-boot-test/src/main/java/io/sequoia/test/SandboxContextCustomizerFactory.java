package io.sequoia.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link WithSandbox @WithSandbox} on test classes, the classes around them and
 * those that they extend.
 */
class SandboxContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		WithSandbox settings = TestContextAnnotationUtils.findMergedAnnotation(testClass, WithSandbox.class);
		return (settings != null) ? SandboxContextCustomizer.of(settings) : null;
	}

}
