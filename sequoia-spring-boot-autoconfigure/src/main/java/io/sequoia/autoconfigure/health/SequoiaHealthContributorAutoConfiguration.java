package io.sequoia.autoconfigure.health;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaProperties;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.security.SequoiaTokenSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code sequoia}, in applications that have
 * Spring Boot's health module. Disable it by {@code
 * management.health.sequoia.enabled=false}.
 */
@AutoConfiguration(after = SequoiaAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ SequoiaConnectionDetails.class, ServiceRegistry.class, SequoiaTokenSource.class,
		CorrelationIds.class })
@ConditionalOnEnabledHealthIndicator("sequoia")
public final class SequoiaHealthContributorAutoConfiguration {

	/**
	 * Create the contributor. Spring Boot adapts it to a blocking one if it needs that.
	 */
	@Bean
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

}
