package io.sequoia.autoconfigure;

import java.util.List;
import java.util.function.Function;

import io.sequoia.Printable;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import io.sequoia.security.AuthorizedClientTokenSource;
import io.sequoia.security.SequoiaTokenSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * The OAuth2 clients that the application itself has registered with Spring Security, for
 * a servlet or a reactive application.
 */
final class ApplicationClients {

	private static final String SERVLET_REQUEST = "jakarta.servlet.http.HttpServletRequest";

	private static final String KEY = "sequoia.auth.registration-id";

	private final BeanFactory beans;

	private final boolean allowInsecure;

	/**
	 * Create it.
	 * @param beans the application's beans
	 * @param allowInsecure whether plain http is accepted everywhere
	 */
	ApplicationClients(BeanFactory beans, boolean allowInsecure) {
		this.beans = beans;
		this.allowInsecure = allowInsecure;
	}

	/**
	 * Return a registration with which this client can get its own tokens.
	 * @param id the id of the registration
	 * @return the registration
	 * @throws InvalidSequoiaConfigurationException if there is none, or one that does not
	 * work with this platform
	 */
	ClientRegistration clientCredentials(String id) {
		ClientRegistration registration = registration(id, AuthorizationGrantType.CLIENT_CREDENTIALS);
		if (!StringUtils.hasText(registration.getClientSecret()) || !ClientAuthenticationMethod.CLIENT_SECRET_BASIC
			.equals(registration.getClientAuthenticationMethod())) {
			throw wrong(id, "is not a client registration with a secret and the method 'client_secret_basic',"
					+ " which the platform requires", "Change the registration, or name another one");
		}
		if (registration.getClientId().indexOf(':') >= 0) {
			throw wrong(id, "has a client id that contains a colon, at which the identity service would split"
					+ " id and secret", "Change the registration, or name another one");
		}
		Violations violations = new Violations();
		new UrlRules(this.allowInsecure, violations).check(KEY, registration.getProviderDetails().getTokenUri());
		violations.throwIfAny();
		return registration;
	}

	/**
	 * Return the source of the tokens of users who log in to the application.
	 * @param id the id of the client registration for the login
	 * @return the source of the tokens
	 * @throws InvalidSequoiaConfigurationException if there is no such login
	 */
	SequoiaTokenSource usersTokens(String id) {
		registration(id, AuthorizationGrantType.AUTHORIZATION_CODE);
		Function<OAuth2AuthorizeRequest, Mono<OAuth2AuthorizedClient>> manager = servletManager();
		if (manager == null) {
			manager = reactiveManager();
		}
		if (manager == null) {
			throw wrong(id, "is a client registration, but no user can log in with it: there is neither a bean of type"
					+ " (Reactive)OAuth2AuthorizedClientManager nor one of type (Reactive)OAuth2AuthorizedClientService"
					+ " that is the only or the primary one",
					"Add 'spring-boot-starter-security-oauth2-client' to the application and let its users log in,"
							+ " or declare one of these beans, or make one of them primary");
		}
		SecurityContextHolderStrategy strategy = bean(SecurityContextHolderStrategy.class);
		return new AuthorizedClientTokenSource(id, manager,
				(strategy != null) ? strategy::getContext : SecurityContextHolder::getContext);
	}

	private ClientRegistration registration(String id, AuthorizationGrantType grantType) {
		ClientRegistrationRepository servlet = bean(ClientRegistrationRepository.class);
		ReactiveClientRegistrationRepository reactive = bean(ReactiveClientRegistrationRepository.class);
		if (servlet == null && reactive == null) {
			if (isAny(ClientRegistrationRepository.class) || isAny(ReactiveClientRegistrationRepository.class)) {
				throw wrong(id,
						"names a client registration of the application, and the application has several"
								+ " repositories of them, none of which is primary",
						"Annotate one of them with '@Primary'");
			}
			throw wrong(id, "names a client registration of the application, and the application has none",
					"Define 'spring.security.oauth2.client.registration." + id
							+ "' beside 'spring-boot-starter-security-oauth2-client', or declare a bean of type"
							+ " (Reactive)ClientRegistrationRepository");
		}
		ClientRegistration registration = find(servlet, reactive, id);
		if (registration == null) {
			throw wrong(id, "is not the id of a client registration of the application",
					"Write the id as in 'spring.security.oauth2.client.registration', or define this one there");
		}
		if (!grantType.equals(registration.getAuthorizationGrantType())) {
			throw wrong(id, "is a client registration with the grant type '"
					+ registration.getAuthorizationGrantType().getValue() + "', not '" + grantType.getValue() + "'",
					"Name a registration with that grant type, or choose another 'sequoia.auth.type'");
		}
		return registration;
	}

