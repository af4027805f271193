package io.sequoia.security;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.contract.Proves;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.TestClients;
import io.sequoia.http.SequoiaWebClients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class TokenIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String SECRET = "pl4nted%+/=: \u00e9";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().containerThreads(30))
		.build();

	@AutoClose
	private final TestClients testClients = TestClients.create();

	private final SequoiaWebClients webClients = this.testClients.clients();

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final ServiceRegistry registry = new HttpServiceRegistry(this.webClients.control(),
			new HttpServiceRegistry.Settings(URI.create(server.baseUrl()), "testmock", Duration.ofDays(1), List.of(),
					false, Map.of(), null),
			this.clock::get);

	@BeforeEach
	void serve() {
		String listing = "{\"services\":[{\"name\":\"identity\",\"location\":\"%1$s/identity\"},"
				+ "{\"name\":\"metadata\",\"location\":\"%1$s/metadata\"}]}";
		server.stubFor(get(urlPathMatching("/services/.*")).willReturn(okJson(listing.formatted(server.baseUrl()))));
		server.stubFor(get(urlPathMatching("/(metadata|elsewhere)/.*")).willReturn(okJson("{}")));
		tokens(okJson("{\"access_token\":\"t0ken\"}"));
	}

	@Test
	@Proves("2 token")
	void sendsIdAndSecretAsTheyAre() {
		call(clientCredentials());
		LoggedRequest request = tokenRequests().get(0);
		assertThat(request.getHeader("Authorization")).isEqualTo(
				"Basic " + Base64.getEncoder().encodeToString(("id:" + SECRET).getBytes(StandardCharsets.UTF_8)));
		assertThat(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
		assertThat(request.getBodyAsString()).isEqualTo("grant_type=client_credentials");
	}

	@Test
	@Proves("2 scope")
	void asksForScopesAtTheConfiguredEndpoint() {
		server.stubFor(post(urlEqualTo("/own/token")).willReturn(okJson("{\"access_token\":\"t0ken\"}")));
		ClientCredentialsTokenSource source = source(new ClientCredentials.Settings("id", SECRET,
				List.of("read", "write"), URI.create(server.baseUrl() + "/own/token"), null));
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("t0ken");
		LoggedRequest request = server.findAll(anyRequestedFor(anyUrl())).get(0);
		assertThat(request.getUrl()).isEqualTo("/own/token");
		assertThat(request.getBodyAsString().split("&")).containsExactlyInAnyOrder("grant_type=client_credentials",
				"scope=read+write");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/realms/My%20Realm/token", "/caf%C3%A9/token", "/a%2Fb/token", "/a+b;c=d/token" })
	void sendsTheAddressOfTheEndpointAsItIsWritten(String path) {
		server.stubFor(post(urlEqualTo(path)).willReturn(okJson("{\"access_token\":\"t0ken\"}")));
		ClientCredentialsTokenSource source = source(
				new ClientCredentials.Settings("id", SECRET, List.of(), URI.create(server.baseUrl() + path), null));
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("t0ken");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE" })
	void takesAnAnswerWithAByteOrderMark(String charset) {
		tokens(aResponse().withBody("\uFEFF{\"access_token\":\"t0ken\"}".getBytes(Charset.forName(charset))));
		assertThat(clientCredentials().token("testmock").block(LIMIT)).isEqualTo("t0ken");
	}

	@Test
	void sendsOneCorrelationIdWithRegistryTokenAndDataRequest() {
		call(clientCredentials());
		List<LoggedRequest> requests = server.findAll(anyRequestedFor(anyUrl()));
		assertThat(requests).hasSize(3);
		Set<String> ids = requests.stream()
			.map((request) -> request.getHeader("X-Correlation-ID"))
			.collect(Collectors.toSet());
		assertThat(ids).hasSize(1).doesNotContainNull();
	}

	@Test
	@Proves("P first token fetched by every caller")
	void fetchesOneTokenForAThousandCallers() {
		tokens(okJson("{\"access_token\":\"t0ken\",\"expires_in\":3600}").withFixedDelay(300));
		ClientCredentialsTokenSource source = source(settings(null));
		assertThat(Flux.range(0, 1000)
			.flatMap((i) -> source.token("testmock").subscribeOn(Schedulers.parallel()), 1000)
			.distinct()
			.collectList()
			.block(LIMIT)).containsExactly("t0ken");
		assertThat(tokenRequests()).hasSize(1);
	}

	@Test
	void goesOnFetchingWhenTheCallerThatStartedItGivesUp() {
		tokens(okJson("{\"access_token\":\"t0ken\"}").withFixedDelay(300));
		ClientCredentialsTokenSource source = source(settings(null));
		Disposable leader = source.token("testmock").subscribe();
		Mono<String> follower = source.token("testmock").cache();
		follower.subscribe();
		leader.dispose();
		assertThat(follower.block(LIMIT)).isEqualTo("t0ken");
		assertThat(tokenRequests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-5", "1000000000000000000", "\"soon\"", "null", "{}", "1e400" })
	@Proves("2 token answer")
	void usesATokenOfMeaninglessLifetimeUntilItIsRefused(String expiresIn) {
		ClientCredentialsTokenSource source = expiring(expiresIn);
		pass(Duration.ofDays(365));
		source.token("testmock").block(LIMIT);
		assertThat(tokenRequests()).hasSize(1);
		source.refused("testmock", "t0ken");
		source.token("testmock").block(LIMIT);
		assertThat(tokenRequests()).hasSize(2);
	}

	@Test
	void dropsOnlyTheTokenThatWasRefused() {
		ClientCredentialsTokenSource source = source(settings(null));
		source.token("testmock").block(LIMIT);
		source.refused("testmock", "older");
		source.refused("other", "t0ken");
		source.token("testmock").block(LIMIT);
		assertThat(tokenRequests()).hasSize(1);
	}

	@Test
	void keepsTokensOfTenantsApart() {
		ClientCredentialsTokenSource source = source(settings(null));
		tokens(okJson("{\"access_token\":\"one\"}"));
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("one");
		tokens(okJson("{\"access_token\":\"two\"}"));
		assertThat(source.token("other").block(LIMIT)).isEqualTo("two");
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("one");
		source.refused("other", "two");
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("one");
	}

	@Test
	@Proves("2 given token")
	void usesTheTokenOfTheUserUntilItIsRefused() {
		SequoiaTokenSource source = source(settings("own"));
		call(source);
		call(source);
		server.verify(2, getRequestedFor(anyData()).withHeader("Authorization", equalTo("Bearer own")));
		assertThat(tokenRequests()).isEmpty();
		refuse("own", "Bearer");
		call(source);
		server.verify(1, getRequestedFor(anyData()).withHeader("Authorization", equalTo("Bearer t0ken")));
		assertThat(tokenRequests()).hasSize(1);
		assertThat(source.token("other").block(LIMIT)).as("another tenant").isEqualTo("t0ken");
		this.clock.addAndGet(Duration.ofHours(2).toNanos());
		assertThat(source.token("third").block(LIMIT)).isEqualTo("t0ken");
		assertThat(source.token("testmock").block(LIMIT)).as("after a long pause").isEqualTo("t0ken");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer error=\"Invalid token\"", "Bearer error=\"invalid_token\"", ",,=\"",
			"Bearer a=1, a=2, error=, realm=\"x" })
	@Proves("2 401")
	void replacesARefusedTokenAndSendsTheRequestOnceMore(String challenge) {
		SequoiaTokenSource source = clientCredentials();
		tokens(okJson("{\"access_token\":\"old\"}"));
		call(source);
		refuse("old", challenge);
		tokens(okJson("{\"access_token\":\"new\"}"));
		assertThat(call(source)).isEqualTo("{}");
		assertThat(tokenRequests()).hasSize(2);
		server.verify(2, getRequestedFor(anyData()).withHeader("Authorization", equalTo("Bearer old")));
		server.verify(1, getRequestedFor(anyData()).withHeader("Authorization", equalTo("Bearer new")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "same", "other" })
	void givesUpWhenTheNewTokenIsRefusedToo(String second) {
		SequoiaTokenSource source = clientCredentials();
		tokens(okJson("{\"access_token\":\"same\"}"));
		call(source);
		server.resetRequests();
		refuse("same", "Bearer");
		refuse("other", "Bearer");
		tokens(okJson("{\"access_token\":\"" + second + "\"}"));
		Throwable failure = catchThrowable(() -> call(source));
		assertThat(failure).isInstanceOf(AuthenticationFailedException.class);
		assertThat(((SequoiaFailure) failure).status()).isEqualTo(401);
		assertThat(tokenRequests()).hasSize(1);
		server.verify(2, getRequestedFor(anyData()));
	}

	@Test
	void neverReplacesATokenBecauseOf403() {
		SequoiaTokenSource source = clientCredentials();
		server.stubFor(get(anyData()).willReturn(aResponse().withStatus(403)));
		assertThat(catchThrowable(() -> call(source))).isInstanceOf(AccessDeniedException.class);
		assertThat(catchThrowable(() -> call(source))).isInstanceOf(AccessDeniedException.class);
		assertThat(tokenRequests()).hasSize(1);
		server.verify(2, getRequestedFor(anyData()));
	}

	@Test
	@Proves("2 given token")
	void neverReplacesAFixedToken() {
		refuse("fixed", "Bearer");
		assertThat(catchThrowable(() -> call(SequoiaTokenSource.fixed("fixed"))))
			.isInstanceOf(AuthenticationFailedException.class)
			.hasMessageNotContaining("fixed");
		assertThat(tokenRequests()).isEmpty();
		server.verify(1, getRequestedFor(anyData()));
	}

	@Test
	void sendsNoHeaderWhereNoneIsConfigured() {
		call(SequoiaTokenSource.none());
		server.verify(1, getRequestedFor(anyData()).withoutHeader("Authorization"));
	}

	@Test
	void sendsNoRequestWithoutTheTokenThatItNeeds() {
		tokens(aResponse().withStatus(503));
		assertThat(catchThrowable(() -> call(clientCredentials()))).isInstanceOf(SequoiaFailure.class);
		server.verify(0, getRequestedFor(anyData()));
	}

	@Test
	void sendsNoTokenToWhatIsNotARegisteredService() {
		WebClient client = client(clientCredentials());
		client.get().uri(server.baseUrl() + "/elsewhere/x").retrieve().bodyToMono(String.class).block(LIMIT);
		client.get()
			.uri(server.baseUrl() + "/elsewhere/y")
			.attributes(new Call("metadata", null, "get", "testmock").attribute())
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT);
		server.verify(2, anyRequestedFor(anyUrl()));
		server.verify(2, getRequestedFor(urlPathMatching("/elsewhere/.*")).withoutHeader("Authorization"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401 })
	@Proves("2 errors")
	void tellsWhatTheIdentityServiceSays(int status) {
		tokens(aResponse().withStatus(status)
			.withBody("{\"code\":1,\"error\":\"invalid_client\",\"error_description\":\"Client is unknown\"}"));
		Throwable failure = catchThrowable(() -> call(clientCredentials()));
		assertThat(failure).isInstanceOf(AuthenticationFailedException.class)
			.hasMessageContaining("invalid_client")
			.hasMessageContaining("Client is unknown")
			.hasMessageContaining(String.valueOf(status));
		assertThat(((SequoiaFailure) failure).status()).isEqualTo(status);
		assertThat(((SequoiaFailure) failure).error()).isEqualTo("invalid_client");
		assertThat(((SequoiaFailure) failure).service()).isEqualTo("identity");
		assertNoSecret(failure);
		server.verify(0, getRequestedFor(anyData()));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', value = { "302 | - | sequoia.auth.token-uri",
			"308 | - | sequoia.auth.token-uri", "304 | - | sequoia.auth.token-uri", "404 | - | sequoia.auth.token-uri",
			"405 | - | sequoia.auth.token-uri", "415 | - | sequoia.auth.token-uri",
			"400 | invalid_request | sequoia.auth.token-uri", "400 | unsupported_grant_type | sequoia.auth.token-uri",
			"400 | invalid_scope | sequoia.auth.scopes", "401 | invalid_scope | sequoia.auth.scopes",
			"403 | - | has no permission" })
	void tellsWhatIsWrongWithARequestForATokenAndAsksAgain(int status, String error, String told) {
		tokens(refusal(status, error));
		SequoiaTokenSource source = clientCredentials();
		for (int i = 0; i < 2; i++) {
			assertThat(catchThrowable(() -> call(source))).isInstanceOf(AuthenticationFailedException.class)
				.hasMessageContaining(told)
				.hasMessageContaining(String.valueOf(status))
				.hasMessageNotContaining("client-secret");
		}
		assertThat(tokenRequests()).as("there is no pause").hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', value = { "400 | invalid_client", "401 | invalid_client",
			"400 | unauthorized_client", "400 | invalid_grant", "401 | -", "401 | Unauthorized" })
	void leavesTheIdentityServiceAloneAfterItRefusedTheCredentials(int status, String error) {
		tokens(refusal(status, error));
		SequoiaTokenSource source = clientCredentials();
		for (int i = 0; i < 2; i++) {
			assertThat(catchThrowable(() -> call(source))).isInstanceOf(AuthenticationFailedException.class)
				.hasMessageContaining("sequoia.auth.client-id");
		}
		assertThat(tokenRequests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', value = { "500 | -", "503 | -", "400 | temporarily_unavailable",
			"401 | temporarily_unavailable", "503 | temporarily_unavailable", "400 | server_error" })
	void takesForPassingWhatTheIdentityServiceCallsPassing(int status, String error) {
		tokens(refusal(status, error));
		SequoiaTokenSource source = clientCredentials();
		assertThat(catchThrowable(() -> call(source))).isInstanceOf(ServiceUnavailableException.class);
		tokens(okJson("{\"access_token\":\"t0ken\"}"));
		assertThat(call(source)).as("there is no pause").isEqualTo("{}");
	}

	@Test
	void takesATimeOutOfTheTokenEndpointForOne() {
		tokens(aResponse().withStatus(408));
		assertThat(catchThrowable(() -> call(clientCredentials()))).isInstanceOf(RequestTimeoutException.class);
	}

	@Test
	void refusesATokenAnswerOverItsLimit() {
		tokens(okJson("{\"access_token\":\"t0ken\",\"x\":\"" + "x".repeat(300 * 1024) + "\"}"));
		assertThat(catchThrowable(() -> call(clientCredentials()))).isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("larger than 256 KB");
	}

	@Test
	void fetchesAnotherTokenOnDemandAndUsesTheOldOneUntilThen() {
		SequoiaTokenSource source = clientCredentials();
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("t0ken");
		tokens(aResponse().withStatus(503));
		assertThat(catchThrowable(() -> source.refresh("testmock").block(LIMIT)))
			.isInstanceOf(ServiceUnavailableException.class);
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("t0ken");
		tokens(okJson("{\"access_token\":\"fresh\"}"));
		source.refresh("testmock").block(LIMIT);
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("fresh");
	}

	private static ResponseDefinitionBuilder refusal(int status, @Nullable String error) {
		ResponseDefinitionBuilder refusal = aResponse().withStatus(status);
		return (error != null) ? refusal.withBody("{\"error\":\"" + error + "\"}") : refusal;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "null", "\"t0ken\"", "<html>login</html>", "{\"access_token\":\"\"}",
			"{\"access_token\":\" \"}", "{\"access_token\":null}", "{\"access_token\":{}}",
			"{\"access_token\":\"s3cret\\r\\nX-Evil: 1\"}", "{\"access_token\":\"s3cret\u00e9\"}",
			"{\"access_token\":\"s3cret\"" })
	void refusesAnAnswerWithoutAUsableToken(String body) {
		tokens(ok(body));
		Throwable failure = catchThrowable(() -> call(clientCredentials()));
		assertThat(failure).isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("token answer")
			.hasMessageContaining("check sequoia.auth.token-uri");
		assertNoSecret(failure);
		server.verify(0, getRequestedFor(anyData()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400, 401, 403, 503 })
	void hidesTheSecretThatTheIdentityServiceSendsBack(int status) {
		String basic = Base64.getEncoder().encodeToString(("id:" + SECRET).getBytes(StandardCharsets.UTF_8));
		tokens(aResponse().withStatus(status)
			.withBody("{\"error\":\"invalid_client\",\"error_description\":\"wrong: " + SECRET + ", "
					+ URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + ", " + basic
					+ "\",\"attributes\":{\"secret\":\"" + SECRET + "\"}}"));
		Throwable failure = catchThrowable(() -> call(clientCredentials()));
		assertThat(failure).hasMessageContaining("wrong: ..., ..., ...");
		assertNoSecret(failure);
		assertThat(((SequoiaFailure) failure).details().toString()).doesNotContain(SECRET, basic);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 500 })
	void hidesTheTokenThatAServiceSendsBack(int status) {
		tokens(okJson("{\"access_token\":\"s3cret-token\"}"));
		server.stubFor(get(anyData()).willReturn(aResponse().withStatus(status)
			.withBody("{\"error\":\"Odd\",\"message\":\"token s3cret-token is unknown\"}")));
		Throwable failure = catchThrowable(() -> call(clientCredentials()));
		assertThat(failure).hasMessageContaining("token ... is unknown");
		assertNoSecret(failure);
	}

	@ParameterizedTest
	@CsvSource({ "invalid_client, sequoia.auth.client-id, 1", "invalid_scope, sequoia.auth.scopes, 2",
			"not_here, sequoia.auth.token-uri, 2" })
	void tellsTheErrorThatComesInPlaceOfATokenWithASuccess(String error, String told, int requests) {
		tokens(okJson("{\"error\":\"" + error + "\",\"error_description\":\"Client is unknown\"}"));
		SequoiaTokenSource source = clientCredentials();
		for (int i = 0; i < 2; i++) {
			Throwable failure = catchThrowable(() -> call(source));
			assertThat(failure).isInstanceOf(AuthenticationFailedException.class)
				.hasMessageContaining(error + " (Client is unknown)")
				.hasMessageContaining(told);
			assertThat(((SequoiaFailure) failure).error()).isEqualTo(error);
		}
		assertThat(tokenRequests()).hasSize(requests);
	}

	@Test
	void takesForPassingWhatIsCalledPassingWithASuccessToo() {
		tokens(okJson("{\"error\":\"temporarily_unavailable\"}"));
		assertThat(catchThrowable(() -> call(clientCredentials()))).isInstanceOf(ServiceUnavailableException.class);
	}

	@Test
	void namesTheKeysOfANamedClientForAnAnswerThatIsNoToken() {
		tokens(ok("<html>login</html>"));
		ClientCredentialsTokenSource source = new ClientCredentialsTokenSource(
				new TokenEndpoint(this.webClients.control()), this.registry,
				new ClientCredentials(() -> settings(null), "sequoia.clients.archive"), this.clock::get);
		assertThat(catchThrowable(() -> source.token("testmock").block(LIMIT)))
			.isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("check sequoia.clients.archive.auth.token-uri");
	}

	@Test
	void refusesATokenOf64Kilobytes() {
		tokens(okJson("{\"access_token\":\"" + "x".repeat(64 * 1024) + "\"}"));
		assertThat(catchThrowable(() -> call(clientCredentials()))).isInstanceOf(MalformedResponseException.class)
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(500));
	}

	@Test
	void printsNoSecret() {
		assertThat(settings("own")).hasToString("Settings[clientId=id]");
		assertThat(new TokenAnswer("t0ken", null).toString()).doesNotContain("t0ken");
	}

	private static void assertNoSecret(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(cause.toString()).doesNotContain("pl4nted", "s3cret", "Basic ");
		}
	}

	private ClientCredentialsTokenSource expiring(String expiresIn) {
		tokens(okJson("{\"access_token\":\"t0ken\",\"expires_in\":" + expiresIn + "}"));
		ClientCredentialsTokenSource source = source(settings(null));
		assertThat(source.token("testmock").block(LIMIT)).isEqualTo("t0ken");
		return source;
	}

	private ClientCredentialsTokenSource clientCredentials() {
		return source(settings(null));
	}

	private ClientCredentialsTokenSource source(ClientCredentials.Settings settings) {
		return new ClientCredentialsTokenSource(new TokenEndpoint(this.webClients.control()), this.registry,
				new ClientCredentials(() -> settings), this.clock::get);
	}

	private static ClientCredentials.Settings settings(@Nullable String firstToken) {
		return new ClientCredentials.Settings("id", SECRET, List.of(), null, firstToken);
	}

	private WebClient client(SequoiaTokenSource source) {
		return this.webClients.data(new ServiceLocationFilter(this.registry, "testmock"), new TokenFilter(source))
			.any();
	}

	private @Nullable String call(SequoiaTokenSource source) {
		byte[] body = client(source).get()
			.uri(URI.create("sequoia://metadata/data/contents"))
			.exchangeToMono(SequoiaWebClients::body)
			.block(LIMIT);
		return (body != null) ? new String(body, StandardCharsets.UTF_8) : null;
	}

	private static UrlPattern anyData() {
		return urlEqualTo("/metadata/data/contents");
	}

	private static void tokens(ResponseDefinitionBuilder answer) {
		server.stubFor(post(urlEqualTo("/identity/oauth/token")).willReturn(answer));
	}

	private static void refuse(String token, String challenge) {
		ResponseDefinitionBuilder refusal = aResponse().withStatus(401);
		if (!challenge.isEmpty()) {
			refusal.withHeader("WWW-Authenticate", challenge, challenge);
		}
		server.stubFor(get(anyData()).withHeader("Authorization", equalTo("Bearer " + token)).willReturn(refusal));
	}

	private static List<LoggedRequest> tokenRequests() {
		return server.findAll(postRequestedFor(urlEqualTo("/identity/oauth/token")));
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

}
