package io.sequoia.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.codec.ClientCodecConfigurer;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ApiVersionInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriBuilderFactory;

/**
 * Collects the settings of an application for all of its WebClients and keeps those that
 * suit any client: observations, codecs, filters and default headers. It leaves out the
 * settings that are meant for the application's other servers: addresses, connectors,
 * cookies, default requests, status handlers, API versions, and headers that carry
 * credentials, whether they are defaults or set by a filter.
 */
final class ApplicationWebClientBuilder implements WebClient.Builder {

	/** Headers that identify the sender of a request. */
	private static final Pattern CREDENTIALS = Pattern
		.compile("(.*-)?(authorization|cookie|auth|token|secret|password|credentials?|signature|session(-?id)?"
				+ "|api-?key|access-?key|subscription-?key|jwt)(-.*)?");

	/** Headers that the connection or the single request sets. */
	private static final Set<String> OF_THE_CONNECTION = Set.of("accept", "accept-encoding", "connection",
			"content-length", "content-type", "expect", "host", "te", "transfer-encoding", "upgrade", "user-agent");

	private final WebClient.Builder kept;

	ApplicationWebClientBuilder() {
		this(WebClient.builder()
			.observationConvention(new TemplateObservationConvention(new DefaultClientRequestObservationConvention())));
	}

	private ApplicationWebClientBuilder(WebClient.Builder kept) {
		this.kept = kept;
	}

	/**
	 * Return the kept settings.
	 * @return the builder, which has the kept headers only
	 */
	WebClient.Builder kept() {
		return this.kept.clone()
			.defaultHeaders((headers) -> List.copyOf(headers.headerNames())
				.stream()
				.filter(ApplicationWebClientBuilder::isLeftOut)
				.forEach(headers::remove));
	}

	private static boolean isLeftOut(String header) {
		String name = header.toLowerCase(Locale.ROOT);
		return OF_THE_CONNECTION.contains(name) || isCredential(name);
	}

	private static boolean isCredential(String header) {
		return CREDENTIALS.matcher(header.toLowerCase(Locale.ROOT)).matches();
	}

	@Override
	public WebClient.Builder defaultHeader(String header, String... values) {
		this.kept.defaultHeader(header, values);
		return this;
	}

	@Override
	public WebClient.Builder defaultHeaders(Consumer<HttpHeaders> headersConsumer) {
		this.kept.defaultHeaders(headersConsumer);
		return this;
	}

	@Override
	public WebClient.Builder filter(ExchangeFilterFunction filter) {
		this.kept.filter(new Filter(filter));
		return this;
	}

	@Override
	public WebClient.Builder filters(Consumer<List<ExchangeFilterFunction>> filtersConsumer) {
		this.kept.filters((filters) -> {
			List<ExchangeFilterFunction> own = new ArrayList<>(
					filters.stream().map((filter) -> ((Filter) filter).filter()).toList());
			filtersConsumer.accept(own);
			filters.clear();
			own.stream().map(Filter::new).forEach(filters::add);
		});
		return this;
	}

	@Override
	public WebClient.Builder codecs(Consumer<ClientCodecConfigurer> configurer) {
		this.kept.codecs(configurer);
		return this;
	}

	@Override
	public WebClient.Builder exchangeStrategies(ExchangeStrategies strategies) {
		this.kept.exchangeStrategies(strategies);
		return this;
	}

	@Override
	public WebClient.Builder observationRegistry(ObservationRegistry observationRegistry) {
		this.kept.observationRegistry(observationRegistry);
		return this;
	}

	@Override
	public WebClient.Builder observationConvention(ClientRequestObservationConvention observationConvention) {
		this.kept.observationConvention(new TemplateObservationConvention(observationConvention));
		return this;
	}

	@Override
	public WebClient.Builder baseUrl(String baseUrl) {
		return this;
	}

	@Override
	public WebClient.Builder defaultUriVariables(Map<String, ?> defaultUriVariables) {
		return this;
	}

	@Override
	public WebClient.Builder uriBuilderFactory(UriBuilderFactory uriBuilderFactory) {
		return this;
	}

	@Override
	public WebClient.Builder defaultCookie(String cookie, String... values) {
		return this;
	}

	@Override
	public WebClient.Builder defaultCookies(Consumer<MultiValueMap<String, String>> cookiesConsumer) {
		return this;
	}

	@Override
	public WebClient.Builder defaultApiVersion(Object version) {
		return this;
	}

	@Override
	public WebClient.Builder apiVersionInserter(@Nullable ApiVersionInserter apiVersionInserter) {
		return this;
	}

	@Override
	public WebClient.Builder defaultRequest(Consumer<WebClient.RequestHeadersSpec<?>> defaultRequest) {
		return this;
	}

	@Override
	public WebClient.Builder defaultStatusHandler(Predicate<HttpStatusCode> statusPredicate,
			Function<ClientResponse, Mono<? extends Throwable>> exceptionFunction) {
		return this;
	}

	@Override
	public WebClient.Builder clientConnector(ClientHttpConnector connector) {
		return this;
	}

	@Override
	public WebClient.Builder exchangeFunction(ExchangeFunction exchangeFunction) {
		return this;
	}

	@Override
	public WebClient.Builder apply(Consumer<WebClient.Builder> builderConsumer) {
		builderConsumer.accept(this);
		return this;
	}

	@Override
	public WebClient.Builder clone() {
		return new ApplicationWebClientBuilder(this.kept.clone());
	}

	@Override
	public WebClient build() {
		return this.kept.build();
	}

	/**
	 * A filter of the application. It may read and change requests and answers, but it
	 * cannot add credentials to a request, as its credentials are meant for others.
	 *
	 * @param filter the filter
	 */
	private record Filter(ExchangeFilterFunction filter) implements ExchangeFilterFunction {

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return this.filter.filter(request, (changed) -> next.exchange(withoutCredentials(request, changed)));
		}

		private static ClientRequest withoutCredentials(ClientRequest request, ClientRequest changed) {
			if (changed == request) {
				return request;
			}
			List<String> foreign = changed.headers()
				.headerNames()
				.stream()
				.filter((name) -> isCredential(name)
						&& !changed.headers().getOrEmpty(name).equals(request.headers().getOrEmpty(name)))
				.toList();
			if (foreign.isEmpty() && changed.cookies().equals(request.cookies())) {
				return changed;
			}
			return ClientRequest.from(changed).headers((headers) -> {
				foreign.forEach(headers::remove);
				foreign
					.forEach((name) -> request.headers().getOrEmpty(name).forEach((value) -> headers.add(name, value)));
			}).cookies((cookies) -> {
				cookies.clear();
				cookies.addAll(request.cookies());
			}).build();
		}

	}

}
