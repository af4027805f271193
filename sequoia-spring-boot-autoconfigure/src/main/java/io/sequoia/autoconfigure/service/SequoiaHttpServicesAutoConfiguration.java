package io.sequoia.autoconfigure.service;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.http.HttpServiceGroupBuilder;
import io.sequoia.http.TypedFailures;
import io.sequoia.http.UserRequests;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Auto-configuration of HTTP interfaces that call services of the platform: groups of
 * {@code @ImportHttpServices} whose {@code spring.http.serviceclient.{group}.base-url} is
 * {@code sequoia://{service}}. Their requests have the rules of all calls, whichever type
 * of client the group names.
 */
@AutoConfiguration(after = SequoiaAutoConfiguration.class)
@ConditionalOnClass({ WebClientHttpServiceGroupConfigurer.class, HttpServiceClientProperties.class })
@ConditionalOnBean(UserRequests.class)
public final class SequoiaHttpServicesAutoConfiguration {

	@Bean
	HttpServiceGroups sequoiaHttpServiceGroups(ObjectProvider<HttpServiceClientProperties> properties,
			ObjectProvider<UserRequests> requests) {
		return new HttpServiceGroups(properties, requests);
	}

	@Bean
	OfWebClient sequoiaWebClientGroups(HttpServiceGroups groups) {
		return new OfWebClient(groups);
	}

	@Bean
	RestClientHttpServiceGroupConfigurer sequoiaRestClientGroups(HttpServiceGroups groups) {
		return (configured) -> configured.filter(groups::isOfThePlatform)
			.forEachProxyFactory((group, factory) -> factory
				.exchangeAdapterDecorator((restClient) -> TypedFailures.of(groups.client(group))));
	}

	@Bean
	static WebClientCustomizer sequoiaBeforeApplicationCustomizer() {
		return HttpServiceGroupBuilder.beforeApplication();
	}

	@Bean
	AfterApplication sequoiaAfterApplicationGroups(HttpServiceGroups groups) {
		return new AfterApplication(groups);
	}

	/**
	 * Creates the builders of groups. It comes first, as Spring Boot's configurers create
	 * builders of their own for groups that have none.
	 *
	 * @param groups knows the groups of the platform
	 */
	record OfWebClient(HttpServiceGroups groups) implements WebClientHttpServiceGroupConfigurer, PriorityOrdered {

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			groups.filter(this.groups::isOfThePlatform).forEachClient((group) -> this.groups.builder());
			groups.filter(this.groups::isOfThePlatform)
				.forEachProxyFactory((group, factory) -> factory.exchangeAdapterDecorator(TypedFailures::new));
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	/**
	 * Follows Spring Boot's configurer that applies the customizers of all WebClients.
	 *
	 * @param groups knows the groups of the platform
	 */
	record AfterApplication(HttpServiceGroups groups) implements WebClientHttpServiceGroupConfigurer {

		/** The order of Spring Boot's configurer is 0. */
		private static final int ORDER = 1;

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			groups.filter(this.groups::isOfThePlatform)
				.forEachClient((group, builder) -> HttpServiceGroupBuilder.afterApplication(builder));
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

	}

}
