package io.sequoia.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.observation.OperationMetrics;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.core.observation.SequoiaOperationObservationConvention;
import io.sequoia.core.observation.TagGuard;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The observation of operations. Micrometer's observations come with WebClient. Its
 * meters, and the registries of both, are there only if the application has them.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaObservationConfiguration {

	@Bean
	OperationObservations sequoiaOperationObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<SequoiaOperationObservationConvention> convention, ObjectProvider<OperationMetrics> metrics,
			SequoiaMappingContext types, Environment environment) {
		OperationMetrics counting = metrics.getIfAvailable(() -> OperationMetrics.NONE);
		return new OperationObservations(registry.getIfAvailable(counting::observations), convention.getIfAvailable(),
				counting, new TagGuard(types), ClientNames.defaultTag(environment));
	}

}
