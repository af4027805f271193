package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.retry.SequoiaRetry;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.transfer.ReactiveSequoiaTransfer;
import io.sequoia.transfer.SequoiaTransfer;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.FixedBackOffPolicy;
import org.springframework.retry.policy.NeverRetryPolicy;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.web.client.ApiVersionInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The client does not disturb an application: the application's settings for its other
 * servers are not changed, and are not used for the platform.
 */
class HostApplicationIntegrationTests {

	private final ApplicationContextRunner runner = ConfigurationUnderTest.valid()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WebClientAutoConfiguration.class));

	private final SequoiaSandbox sandbox = SequoiaSandbox.start();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void forgetRequests() {
		this.sandbox.requests().clear();
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.sandbox.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { TwoBuilders.class, LoadBalancedBuilder.class })
	void buildersOfTheApplicationAreNotUsed(Class<?> builders) {
		run(builders);

		template().browse(Criteria.all(), Content.class).page();

		assertThat(this.sandbox.requests().all()).hasSizeGreaterThan(3)
			.allSatisfy((request) -> assertThat(request.header("X-Builder")).isNull());
	}

	@Test
	void customizersKeepWhatBelongsToAnyClient() {
		run(Customizing.class);

		template().browse(Criteria.all(), Content.class).page();

		assertThat(this.sandbox.requests().all()).hasSizeGreaterThan(3).allSatisfy((request) -> {
			assertThat(request.header("X-Team")).isEqualTo("catalogue");
			assertThat(request.header("X-Filter")).isEqualTo("seen");
		});
	}

	@Test
	void credentialsAndVersionsOfCustomizersStayAway() {
		run(Customizing.class);

		template().browse(Criteria.all(), Content.class).page();
		this.context.getBean("sequoiaWebClient", WebClient.class)
			.get()
			.uri("sequoia://metadata/descriptor/raw?owner=testmock")
			.retrieve()
			.toBodilessEntity()
			.block();

		List<LoggedRequest> requests = this.sandbox.requests().all();
		assertThat(requests).extracting(LoggedRequest::path)
			.containsExactly("/services/testmock", "/identity/oauth/token", "/metadata/descriptor/raw",
					"/metadata/data/contents", "/metadata/descriptor/raw");
		assertThat(requests).extracting((request) -> scheme(request.header(HttpHeaders.AUTHORIZATION)))
			.containsExactly(null, "Basic", "Bearer", "Bearer", "Bearer");
		assertThat(requests).allSatisfy((request) -> {
			assertThat(String.valueOf(request.header(HttpHeaders.AUTHORIZATION))).doesNotContain("foreign");
			assertThat(request.header(HttpHeaders.COOKIE)).isNull();
			for (String header : Customizing.CREDENTIALS) {
				assertThat(request.header(header)).as(header).isNull();
			}
			assertThat(request.header("X-API-Version")).isNull();
			assertThat(request.header("X-Request")).isNull();
			assertThat(request.header(HttpHeaders.USER_AGENT)).startsWith("sequoia-spring-boot/");
		});
	}

	@Test
	void credentialsOfCustomizersStayAwayWhereTheClientHasNone() {
		this.context = ClientApplication.run(List.of("sequoia.registry.url=" + this.sandbox.registryUrl(),
				"sequoia.owner=testmock", "sequoia.auth.type=none"), Customizing.class);

		assertThat(catchThrowable(() -> template().browse(Criteria.all(), Content.class).page())).isNotNull();

		assertThat(this.sandbox.requests().all()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.header(HttpHeaders.AUTHORIZATION)).isNull());
	}

	@Test
	void callerAndOwnCustomizersMaySetWhatTheyLike() {
		run(OwnCustomizer.class);

		WebClient client = this.context.getBean("sequoiaWebClient", WebClient.class);
		client.get()
			.uri("sequoia://metadata/descriptor/raw?owner=testmock")
			.header(HttpHeaders.AUTHORIZATION, "Bearer own")
			.cookie("session", "own")
			.exchangeToMono(ClientResponse::releaseBody)
			.onErrorComplete(AuthenticationFailedException.class)
			.block();

		assertThat(this.sandbox.requests().all()).extracting(LoggedRequest::path)
			.containsExactly("/services/testmock", "/metadata/descriptor/raw");
		assertThat(this.sandbox.requests().all()).last().satisfies((request) -> {
			assertThat(request.header(HttpHeaders.AUTHORIZATION)).startsWith("Bearer ");
			assertThat(request.header(HttpHeaders.COOKIE)).isEqualTo("session=own");
			assertThat(request.header("X-Api-Key")).isEqualTo("of-the-platform");
		});
	}

	@Test
	void builderOfJsonIsNotChangedThoughItIsShared() {
		JsonMapper.Builder shared = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);

		this.runner.withBean("shared", JsonMapper.Builder.class, () -> shared).run((context) -> {
			assertThat(context.getBean(ResourceMapper.class).write(new Named("x"))).hasToString("{\"fullName\":\"x\"}");
			assertThat(context.getBean(JsonMapper.class).writeValueAsString(new Named("x")))
				.isEqualTo("{\"FullName\":\"x\"}");
			assertThat(shared.build().writeValueAsString(new Named("x"))).isEqualTo("{\"FullName\":\"x\"}");
			assertThat(shared.build().registeredModules()).extracting((module) -> module.getClass().getName())
				.noneMatch((name) -> name.startsWith("io.sequoia"));
		});
	}

	@Test
	void mapperOfTheApplicationGivesItsModulesAndNoTypesFromJson() {
		JsonMapper typing = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL_AND_RECORDS)
			.build();

		this.runner.withBean("typing", JsonMapper.class, () -> typing).run((context) -> {
			assertThat(context.getBean(ResourceMapper.class).write(new Named("x"))).hasToString("{\"fullName\":\"x\"}");
			assertThat(typing.writeValueAsString(new Named("x"))).contains(Named.class.getName());
		});
	}

	@Test
	void webClientIsNoCandidateByType() {
		this.runner.run((context) -> {
			assertThatExceptionOfType(UnsatisfiedDependencyException.class)
				.isThrownBy(() -> context.getBeanFactory().createBean(NeedsAnyWebClient.class).client());
			assertThat(context.getBeanFactory().createBean(NeedsOurWebClient.class).client())
				.isSameAs(context.getBean("sequoiaWebClient"));
		});
	}

	@Test
	void anotherStarterMakesItsOwnWebClient() {
		this.runner.withConfiguration(AutoConfigurations.of(AnotherStarter.class)).run((context) -> {
			assertThat(context).hasNotFailed().hasBean("ofAnotherStarter").hasBean("sequoiaWebClient");
			assertThat(context.getBeanFactory().createBean(NeedsAnyWebClient.class).client())
				.isSameAs(context.getBean("ofAnotherStarter"));
		});
	}

	@Test
	void retriesOfTheApplicationsOtherClientsChangeNothing() {
		run(RetriesOfOthers.class, "sequoia.retry.interval=1ms");
		unavailable(2);

		assertThat(template().browse(Criteria.all(), Content.class).page()).isNotNull();
		assertThat(this.context.getBean(CountingListener.class).opened).hasValue(0);
	}

	@Test
	void policiesAndListenersWithTheQualifierTakePart() {
		run(OwnRetries.class, "sequoia.retry.interval=1h", "sequoia.retry.max-interval=1h",
				"sequoia.retry.max-attempts=10");
		unavailable(5);

		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> template().browse(Criteria.all(), Content.class).page());
		assertThat(this.sandbox.requests().all())
			.filteredOn((request) -> request.path().equals("/metadata/data/contents"))
			.hasSize(3);
		assertThat(this.context.getBean("ours", CountingListener.class).opened).hasPositiveValue();
		assertThat(this.context.getBean(MarkedListener.class).opened).hasPositiveValue();
	}

	@Test
	void beansForUsersCanBeProxiedByClass() {
		run(Proxying.class);

		template().browse(Criteria.all(), Content.class).page();
		this.context.getBean(ReactiveSequoiaTemplate.class).browse(Criteria.all(), Content.class).page().block();

		for (Class<?> type : List.of(SequoiaTemplate.class, ReactiveSequoiaTemplate.class, SequoiaIdentity.class,
				ReactiveSequoiaIdentity.class, SequoiaTransfer.class, ReactiveSequoiaTransfer.class,
				ServiceRegistry.class, SequoiaTokenSource.class)) {
			assertThat(AopUtils.isCglibProxy(this.context.getBean(type))).as(type.getSimpleName()).isTrue();
		}
		assertThat(this.context.getBean(Proxying.class).called).contains("SequoiaTemplate", "ReactiveSequoiaTemplate",
				"HttpServiceRegistry", "ClientCredentialsTokenSource");
	}

	private void unavailable(int times) {
		for (int i = 0; i < times; i++) {
			this.sandbox.faults().next(Operation.BROWSE, Fault.status(503));
		}
	}

	private static String scheme(String authorization) {
		return (authorization != null) ? authorization.substring(0, authorization.indexOf(' ')) : null;
	}

	private SequoiaTemplate template() {
		return this.context.getBean(SequoiaTemplate.class);
	}

	private void run(Class<?> configuration, String... properties) {
		this.context = ClientApplication.run(this.sandbox, configuration, properties);
	}

	record Named(String fullName) {
	}

	record NeedsAnyWebClient(WebClient client) {
	}

	record NeedsOurWebClient(@Qualifier("sequoiaWebClient") WebClient client) {
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoBuilders {

		@Bean
		WebClient.Builder one() {
			return WebClient.builder().defaultHeader("X-Builder", "one");
		}

		@Bean
		WebClient.Builder other() {
			return WebClient.builder().defaultHeader("X-Builder", "other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LoadBalancedBuilder {

		@Bean
		@Primary
		WebClient.Builder loadBalanced() {
			return WebClient.builder()
				.defaultHeader("X-Builder", "balanced")
				.filter((request,
						next) -> next.exchange(ClientRequest.from(request)
							.url(URI.create("http://127.0.0.2:1" + request.url().getPath()))
							.build()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizing {

		static final List<String> CREDENTIALS = List.of("Proxy-Authorization", "X-Api-Key", "X-Auth-Token",
				"X-Amz-Security-Token", "Ocp-Apim-Subscription-Key", "X-Session-Id", "X-Client-Secret");

		@Bean
		@Order(1)
		WebClientCustomizer defaults() {
			return (builder) -> {
				builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer foreign")
					.defaultHeaders((headers) -> CREDENTIALS.forEach((name) -> headers.set(name, "foreign")))
					.defaultHeader("X-Team", "catalogue")
					.defaultHeader(HttpHeaders.USER_AGENT, "foreign")
					.defaultHeader(HttpHeaders.ACCEPT, "text/plain")
					.defaultCookie("session", "foreign")
					.defaultCookies((cookies) -> cookies.add("other", "foreign"));
				builder.apply((applied) -> applied.apiVersionInserter(ApiVersionInserter.useHeader("X-API-Version"))
					.defaultApiVersion("7"));
			};
		}

		@Bean
		@Order(2)
		WebClientCustomizer addresses() {
			return (builder) -> builder.baseUrl("http://127.0.0.2:1/foreign")
				.exchangeFunction((request) -> Mono.error(new IllegalStateException("foreign")))
				.defaultRequest((request) -> request.header("X-Request", "foreign")
					.header(HttpHeaders.AUTHORIZATION, "Bearer foreign"))
				.defaultStatusHandler((status) -> true, (response) -> Mono.error(new IllegalStateException("foreign")));
		}

		@Bean
		@Order(3)
		WebClientCustomizer filters() {
			ExchangeFilterFunction seen = (request, next) -> next
				.exchange(ClientRequest.from(request).header("X-Filter", "seen").build());
			ExchangeFilterFunction authorizing = (request, next) -> next
				.exchange(ClientRequest.from(request).headers((headers) -> {
					headers.setBearerAuth("foreign");
					headers.set("X-Api-Key", "foreign");
				}).cookie("session", "foreign").build());
			return (builder) -> builder.filter(seen).filters((filters) -> filters.add(0, authorizing));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizer {

		@Bean
		SequoiaWebClientCustomizer own() {
			return (builder) -> builder.defaultHeader("X-Api-Key", "of-the-platform");
		}

	}

	@AutoConfiguration(after = SequoiaAutoConfiguration.class)
	static class AnotherStarter {

		@Bean
		@ConditionalOnMissingBean(WebClient.class)
		WebClient ofAnotherStarter() {
			return WebClient.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RetriesOfOthers {

		@Bean
		RetryPolicy ofKafka() {
			return new NeverRetryPolicy();
		}

		@Bean
		BackOffPolicy ofMails() {
			FixedBackOffPolicy hours = new FixedBackOffPolicy();
			hours.setBackOffPeriod(3_600_000);
			return hours;
		}

		@Bean
		CountingListener ofKafkaToo() {
			return new CountingListener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRetries {

		@Bean
		@SequoiaRetry
		RetryPolicy threeTimes() {
			return new SimpleRetryPolicy(3);
		}

		@Bean
		RetryPolicy ofKafka() {
			return new NeverRetryPolicy();
		}

		@Bean
		@SequoiaRetry
		BackOffPolicy soon() {
			FixedBackOffPolicy soon = new FixedBackOffPolicy();
			soon.setBackOffPeriod(1);
			return soon;
		}

		@Bean
		@SequoiaRetry
		CountingListener ours() {
			return new CountingListener();
		}

		@Bean
		MarkedListener marked() {
			return new MarkedListener();
		}

	}

	static class CountingListener implements RetryListener {

		final AtomicInteger opened = new AtomicInteger();

		@Override
		public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
			this.opened.incrementAndGet();
			return true;
		}

	}

	@SequoiaRetry
	static final class MarkedListener extends CountingListener {

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxying implements BeanPostProcessor {

		final Set<String> called = ConcurrentHashMap.newKeySet();

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (!name.toLowerCase(Locale.ROOT)
				.matches("(reactive)?sequoia(template|identity|transfer|serviceregistry|tokensource)")) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				this.called.add(bean.getClass().getSimpleName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

}
