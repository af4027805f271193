package io.sequoia.autoconfigure;

import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.InFlightCalls;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import io.sequoia.security.CallerFilter;
import io.sequoia.security.ClientCredentialsTokenSource;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.ServiceLocationFilter;
import io.sequoia.security.TokenEndpoint;
import io.sequoia.security.TokenFilter;
import io.sequoia.security.UserSession;
import io.sequoia.security.UserTokenFilter;
import io.sequoia.security.UserTokenListener;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tokens, and the clients that send them.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaSecurityConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SequoiaTokenSource sequoiaTokenSource(SettingsMapper settings, SequoiaWebClients clients, ServiceRegistry registry,
			SharedRetry retry, ObjectProvider<ControlMetrics> metrics) {
		return tokens(settings, clients, registry, retry, metrics.getIfAvailable(() -> ControlMetrics.NONE));
	}

	static SequoiaTokenSource tokens(SettingsMapper settings, SequoiaWebClients clients, ServiceRegistry registry,
			SharedRetry retry, ControlMetrics metrics) {
		return switch (settings.authentication().type()) {
			case CLIENT_CREDENTIALS -> new ClientCredentialsTokenSource(new TokenEndpoint(clients.control()), registry,
					settings.clientCredentials(), retry, metrics, System::nanoTime);
			case TOKEN -> SequoiaTokenSource.fixed(settings.token());
			case MUTUAL_TLS, NONE -> SequoiaTokenSource.none();
			case AUTHORIZATION_CODE -> settings.usersTokens();
		};
	}

	@Bean
	@ConditionalOnMissingBean
	UserSession sequoiaUserSession(ObjectProvider<UserTokenListener> listeners) {
		return new UserSession(System::nanoTime, listeners.orderedStream().toList(), Schedulers.boundedElastic());
	}

	@Bean
	SequoiaWebClients.Services sequoiaServiceWebClients(SequoiaWebClients clients, InFlightCalls inFlightCalls,
			ServiceRegistry registry, UserSession session, SequoiaTokenSource tokens, SettingsMapper settings) {
		return clients.data(inFlightCalls.filter(), new CallerFilter(tokens),
				new ServiceLocationFilter(registry, settings.owner()), new UserTokenFilter(session),
				new TokenFilter(tokens));
	}

}
