package io.sequoia.http;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.observation.ObservationRegistry;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.PriorityOrdered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.codec.ClientCodecConfigurer;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ApiVersionInserter;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriBuilderFactory;

/**
 * Builds the client of a group of HTTP interfaces. It keeps what is set for this group,
 * and ignores what the application sets for all of its WebClients, since each attempt of
 * a request has those of these settings that suit the platform.
 */
@Internal
public final class HttpServiceGroupBuilder implements WebClient.Builder {

	private final WebClient.Builder group;

	private boolean ignoring;

	HttpServiceGroupBuilder(WebClient.Builder group) {
		this.group = group;
	}

	/**
	 * Create the customizer to call before those of the application.
	 * @return the customizer; it ignores other builders
	 */
	public static WebClientCustomizer beforeApplication() {
		return new BeforeApplication();
	}

	/**
	 * Keep the settings that are made on a builder from now on, as they are meant for its
	 * group.
	 * @param builder the builder, after the application's customizers
	 */
	public static void afterApplication(WebClient.Builder builder) {
		ignore(builder, false);
	}

	private static void ignore(WebClient.Builder builder, boolean ignoring) {
		if (builder instanceof HttpServiceGroupBuilder own) {
			own.ignoring = ignoring;
		}
	}

	private WebClient.Builder with(Consumer<WebClient.Builder> setting) {
		if (!this.ignoring) {
			setting.accept(this.group);
		}
		return this;
	}

	@Override
	public WebClient.Builder baseUrl(String baseUrl) {
		return with((group) -> group.baseUrl(baseUrl));
	}

	@Override
	public WebClient.Builder defaultUriVariables(Map<String, ?> defaultUriVariables) {
		return with((group) -> group.defaultUriVariables(defaultUriVariables));
	}

	@Override
	public WebClient.Builder uriBuilderFactory(UriBuilderFactory uriBuilderFactory) {
		return with((group) -> group.uriBuilderFactory(uriBuilderFactory));
	}

	@Override
	public WebClient.Builder defaultHeader(String header, String... values) {
		return with((group) -> group.defaultHeader(header, values));
	}

	@Override
	public WebClient.Builder defaultHeaders(Consumer<HttpHeaders> headersConsumer) {
		return with((group) -> group.defaultHeaders(headersConsumer));
	}

	@Override
	public WebClient.Builder defaultCookie(String cookie, String... values) {
		return with((group) -> group.defaultCookie(cookie, values));
	}

	@Override
	public WebClient.Builder defaultCookies(Consumer<MultiValueMap<String, String>> cookiesConsumer) {
		return with((group) -> group.defaultCookies(cookiesConsumer));
	}

	@Override
	public WebClient.Builder defaultApiVersion(Object version) {
		return with((group) -> group.defaultApiVersion(version));
	}

	@Override
	public WebClient.Builder apiVersionInserter(@Nullable ApiVersionInserter apiVersionInserter) {
		return with((group) -> group.apiVersionInserter(apiVersionInserter));
	}

	@Override
	public WebClient.Builder defaultRequest(Consumer<WebClient.RequestHeadersSpec<?>> defaultRequest) {
		return with((group) -> group.defaultRequest(defaultRequest));
	}

	@Override
	public WebClient.Builder filter(ExchangeFilterFunction filter) {
		return with((group) -> group.filter(filter));
	}

	@Override
	public WebClient.Builder filters(Consumer<List<ExchangeFilterFunction>> filtersConsumer) {
		return with((group) -> group.filters(filtersConsumer));
	}

	@Override
	public WebClient.Builder clientConnector(ClientHttpConnector connector) {
		return with((group) -> group.clientConnector(connector));
	}

	@Override
	public WebClient.Builder codecs(Consumer<ClientCodecConfigurer> configurer) {
		return with((group) -> group.codecs(configurer));
	}

	@Override
	public WebClient.Builder exchangeStrategies(ExchangeStrategies strategies) {
		return with((group) -> group.exchangeStrategies(strategies));
	}

	@Override
	public WebClient.Builder exchangeFunction(ExchangeFunction exchangeFunction) {
		return with((group) -> group.exchangeFunction(exchangeFunction));
	}

	@Override
	public WebClient.Builder observationRegistry(ObservationRegistry observationRegistry) {
		return with((group) -> group.observationRegistry(observationRegistry));
	}

	@Override
	public WebClient.Builder observationConvention(ClientRequestObservationConvention observationConvention) {
		return with((group) -> group.observationConvention(observationConvention));
	}

	@Override
	public WebClient.Builder defaultStatusHandler(Predicate<HttpStatusCode> statusPredicate,
			Function<ClientResponse, Mono<? extends Throwable>> exceptionFunction) {
		return with((group) -> group.defaultStatusHandler(statusPredicate, exceptionFunction));
	}

	@Override
	public WebClient.Builder apply(Consumer<WebClient.Builder> builderConsumer) {
		builderConsumer.accept(this);
		return this;
	}

	@Override
	public WebClient.Builder clone() {
		HttpServiceGroupBuilder clone = new HttpServiceGroupBuilder(this.group.clone());
		clone.ignoring = this.ignoring;
		return clone;
	}

	@Override
	public WebClient build() {
		return this.group.build();
	}

	private static final class BeforeApplication implements WebClientCustomizer, PriorityOrdered {

		@Override
		public void customize(WebClient.Builder builder) {
			ignore(builder, true);
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

}
