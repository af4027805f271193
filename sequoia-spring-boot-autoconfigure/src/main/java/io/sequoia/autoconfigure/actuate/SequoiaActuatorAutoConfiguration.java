package io.sequoia.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.sequoia.autoconfigure.NamedClient;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.retry.RecentFailures;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.security.SequoiaTokenSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the endpoint {@code sequoia}, and of the same part of the
 * endpoint {@code info}, in applications that have Spring Boot's actuator.
 */
@AutoConfiguration(after = SequoiaAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, InfoContributor.class })
@ConditionalOnBean({ SequoiaConnectionDetails.class, RetryExecutor.class })
public final class SequoiaActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(SequoiaEndpoint.class)
	@EnableConfigurationProperties(SequoiaEndpointProperties.class)
	static class OfEndpoint {

		@Bean
		RecentFailures sequoiaRecentFailures() {
			return new RecentFailures(Instant::now);
		}

		@Bean
		RetryExtensions sequoiaRecentFailuresObserver(RecentFailures failures) {
			return new RetryExtensions(null, null, List.of(failures));
		}

		@Bean
		SequoiaEndpoint sequoiaEndpoint(SequoiaConnectionDetails connection, ServiceRegistry registry,
				SequoiaTokenSource tokens, RetryExecutor retry, RecentFailures failures,
				SequoiaEndpointProperties properties, ObjectProvider<SanitizingFunction> sanitizingFunctions,
				ObjectProvider<NamedClient> clients) {
			Map<String, ClientState> named = clients.stream()
				.collect(Collectors.toMap(NamedClient::name,
						(client) -> new ClientState(client.connectionDetails().owner(), client.registry(),
								client.tokens(), client.retry(), failures, Map::of)));
			return new SequoiaEndpoint(new ClientState(connection.owner(), registry, tokens, retry, failures, pools()),
					named, new Sanitizer(sanitizingFunctions.orderedStream().toList()), properties.getShowValues());
		}

		@Bean
		SequoiaEndpointWebExtension sequoiaEndpointWebExtension(SequoiaEndpoint endpoint,
				SequoiaEndpointProperties properties) {
			return new SequoiaEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
		}

		/** Reactor Netty has its meters in Micrometer's global registry, if at all. */
		private static Supplier<Map<String, Map<String, Long>>> pools() {
			return ClassUtils.isPresent("io.micrometer.core.instrument.Metrics",
					SequoiaActuatorAutoConfiguration.class.getClassLoader()) ? Measured.pools() : Map::of;
		}

		/** The only class here that needs Micrometer. */
		private static final class Measured {

			static Supplier<Map<String, Map<String, Long>>> pools() {
				MeterRegistry global = Metrics.globalRegistry;
				return new ConnectionPools(global);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledInfoContributor(value = "sequoia", fallback = InfoContributorFallback.DISABLE)
	static class OfInfo {

		@Bean
		InfoContributor sequoiaInfoContributor(SequoiaConnectionDetails connection) {
			return new SequoiaInfoContributor(connection);
		}

	}

}
