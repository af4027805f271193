package io.sequoia.autoconfigure;

import io.sequoia.core.OperationScope;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ResourceConstraints;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceExchange;
import io.sequoia.core.WriteEvents;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.InFlightCalls;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.UserRequests;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.security.SequoiaTokenSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The templates and the engine below them, and the WebClient that has its rules too.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaTemplateConfiguration {

	@Bean
	OperationScope sequoiaOperationScope(CorrelationIds correlationIds, SequoiaTokenSource tokens,
			InFlightCalls inFlightCalls, OperationObservations observations) {
		return new OperationScope(correlationIds, tokens, inFlightCalls, observations);
	}

	@Bean
	ServiceExchange sequoiaServiceExchange(SequoiaWebClients.Services clients, ServiceRegistry registry,
			ServiceDescriptors descriptors, ResourceMapper mapper, OperationObservations observations,
			SettingsMapper settings) {
		return new ServiceExchange(clients, registry, descriptors, mapper, observations.names(), settings.engine());
	}

	@Bean
	SequoiaEngine sequoiaEngine(OperationScope scope, ServiceExchange exchange, RetryExecutor retry,
			SequoiaMappingContext mappingContext, ObjectProvider<ResourceConstraints> constraints,
			SettingsMapper settings, ObjectProvider<AnswerCache> cache, WriteEvents events) {
		return new SequoiaEngine(scope, exchange, retry, mappingContext,
				constraints.getIfAvailable(ResourceConstraints::none), settings.engine(), cache.getIfAvailable(),
				events);
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveSequoiaOperations.class)
	ReactiveSequoiaTemplate reactiveSequoiaTemplate(SequoiaEngine engine) {
		return new ReactiveSequoiaTemplate(engine);
	}

	@Bean
	@ConditionalOnMissingBean(SequoiaOperations.class)
	SequoiaTemplate sequoiaTemplate(ReactiveSequoiaOperations operations) {
		return new SequoiaTemplate(operations);
	}

	@Bean
	UserRequests sequoiaUserRequests(SequoiaWebClients.Services clients, SequoiaEngine engine,
			SettingsMapper settings) {
		return new UserRequests(clients, engine, settings.owner());
	}

	/**
	 * Create the WebClient of the platform's services. It is not a candidate for
	 * injection by type, so that an application that injects a WebClient, or creates one
	 * if there is none, works as if this one did not exist.
	 * {@code @Qualifier("sequoiaWebClient")} injects it.
	 */
	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "sequoiaWebClient")
	WebClient sequoiaWebClient(UserRequests requests) {
		return requests.client();
	}

	@Bean
	SequoiaStart sequoiaStart(ServiceRegistry registry, SequoiaTokenSource tokens, CorrelationIds ids,
			SettingsMapper settings) {
		boolean ofEachUser = settings.authentication().type() == AuthenticationType.AUTHORIZATION_CODE;
		return new SequoiaStart(registry, ofEachUser ? SequoiaTokenSource.none() : tokens, ids, settings.start());
	}

}
