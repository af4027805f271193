package io.sequoia.test;

import java.util.Set;

import io.sequoia.http.SequoiaHttpClientCustomizer;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import tools.jackson.databind.JacksonModule;

import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the components of an application that a {@link SequoiaTest @SequoiaTest} is
 * not about.
 */
class SequoiaTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SequoiaTest> {

	private static final Set<Class<?>> KNOWN = Set.of(SequoiaHttpClientCustomizer.class,
			SequoiaServiceWebClientCustomizer.class, SequoiaWebClientCustomizer.class, JacksonModule.class,
			JacksonComponent.class);

	SequoiaTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return KNOWN;
	}

}
