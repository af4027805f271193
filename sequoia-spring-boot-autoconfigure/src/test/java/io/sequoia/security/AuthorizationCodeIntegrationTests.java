package io.sequoia.security;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.WebSessionServerOAuth2AuthorizedClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls carry the token of the user who is logged in to the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class AuthorizationCodeIntegrationTests {

	private static final Ref REF = Ref.of("testmock", "a");

	private final IdentityProvider provider = new IdentityProvider();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		this.provider.close();
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,/blocking", "SERVLET,/mono", "SERVLET,/client", "SERVLET,/executor", "REACTIVE,/mono",
			"REACTIVE,/client" })
	void eachUserCallsWithTheirOwnToken(WebApplicationType type, String path, CapturedOutput output) throws Exception {
		start(type);
		Browser jane = new Browser(this.context).login("jane");
		Browser joe = new Browser(this.context).login("joe");
		for (int round = 0; round < 3; round++) {
			assertThat(jane.get(path)).isEqualTo("for jane");
			assertThat(joe.get(path)).isEqualTo("for joe");
		}
		assertThat(this.provider.calls()).containsOnly("Bearer jane.1", "Bearer joe.2");
		assertThat(output).contains("io.sequoia.http.requests").doesNotContain("jane.1", "joe.2");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void manyUsersAtATimeNeverMix(WebApplicationType type) throws Exception {
		start(type);
		List<Browser> browsers = IntStream.range(0, 8).mapToObj((user) -> login("user" + user)).toList();
		List<CompletableFuture<String>> answers = IntStream.range(0, 400)
			.mapToObj((call) -> browsers.get(call % 8).open("/mono").thenApply((response) -> response.body()))
			.toList();
		for (int call = 0; call < answers.size(); call++) {
			assertThat(answers.get(call).join()).isEqualTo("for user" + call % 8);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tokenThatEndsIsRefreshedOnceForManyCalls(WebApplicationType type) {
		start(type);
		// so that jane's calls need not wait for each other's discovery of the service
		assertThat(login("joe").get("/mono")).isEqualTo("for joe");
		this.provider.calls().clear();
		this.provider.lifetime(1);
		Browser jane = login("jane");
		this.provider.lifetime(3600);
		Runnable release = this.provider.hold();
		Calls calls = this.context.getBean(Calls.class);
		List<CompletableFuture<String>> answers = IntStream.range(0, 40)
			.mapToObj((call) -> jane.open("/mono").thenApply((response) -> response.body()))
			.toList();
		await().until(() -> calls.begun.get() == 41 && this.provider.grants().size() > 2);
		release.run();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join()).isEqualTo("for jane"));
		assertThat(this.provider.grants()).containsExactly("authorization_code of joe", "authorization_code of jane",
				"refresh_token of jane");
		assertThat(this.provider.calls()).containsOnly("Bearer jane.3");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void nothingIsSentWhereNobodyIsLoggedIn(WebApplicationType type) {
		start(type);
		login("jane");
		assertThat(new Browser(this.context).get("/open")).contains("Nothing was sent", "registration 'sso'",
				"no user is logged in");
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.context.getBean(SequoiaTemplate.class).read(REF, Content.class))
			.withMessageContaining("no user is logged in");
		assertThat(this.provider.calls()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void refusalOfTheTokenIsFinal(WebApplicationType type) {
		start(type);
		Browser jane = login("jane");
		this.provider.refuse();
		assertThat(jane.get("/open")).contains("refused the token");
		assertThat(this.provider.calls()).containsExactly("Bearer jane.1");
		assertThat(this.provider.grants()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void nothingIsSentWhereTheRefreshIsRefused(WebApplicationType type) {
		start(type);
		this.provider.lifetime(1);
		Browser jane = login("jane");
		this.provider.refuse();
		assertThat(jane.get("/open")).contains("has to log in again (invalid_grant)");
		assertThat(this.provider.calls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void userWithoutATokenIsSentToLogIn(boolean problemDetails) {
		start(WebApplicationType.SERVLET, List.of("sequoia.web.problem-details=" + problemDetails));
		Browser jane = login("jane");
		this.context.getBean(OAuth2AuthorizedClientService.class).removeAuthorizedClient("sso", "jane");
		assertThat(jane.get("/open")).contains("has not logged in with it");
		assertThat(jane.open("/blocking").join().headers().firstValue("Location")).get()
			.asString()
			.startsWith(this.provider.url() + "/authorize?");
		assertThat(this.provider.calls()).isEmpty();
	}

	@Test
	void tokenMayBeKeptInTheSession() {
		start(WebApplicationType.SERVLET, Sessions.class);
		this.provider.lifetime(1);
		Browser jane = login("jane");
		this.provider.lifetime(3600);
		assertThat(jane.get("/blocking")).isEqualTo("for jane");
		assertThat(jane.get("/mono")).isEqualTo("for jane");
		assertThat(this.provider.calls()).containsExactly("Bearer jane.2", "Bearer jane.2");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void applicationMayHaveSeveralManagers(WebApplicationType type) {
		start(type, (type == WebApplicationType.SERVLET) ? new Class<?>[] { Sessions.class, Managers.class }
				: new Class<?>[] { ReactiveManagers.class });
		this.provider.lifetime(1);
		Browser jane = login("jane");
		this.provider.lifetime(3600);
		assertThat(jane.get("/mono")).isEqualTo("for jane");
		assertThat(this.provider.calls()).containsExactly("Bearer jane.2");
	}

	@Test
	void userMayBeKeptByAStrategyOfTheApplication() {
		start(WebApplicationType.SERVLET, Strategy.class);
		Browser jane = login("jane");
		assertThat(jane.get("/blocking")).isEqualTo("for jane");
		assertThat(jane.get("/mono")).isEqualTo("for jane");
	}

	private Browser login(String user) {
		try {
			return new Browser(this.context).login(user);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void start(WebApplicationType type, Class<?>... further) {
		start(type, List.of(), further);
	}

	private void start(WebApplicationType type, List<String> properties, Class<?>... further) {
		boolean servlet = type == WebApplicationType.SERVLET;
		List<Class<?>> sources = new ArrayList<>(List.of(further));
		sources.add(servlet ? ServletApplication.class : ReactiveApplication.class);
		List<String> all = new ArrayList<>(List.of("sequoia.registry.url=" + this.provider.url(),
				"sequoia.owner=testmock", "logging.level.io.sequoia=TRACE",
				"logging.level.org.springframework.web.reactive=TRACE", "spring.http.codecs.log-request-details=true",
				"sequoia.auth.type=authorization-code", "sequoia.auth.registration-id=sso"));
		all.addAll(properties);
		this.context = ClientApplication.serve(type, sources, all, this.provider);
	}

	@RestController
	static class Calls {

		private final AtomicInteger begun = new AtomicInteger();

		private final SequoiaTemplate template;

		private final ReactiveSequoiaTemplate reactive;

		private final WebClient client;

		Calls(SequoiaTemplate template, ReactiveSequoiaTemplate reactive,
				@Qualifier("sequoiaWebClient") WebClient client) {
			this.template = template;
			this.reactive = reactive;
			this.client = client;
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return this.reactive.read(REF, Content.class)
				.map(Content::title)
				.doOnSubscribe((subscription) -> this.begun.incrementAndGet());
		}

		@GetMapping("/client")
		Mono<String> client() {
			return this.client.get()
				.uri("sequoia://metadata/data/contents/testmock:a")
				.retrieve()
				.bodyToMono(String.class)
				.map((body) -> body.replaceAll(".*\"(for \\w+)\".*", "$1"));
		}

		@GetMapping("/open")
		Mono<String> open() {
			return mono().onErrorResume(AuthenticationFailedException.class,
					(failure) -> Mono.just(failure.getMessage()));
		}

		String title() {
			return this.template.read(REF, Content.class).title();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class ServletApplication {

		@Bean
		ClientRegistrationRepository clientRegistrations(IdentityProvider provider) {
			return new InMemoryClientRegistrationRepository(provider.registration().build());
		}

		@Bean
		OAuth2AuthorizedClientService authorizedClients(ClientRegistrationRepository registrations) {
			return new InMemoryOAuth2AuthorizedClientService(registrations);
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/open").permitAll().anyRequest().authenticated())
				.oauth2Login(Customizer.withDefaults())
				.build();
		}

		@RestController
		static class ServletCalls extends Calls {

			private final Executor executor = new DelegatingSecurityContextExecutor((task) -> new Thread(task).start());

			ServletCalls(SequoiaTemplate template, ReactiveSequoiaTemplate reactive,
					@Qualifier("sequoiaWebClient") WebClient client) {
				super(template, reactive, client);
			}

			@GetMapping("/blocking")
			String blocking() {
				return title();
			}

			@GetMapping("/executor")
			String executor() {
				return CompletableFuture.supplyAsync(this::title, this.executor).join();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sessions {

		@Bean
		OAuth2AuthorizedClientRepository authorizedClientRepository() {
			return new HttpSessionOAuth2AuthorizedClientRepository();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Strategy {

		@Bean
		SecurityContextHolderStrategy securityContexts() {
			ThreadLocal<SecurityContext> contexts = ThreadLocal.withInitial(SecurityContextImpl::new);
			return new SecurityContextHolderStrategy() {

				@Override
				public void clearContext() {
					contexts.remove();
				}

				@Override
				public SecurityContext getContext() {
					return contexts.get();
				}

				@Override
				public void setContext(SecurityContext context) {
					contexts.set(context);
				}

				@Override
				public SecurityContext createEmptyContext() {
					return new SecurityContextImpl();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Managers {

		@Bean
		OAuth2AuthorizedClientManager ofRequests(ClientRegistrationRepository registrations,
				OAuth2AuthorizedClientRepository logins) {
			return new DefaultOAuth2AuthorizedClientManager(registrations, logins);
		}

		@Bean
		OAuth2AuthorizedClientManager ofJobs(ClientRegistrationRepository registrations,
				OAuth2AuthorizedClientService clients) {
			return new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveManagers {

		@Bean
		ServerOAuth2AuthorizedClientRepository authorizedClientRepository() {
			return new WebSessionServerOAuth2AuthorizedClientRepository();
		}

		@Bean
		ReactiveOAuth2AuthorizedClientManager ofRequests(ReactiveClientRegistrationRepository registrations,
				ServerOAuth2AuthorizedClientRepository logins) {
			return new DefaultReactiveOAuth2AuthorizedClientManager(registrations, logins);
		}

		@Bean
		ReactiveOAuth2AuthorizedClientManager ofJobs(ReactiveClientRegistrationRepository registrations,
				ReactiveOAuth2AuthorizedClientService clients) {
			return new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFluxSecurity
	static class ReactiveApplication {

		@Bean
		ReactiveClientRegistrationRepository clientRegistrations(IdentityProvider provider) {
			return new InMemoryReactiveClientRegistrationRepository(provider.registration().build());
		}

		@Bean
		ReactiveOAuth2AuthorizedClientService authorizedClients(ReactiveClientRegistrationRepository registrations) {
			return new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
		}

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/open").permitAll().anyExchange().authenticated())
				.oauth2Login(Customizer.withDefaults())
				.build();
		}

		@RestController
		static class ReactiveCalls extends Calls {

			ReactiveCalls(SequoiaTemplate template, ReactiveSequoiaTemplate reactive,
					@Qualifier("sequoiaWebClient") WebClient client) {
				super(template, reactive, client);
			}

		}

	}

}