	private static @Nullable ClientRegistration find(@Nullable ClientRegistrationRepository servlet,
			@Nullable ReactiveClientRegistrationRepository reactive, String id) {
		try {
			if (servlet != null) {
				return servlet.findByRegistrationId(id);
			}
			return (reactive != null) ? reactive.findByRegistrationId(id).block() : null;
		}
		catch (RuntimeException ex) {
			// such as one that asks the provider for its addresses now
			throw wrong(id, "is a client registration that the application cannot read: " + Printable.reason(ex),
					"Check 'spring.security.oauth2.client.provider', and that the provider runs");
		}
	}

	private @Nullable Function<OAuth2AuthorizeRequest, Mono<OAuth2AuthorizedClient>> servletManager() {
		OAuth2AuthorizedClientService service = bean(OAuth2AuthorizedClientService.class);
		OAuth2AuthorizedClientManager anywhere = (service != null) ? manager(service) : null;
		OAuth2AuthorizedClientManager own = bean(OAuth2AuthorizedClientManager.class);
		OAuth2AuthorizedClientRepository logins = bean(OAuth2AuthorizedClientRepository.class);
		if (own == null && logins != null) {
			// of several managers none is for logins, but all logins are in the
			// repository
			own = new DefaultOAuth2AuthorizedClientManager(this.beans.getBean(ClientRegistrationRepository.class),
					logins);
		}
		OAuth2AuthorizedClientManager inRequest = (own != null) ? own : anywhere;
		OAuth2AuthorizedClientManager offRequest = (anywhere != null) ? anywhere : own;
		if (inRequest == null || offRequest == null) {
			return null;
		}
		return (request) -> Mono
			.fromCallable(
					() -> ((request.getAttribute(SERVLET_REQUEST) != null) ? inRequest : offRequest).authorize(request))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private OAuth2AuthorizedClientManager manager(OAuth2AuthorizedClientService service) {
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				this.beans.getBean(ClientRegistrationRepository.class), service);
		manager.setAuthorizedClientProvider(
				OAuth2AuthorizedClientProviderBuilder.builder().authorizationCode().refreshToken().build());
		return manager;
	}

	private @Nullable Function<OAuth2AuthorizeRequest, Mono<OAuth2AuthorizedClient>> reactiveManager() {
		ReactiveOAuth2AuthorizedClientService service = bean(ReactiveOAuth2AuthorizedClientService.class);
		ReactiveOAuth2AuthorizedClientManager anywhere = (service != null) ? manager(service) : null;
		ReactiveOAuth2AuthorizedClientManager own = bean(ReactiveOAuth2AuthorizedClientManager.class);
		ServerOAuth2AuthorizedClientRepository logins = bean(ServerOAuth2AuthorizedClientRepository.class);
		if (own == null && logins != null) {
			own = new DefaultReactiveOAuth2AuthorizedClientManager(
					this.beans.getBean(ReactiveClientRegistrationRepository.class), logins);
		}
		ReactiveOAuth2AuthorizedClientManager inRequest = (own != null) ? own : anywhere;
		ReactiveOAuth2AuthorizedClientManager offRequest = (anywhere != null) ? anywhere : own;
		if (inRequest == null || offRequest == null) {
			return null;
		}
		return (request) -> Mono.deferContextual(
				(context) -> (context.hasKey(ServerWebExchange.class) ? inRequest : offRequest).authorize(request));
	}

	private ReactiveOAuth2AuthorizedClientManager manager(ReactiveOAuth2AuthorizedClientService service) {
		AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
				this.beans.getBean(ReactiveClientRegistrationRepository.class), service);
		manager.setAuthorizedClientProvider(
				ReactiveOAuth2AuthorizedClientProviderBuilder.builder().authorizationCode().refreshToken().build());
		return manager;
	}

	private <T> @Nullable T bean(Class<T> type) {
		return this.beans.getBeanProvider(type).getIfUnique();
	}

	private boolean isAny(Class<?> type) {
		return this.beans.getBeanProvider(type).stream().findAny().isPresent();
	}

	private static InvalidSequoiaConfigurationException wrong(String id, String rule, String remedy) {
		return new InvalidSequoiaConfigurationException(List.of(new Violation(KEY, id, rule, remedy)));
	}

}
