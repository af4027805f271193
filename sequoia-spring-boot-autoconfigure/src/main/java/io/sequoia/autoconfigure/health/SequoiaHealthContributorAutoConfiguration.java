package io.sequoia.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sequoia.autoconfigure.NamedClient;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaProperties;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.security.SequoiaTokenSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code sequoia}, in applications that have
 * Spring Boot's health module. Disable it by {@code
 * management.health.sequoia.enabled=false}.
 */
@AutoConfiguration(after = SequoiaAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("sequoia")
public final class SequoiaHealthContributorAutoConfiguration {

	/**
	 * Create the contributor. Spring Boot adapts it to a blocking one if it needs that.
	 */
	@Bean
	@ConditionalOnBean({ SequoiaConnectionDetails.class, ServiceRegistry.class, SequoiaTokenSource.class,
			CorrelationIds.class })
	@ConditionalOnMissingBean(name = { "sequoiaHealthContributor", "sequoiaHealthIndicator" })
	ReactiveHealthContributor sequoiaHealthContributor(ServiceRegistry registry, SequoiaTokenSource tokens,
			SequoiaConnectionDetails connection, CorrelationIds correlationIds, SequoiaProperties properties,
			ObjectProvider<SequoiaWebClients> clients) {
		return new SequoiaHealthIndicator(registry, tokens, connection, correlationIds,
				new SequoiaHealthIndicator.Settings(properties.getHealth().isProbe(), () -> {
					SequoiaWebClients known = clients.getIfAvailable();
					return (known != null) ? known.outages().last() : null;
				}), Schedulers.parallel());
	}

	/**
	 * Create the contributors of the named clients, below {@code sequoiaClients}.
	 */
	@Bean
	@ConditionalOnBean(NamedClient.class)
	ReactiveHealthContributor sequoiaClientsHealthContributor(ListableBeanFactory beans) {
		Map<String, ReactiveHealthContributor> clients = new LinkedHashMap<>();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, NamedClient.class)
			.values()
			.forEach((client) -> clients.put(client.name(), contributor(client)));
		return CompositeReactiveHealthContributor.fromMap(clients);
	}

	private static ReactiveHealthContributor contributor(NamedClient client) {
		return new SequoiaHealthIndicator(client.registry(), client.tokens(), client.connectionDetails(),
				client.correlationIds(), new SequoiaHealthIndicator.Settings(client.properties().getHealth().isProbe(),
						() -> client.webClients().outages().last()),
				Schedulers.parallel());
	}

}
