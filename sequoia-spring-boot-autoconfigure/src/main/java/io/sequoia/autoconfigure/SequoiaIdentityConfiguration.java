package io.sequoia.autoconfigure;

import io.sequoia.core.SequoiaEngine;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.identity.BlockingSequoiaIdentity;
import io.sequoia.identity.DefaultReactiveSequoiaIdentity;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.security.ServiceLocationFilter;
import io.sequoia.security.UserSession;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The operations of the identity service for users: login, logout and others.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaIdentityConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveSequoiaIdentity.class)
	DefaultReactiveSequoiaIdentity reactiveSequoiaIdentity(SequoiaWebClients clients,
			SequoiaWebClients.Services services, ServiceRegistry registry, UserSession session, SequoiaEngine engine,
			SettingsMapper settings) {
		return new DefaultReactiveSequoiaIdentity(
				clients.control(new ServiceLocationFilter(registry, settings.owner())), services, session, engine,
				settings.identity());
	}

	@Bean
	@ConditionalOnMissingBean(SequoiaIdentity.class)
	BlockingSequoiaIdentity sequoiaIdentity(ReactiveSequoiaIdentity identity) {
		return new BlockingSequoiaIdentity(identity);
	}

}
