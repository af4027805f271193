package io.sequoia.autoconfigure;

import io.sequoia.core.WriteEvents;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The mapping of resources, for all clients.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaMappingConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResourceMapper sequoiaResourceMapper(ObjectProvider<JsonMapper> application,
			ObjectProvider<JacksonModule> modules) {
		JsonMapper one = application.getIfUnique();
		return new ResourceMapper((one != null) ? one
				: JsonMapper.builder().findAndAddModules().addModules(modules.orderedStream().toList()).build());
	}

	@Bean
	@ConditionalOnMissingBean
	SequoiaMappingContext sequoiaMappingContext(ResourceMapper mapper) {
		return new SequoiaMappingContext(mapper);
	}

	@Bean
	WriteEvents sequoiaWriteEvents(ApplicationEventPublisher publisher, SequoiaMappingContext types) {
		return new WriteEvents(publisher, types);
	}

}
