package io.sequoia.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.HttpConnections;
import io.sequoia.http.InFlightCalls;
import io.sequoia.http.SequoiaHttpClientCustomizer;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Connections and the registry.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(AddressFilters.Hints.class)
class SequoiaHttpConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HttpConnections sequoiaHttpConnections(SettingsMapper settings,
			ObjectProvider<SequoiaHttpClientCustomizer> customizers, ListableBeanFactory beans) {
		HttpConnections connections = new HttpConnections(settings.http(), customizers.orderedStream().toList(),
				AddressFilters.of(beans));
		settings.onSslBundleUpdate(connections::use);
		return connections;
	}

	@Bean
	InFlightCalls sequoiaRunningCalls() {
		return new InFlightCalls();
	}

	@Bean
	SequoiaWebClients sequoiaWebClients(ObjectProvider<WebClientCustomizer> webClientCustomizers,
			HttpConnections connections, SettingsMapper settings, CorrelationIds correlationIds, ResourceMapper mapper,
			ObjectProvider<SequoiaWebClientCustomizer> customizers,
			ObjectProvider<SequoiaServiceWebClientCustomizer> serviceCustomizers) {
		return clients(SequoiaWebClients.builder(webClientCustomizers.orderedStream().toList()), connections, settings,
				correlationIds, mapper, customizers.orderedStream().toList(),
				serviceCustomizers.orderedStream().toList());
	}

	static SequoiaWebClients clients(WebClient.Builder builder, HttpConnections connections, SettingsMapper settings,
			CorrelationIds correlationIds, ResourceMapper mapper, List<SequoiaWebClientCustomizer> customizers,
			List<SequoiaServiceWebClientCustomizer> serviceCustomizers) {
		return new SequoiaWebClients(builder, connections, settings.webClients(), correlationIds, mapper.json(),
				customizers, serviceCustomizers, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceRegistry sequoiaServiceRegistry(SequoiaWebClients clients, SettingsMapper settings, SharedRetry retry,
			ObjectProvider<ControlMetrics> metrics) {
		return new HttpServiceRegistry(clients.control(), settings.registry(), retry,
				metrics.getIfAvailable(() -> ControlMetrics.NONE), System::nanoTime);
	}

	@Bean
	ServiceDescriptors sequoiaServiceDescriptors(SequoiaWebClients.Services clients, SharedRetry retry) {
		return new ServiceDescriptors(clients.descriptors(), retry, System::nanoTime);
	}

}
