package io.sequoia.rig;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.SequoiaRetry;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.policy.MaxAttemptsRetryPolicy;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each guard matters: without the guard, its row of the matrix fails.
 */
@Tag("long")
class GuardIntegrationTests {

	static Stream<Arguments> guards() {
		return Stream.of(
				arguments("retries", Rows.UNAVAILABLE, Column.READ, "503, not applied",
						properties("sequoia.retry.enabled=false")),
				arguments("the choice of what is retried", Rows.REFUSED, Column.NAMED, "request refused: 400",
						bean(RetryEverything.class)),
				arguments("the one layer of retries", Rows.RESET_APPLIED, Column.NAMELESS,
						"applications of what must not be repeated", bean(SecondLayer.class)),
				arguments("no a redirect to another host", Rows.REDIRECTED, Column.READ, "requests to another origin",
						bean(EveryRedirect.class)),
				arguments("dropping a token that is refused", Rows.REVOKED, Column.READ, "the token is revoked once",
						bean(KeptToken.class)),
				arguments("the limit of an answer", Rows.TOO_LARGE, Column.READ, "larger than allowed",
						properties("sequoia.http.max-response-size=16MB")),
				arguments("the limit of an attempt", Rows.SILENCE, Column.READ, "no answer",
						properties("sequoia.http.response-timeout=3s", "sequoia.retry.max-time=3s")),
				arguments("the verification of certificates", Rows.stranger(), Column.READ, "unknown authority",
						(Supplier<Rig>) () -> Rig.locked(List.of(TrustsEverybody.class))));
	}

	private static Supplier<Rig> properties(String... properties) {
		return () -> new Rig(properties);
	}

	private static Supplier<Rig> bean(Class<?> bean) {
		return () -> new Rig(new Ledger(), List.of(bean));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("guards")
	void rowIsRedWithout(String guard, Row row, Column column, String red, Supplier<Rig> unguarded) {
		try (Rig rig = unguarded.get()) {
			for (Face face : rig.faces()) {
				assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> row.verify(rig, face, column))
					.withMessageContaining(red);
			}
		}
	}

	@Test
	void outageCostsMoreWithoutTheBudget() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> LoadScenarios.outage(200, "sequoia.retry.budget.enabled=false"))
			.withMessageContaining("requests");
	}

	@Test
	void oneFailureIsManyWithoutTheSharedRetry() {
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> SharedScenarios.answered(Step.TOKEN, 1, Fault.status(503), EachForItself.class))
			.withMessageContaining("token of identity");
	}

	@Test
	void connectionsAreManyWithoutTheirLimit() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> LoadScenarios.queue("sequoia.http.pool.max-connections=64"));
	}

	@Test
	void callsDoNotFollowAServiceThatMovesUnlessTheRegistryIsTold() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> PlatformScenarios.moves(List.of(DeafRegistry.class)))
			.withMessageContaining("connection refused");
	}

	/** Treats every failure as transient. */
	@Configuration(proxyBeanMethods = false)
	static class RetryEverything {

		@Bean
		@SequoiaRetry
		RetryPolicy everything() {
			return new MaxAttemptsRetryPolicy(Rig.MAX_ATTEMPTS);
		}

	}

	/** Repeats no shared request, so that each waiting call repeats it. */
	@Configuration(proxyBeanMethods = false)
	static class EachForItself {

		@Bean
		SharedRetry eachForItself() {
			return SharedRetry.NONE;
		}

	}

	/** Repeats requests below the retries. */
	@Configuration(proxyBeanMethods = false)
	static class SecondLayer {

		@Bean
		SequoiaWebClientCustomizer secondLayer() {
			return (builder) -> builder.filter((request, next) -> next.exchange(request).retry(1));
		}

	}

	/** Follows every redirect. */
	@Configuration(proxyBeanMethods = false)
	static class EveryRedirect {

		@Bean
		SequoiaWebClientCustomizer everyRedirect() {
			return (builder) -> builder
				.clientConnector(new ReactorClientHttpConnector(HttpClient.create().followRedirect(true)));
		}

	}

	/** Trusts every certificate. */
	@Configuration(proxyBeanMethods = false)
	static class TrustsEverybody {

		@Bean
		SequoiaWebClientCustomizer trustsEverybody() throws SSLException {
			SslContext everybody = SslContextBuilder.forClient()
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.build();
			HttpClient client = HttpClient.create().secure((spec) -> spec.sslContext(everybody));
			return (builder) -> builder.clientConnector(new ReactorClientHttpConnector(client));
		}

	}

	/** Never drops a token. */
	@Configuration(proxyBeanMethods = false)
	static class KeptToken {

		@Bean
		static BeanPostProcessor keptToken() {
			return wrapping(SequoiaTokenSource.class, (source) -> {
				Map<String, Mono<String>> kept = new ConcurrentHashMap<>();
				return new SequoiaTokenSource() {

					@Override
					public Mono<String> token(String owner) {
						return kept.computeIfAbsent(owner, (unknown) -> source.token(owner).cache());
					}

					@Override
					public void refused(String owner, String token) {
						// this is the fault to show
					}

				};
			});
		}

	}

	/** Ignores services that cannot be reached. */
	@Configuration(proxyBeanMethods = false)
	static class DeafRegistry {

		@Bean
		static BeanPostProcessor deafRegistry() {
			return wrapping(ServiceRegistry.class, (registry) -> new ServiceRegistry() {

				@Override
				public Mono<Collection<RegisteredService>> services(String owner) {
					return registry.services(owner);
				}

				@Override
				public Mono<RegisteredService> service(String owner, String name) {
					return registry.service(owner, name);
				}

			});
		}

	}

	private static <B> BeanPostProcessor wrapping(Class<B> type, UnaryOperator<B> wrapper) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return type.isInstance(bean) ? wrapper.apply(type.cast(bean)) : bean;
			}

		};
	}

}
