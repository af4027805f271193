package io.sequoia.autoconfigure.web;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.ReactivePageableHandlerMethodArgumentResolver;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Reads {@link Pageable} parameters of Spring WebFlux's controllers with Spring Data's
 * own names and limits, and refuses invalid numbers. Spring Boot has no resolver for
 * them.
 */
class ReactivePageables implements WebFluxConfigurer {

	@Override
	public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
		configurer.addCustomResolver(new Resolver());
	}

	private static final class Resolver extends ReactivePageableHandlerMethodArgumentResolver {

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
