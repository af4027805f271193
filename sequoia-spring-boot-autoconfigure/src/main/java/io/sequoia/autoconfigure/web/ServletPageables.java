package io.sequoia.autoconfigure.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableHandlerMethodArgumentResolver;
import org.springframework.data.web.SortHandlerMethodArgumentResolver;
import org.springframework.data.web.config.PageableHandlerMethodArgumentResolverCustomizer;
import org.springframework.data.web.config.SortHandlerMethodArgumentResolverCustomizer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads {@link Pageable} parameters of Spring MVC's controllers with the application's
 * names, limits and defaults ({@code spring.data.web}), and refuses invalid numbers.
 */
class ServletPageables implements WebMvcConfigurer {

	private final ObjectProvider<PageableHandlerMethodArgumentResolverCustomizer> customizers;

	private final ObjectProvider<SortHandlerMethodArgumentResolverCustomizer> sortCustomizers;

	ServletPageables(ObjectProvider<PageableHandlerMethodArgumentResolverCustomizer> customizers,
			ObjectProvider<SortHandlerMethodArgumentResolverCustomizer> sortCustomizers) {
		this.customizers = customizers;
		this.sortCustomizers = sortCustomizers;
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		SortHandlerMethodArgumentResolver sorts = new SortHandlerMethodArgumentResolver();
		this.sortCustomizers.orderedStream().forEach((customizer) -> customizer.customize(sorts));
		Resolver pageables = new Resolver(sorts);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(pageables));
		resolvers.add(pageables);
	}

	private static final class Resolver extends PageableHandlerMethodArgumentResolver {

		Resolver(SortHandlerMethodArgumentResolver sorts) {
			super(sorts);
		}

		@Override
		protected Pageable getPageable(MethodParameter parameter, @Nullable String page, @Nullable String size) {
			PageNumbers.check(new PageNumbers.Parameter(getParameterNameToUse(getPageParameterName(), parameter), page),
					isOneIndexedParameters() ? 1 : 0,
					new PageNumbers.Parameter(getParameterNameToUse(getSizeParameterName(), parameter), size),
					getMaxPageSize());
			return super.getPageable(parameter, page, size);
		}

	}

}
