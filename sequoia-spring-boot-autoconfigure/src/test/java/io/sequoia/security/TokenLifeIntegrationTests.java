package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.RateLimitedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.SharedCalls;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.TestClients;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.MicrometerControlMetrics;
import io.sequoia.http.SharedRetry;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.RetryMetrics;
import io.sequoia.retry.RetrySettings;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The life of a token from the first call to its end, on a clock that only the test
 * moves.
 */
class TokenLifeIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@RegisterExtension
	static final WireMockExtension identity = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final TestClients testClients = TestClients.create();

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private volatile String secret = "secret";

	private final ClientCredentials credentials = new ClientCredentials(() -> new ClientCredentials.Settings("id",
			this.secret, List.of(), URI.create(identity.baseUrl() + "/oauth/token"), null));

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ClientCredentialsTokenSource source = new ClientCredentialsTokenSource(
			new TokenEndpoint(this.testClients.clients().control()), Mockito.mock(ServiceRegistry.class),
			this.credentials, SharedRetry.NONE, new MicrometerControlMetrics(this.meters), this.clock::get);

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "3600,PT59M", "600,PT9M", "59,PT53.1S", "2,PT1.8S", "\"3600\",PT59M" })
	void refreshesNearTheEndWhileTheOldTokenServes(String expiresIn, Duration softStart) {
		begin("old", expiresIn);
		answer(token("new", expiresIn));
		pass(softStart.minusNanos(1));
		assertThat(token()).isEqualTo("old");
		assertThat(requests()).isOne();
		pass(Duration.ofNanos(1));
		assertThat(Flux.range(0, 100).flatMap((i) -> this.source.token("testmock"), 100).collectList().block(LIMIT))
			.startsWith("old");
		awaitToken("new");
		assertThat(requests()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "3600,PT59M54S", "600,PT9M54S", "59,PT58.41S", "1,PT1S" })
	void waitsForTheNewTokenAtTheVeryEnd(String expiresIn, Duration hardStart) {
		begin("old", expiresIn);
		answer(aResponse().withStatus(503));
		pass(hardStart.minusNanos(1));
		assertThat(token()).isEqualTo("old");
		pass(Duration.ofNanos(1));
		answer(token("new", expiresIn));
		assertThat(this.source.token("testmock").retry(3).block(LIMIT)).isEqualTo("new");
	}

	@Test
	void refreshesOnlyWhenACallIsMade() {
		begin("old", "3600");
		pass(Duration.ofDays(1));
		assertThat(requests()).isOne();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void failsNoCallWhileTheOldTokenServes(CapturedOutput output) {
		begin("old", "3600");
		answer(aResponse().withStatus(503));
		pass(Duration.ofMinutes(59));
		for (int i = 0; i < 50; i++) {
			assertThat(token()).isEqualTo("old");
		}
		eventually(
				() -> output.getOut().contains("could not be refreshed before its expiry, the old one is still used"));
		assertThat(requests()).isEqualTo(2);
		pass(Duration.ofSeconds(6).minusNanos(1));
		assertThat(token()).isEqualTo("old");
		assertThat(requests()).as("a pause after a failure").isEqualTo(2);
		pass(Duration.ofNanos(1));
		assertThat(token()).isEqualTo("old");
		awaitRequests(3);
	}

	@Test
	void sendsOneRequestPerSecondForTokensThatLiveASecond() {
		begin("t", "1");
		for (int i = 0; i < 100; i++) {
			assertThat(token()).isEqualTo("t");
			pass(Duration.ofMillis(100));
		}
		assertThat(requests()).isEqualTo(10);
	}

	@Test
	void asksAgainAtOnceForAFewRefusedTokensOnly() {
		answer(token("t", "3600"));
		for (int i = 0; i < 5; i++) {
			assertThat(token()).isEqualTo("t");
			this.source.refused("testmock", "t");
		}
		Mono<String> sixth = this.source.token("testmock");
		assertThat(catchThrowable(() -> sixth.timeout(Duration.ofMillis(200)).block(LIMIT))).isNotNull();
		assertThat(requests()).isEqualTo(5);
		assertThat(sixth.block(LIMIT)).isEqualTo("t");
		assertThat(requests()).isEqualTo(6);
	}

	@Test
	void sharesAFailureAmongAllThatWait() {
		answer(aResponse().withStatus(503).withFixedDelay(300));
		List<Throwable> failures = Flux.range(0, 100)
			.flatMap((i) -> this.source.token("testmock").then(Mono.<Throwable>empty()).onErrorResume(Mono::just), 100)
			.collectList()
			.block(LIMIT);
		assertThat(failures).hasSize(100).hasOnlyElementsOfType(ServiceUnavailableException.class);
		assertThat(requests()).isOne();
		answer(token("t", "3600"));
		assertThat(token()).as("the next call asks again").isEqualTo("t");
	}

	@Test
	void leavesTheIdentityServiceAloneFor30SecondsAfterARefusal() {
		answer(aResponse().withStatus(401)
			.withBody("{\"error\":\"invalid_client\",\"error_description\":\"Client is unknown\"}"));
		assertThat(catchThrowable(this::token)).isInstanceOf(AuthenticationFailedException.class)
			.hasMessageNotContaining("not asked again");
		pass(Duration.ofSeconds(12));
		for (int i = 0; i < 20; i++) {
			Throwable failure = catchThrowable(() -> this.source.token("testmock")
				.contextWrite((context) -> CorrelationIds.put(context, "later"))
				.block(LIMIT));
			assertThat(failure).isInstanceOf(AuthenticationFailedException.class)
				.hasMessageContaining("invalid_client")
				.hasMessageContaining("sequoia.auth.client-id")
				.hasMessageContaining("not asked again for another 19 s")
				.hasMessageNotContaining("secret ");
			assertThat(((SequoiaFailure) failure).status()).isEqualTo(401);
			assertThat(((SequoiaFailure) failure).error()).isEqualTo("invalid_client");
			assertThat(((SequoiaFailure) failure).correlationId()).isEqualTo("later");
		}
		assertThat(requests()).isOne();
		pass(Duration.ofSeconds(18));
		answer(token("t", "3600"));
		assertThat(token()).isEqualTo("t");
	}

	@Test
	void asksAgainWithinThePauseWithASecretThatHasChanged() {
		answer(aResponse().withStatus(401));
		assertThat(catchThrowable(this::token)).isInstanceOf(AuthenticationFailedException.class);
		assertThat(catchThrowable(this::token)).hasMessageContaining("not asked again for another 31 s");
		answer(token("t", "3600"));
		this.secret = "changed";
		this.credentials.changed();
		assertThat(token()).isEqualTo("t");
		identity.verify(1,
				postRequestedFor(urlEqualTo("/oauth/token")).withBasicAuth(new BasicCredentials("id", "changed")));
	}

	@Test
	void fetchesOneTokenForAChangedSecretWhileTheOldOneServes() {
		begin("old", "3600");
		answer(token("new", "3600").withFixedDelay(300));
		this.secret = "changed";
		this.credentials.changed();
		assertThat(Flux.range(0, 200).flatMap((i) -> this.source.token("testmock"), 200).collectList().block(LIMIT))
			.containsOnly("old");
		awaitToken("new");
		assertThat(requests()).isEqualTo(2);
		this.credentials.changed();
		assertThat(token()).isEqualTo("new");
		assertThat(requests()).as("nothing has changed").isEqualTo(2);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void keepsTheOldTokenWhereTheChangedSecretIsRefused(CapturedOutput output) {
		begin("old", "3600");
		answer(aResponse().withStatus(401));
		this.secret = "changed";
		this.credentials.changed();
		eventually(() -> output.getOut()
			.contains("could not be refreshed for the changed credentials, the old one is still"));
		assertThat(requests()).as("with the changed secret, and with the one before").isEqualTo(3);
		assertThat(token()).isEqualTo("old");
		answer(token("new", "3600"));
		this.secret = "right";
		this.credentials.changed();
		awaitToken("new");
		assertThat(requests()).isEqualTo(4);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void leavesItAloneAfterARefusedRefreshToo(CapturedOutput output) {
		begin("old", "3600");
		answer(aResponse().withStatus(401));
		pass(Duration.ofMinutes(59));
		assertThat(token()).isEqualTo("old");
		eventually(
				() -> output.getOut().contains("could not be refreshed before its expiry, the old one is still used"));
		pass(Duration.ofSeconds(29));
		assertThat(token()).isEqualTo("old");
		this.source.refused("testmock", "old");
		assertThat(catchThrowable(this::token)).hasMessageContaining("not asked again for another 2 s");
		assertThat(requests()).isEqualTo(2);
	}

	@Test
	void sharesTheWaitThatTheIdentityServiceAsksFor() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		SharedRetry retry = new SharedCalls(
				new RetryExecutor(RetryExtensions.NONE, RetryMetrics.NONE, time, new Random(1)),
				RetrySettings.defaults());
		ClientCredentialsTokenSource repeating = new ClientCredentialsTokenSource(
				new TokenEndpoint(this.testClients.clients().control()), Mockito.mock(ServiceRegistry.class),
				this.credentials, retry, ControlMetrics.NONE, this.clock::get);
		answer(aResponse().withStatus(429).withHeader("Retry-After", "7"));
		assertThat(retryAfter(repeating, "testmock")).isEqualTo(Duration.ofSeconds(7));
		time.advanceTimeBy(Duration.ofSeconds(3));
		pass(Duration.ofSeconds(3));
		assertThat(retryAfter(repeating, "testmock")).isEqualTo(Duration.ofSeconds(4));
		assertThat(retryAfter(repeating, "other")).as("the same wait for another tenant")
			.isEqualTo(Duration.ofSeconds(4));
		assertThat(requests()).isOne();
		time.advanceTimeBy(Duration.ofSeconds(4));
		pass(Duration.ofSeconds(4));
		answer(token("t", "3600"));
		assertThat(repeating.token("testmock").block(LIMIT)).isEqualTo("t");
	}

	@Test
	void keepsTheFailuresOfTenantsApart() {
		answer(aResponse().withStatus(401));
		assertThat(catchThrowable(this::token)).isInstanceOf(AuthenticationFailedException.class);
		answer(token("t", "3600"));
		assertThat(this.source.token("other").block(LIMIT)).isEqualTo("t");
	}

	@Test
	void tellsTheAgeOfTheOldestTokenInUse() {
		assertThat(age()).isNaN();
		begin("t", "100");
		pass(Duration.ofSeconds(30));
		answer(token("other", "3600"));
		this.source.token("other").block(LIMIT);
		assertThat(age()).isEqualTo(30);
		pass(Duration.ofSeconds(70));
		assertThat(age()).as("the first one has ended").isEqualTo(70);
		this.source.refused("other", "other");
		assertThat(age()).isNaN();
	}

	private double age() {
		return this.meters.get("sequoia.client.token.age").timeGauge().value(TimeUnit.SECONDS);
	}

	private static Duration retryAfter(ClientCredentialsTokenSource source, String owner) {
		return catchThrowableOfType(RateLimitedException.class, () -> source.token(owner).block(LIMIT)).retryAfter();
	}

	private void begin(String token, String expiresIn) {
		answer(token(token, expiresIn));
		assertThat(token()).isEqualTo(token);
	}

	private String token() {
		return this.source.token("testmock").block(LIMIT);
	}

	private void awaitToken(String expected) {
		eventually(() -> token().equals(expected));
		assertThat(token()).isEqualTo(expected);
	}

	private void awaitRequests(int expected) {
		eventually(() -> requests() >= expected);
		assertThat(requests()).isEqualTo(expected);
	}

	private static ResponseDefinitionBuilder token(String value, String expiresIn) {
		return okJson("{\"access_token\":\"" + value + "\",\"expires_in\":" + expiresIn + "}");
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		identity.stubFor(post(urlEqualTo("/oauth/token")).willReturn(answer));
	}

	private static int requests() {
		return identity.findAll(postRequestedFor(urlEqualTo("/oauth/token"))).size();
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

}
