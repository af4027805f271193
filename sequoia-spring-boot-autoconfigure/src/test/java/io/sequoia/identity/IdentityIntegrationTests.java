package io.sequoia.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.InvalidResourceException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.contract.Proves;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.identity.Access.Permission;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.UserSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The effect of the identity operations on a platform and on the calls of an application.
 */
@ParameterizedClass
@EnumSource(IdentityFace.class)
class IdentityIntegrationTests {

	private static final String USER = "testmock\\sandbox-user";

	private static final String PASSWORD = "sandbox-password";

	private static final int CALLERS = 30;

	private static final int READS = 20;

	private static final Ref FILM = Ref.of("testmock", "film");

	private static final String[] QUICK = { "sequoia.retry.interval=1ms", "sequoia.retry.max-interval=10ms" };

	@Parameter
	IdentityFace face;

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().furtherOwners("other").start();

	private ConfigurableApplicationContext context;

	private SequoiaIdentity identity;

	private SequoiaOperations template;

	@BeforeEach
	void startWithClientCredentials() {
		this.sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie"));
		use(ClientApplication.run(this.sandbox, QUICK));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@Test
	void callsGoOutInTheNameOfTheUserFromLoginToLogout() {
		assertThat(caller()).isEqualTo("root:sandbox-client");
		assertThat(this.identity.isAuthenticated()).isFalse();
		this.identity.login(USER, PASSWORD);
		assertThat(this.identity.isAuthenticated()).isTrue();
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
		assertThat(this.template.store(Content.of("mine", "Mine"))).isNotNull();
		assertThat(stored("mine")).containsEntry("createdBy", "testmock:sandbox-user");
		this.identity.logout();
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThat(caller()).isEqualTo("root:sandbox-client");
	}

	@Test
	void takesDirectoryAndUserApart() {
		this.identity.login("testmock", "sandbox-user", PASSWORD);
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
	}

	@Test
	void logsInAsTheClientWhereThereIsOne() {
		this.identity.login(USER, PASSWORD);
		LoggedRequest login = last(Operation.TOKEN);
		assertThat(login.path()).isEqualTo("/identity/oauth/token");
		assertThat(login.header("Authorization")).startsWith("Basic ");
		assertThat(login.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "token" })
	void logsInDirectlyWhereThereIsNoClient(String type) {
		run("sequoia.auth.type=" + type, "token".equals(type) ? "sequoia.auth.token=configured" : "a=b");
		assertThat(catchThrowable(this::read)).isInstanceOf(AuthenticationFailedException.class);
		this.identity.login(USER, PASSWORD);
		LoggedRequest login = last(Operation.TOKEN);
		assertThat(login.path()).isEqualTo("/identity/pauth/token");
		assertThat(login.header("Authorization")).isNull();
		assertThat(login.header("Content-Type")).startsWith("application/vnd.piksel+json");
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
		read();
		this.identity.logout();
		assertThat(catchThrowable(this::read)).isInstanceOf(AuthenticationFailedException.class);
	}

	@Test
	void takesTheWayOfATokenSourceOfTheApplicationOnlyWhileAUserIsLoggedIn() {
		this.context.close();
		use(ClientApplication.run(
				List.of("sequoia.registry.url=" + this.sandbox.registryUrl(), "sequoia.owner=testmock",
						"sequoia.auth.type=authorization-code", "sequoia.auth.registration-id=web"),
				OwnTokenSource.class));
		assertThat(catchThrowable(this::read)).isInstanceOf(AuthenticationFailedException.class)
			.hasMessageContaining("own source");
		this.identity.login(USER, PASSWORD);
		read();
		this.identity.logout();
		assertThat(catchThrowable(this::read)).hasMessageContaining("own source");
	}

	@Test
	void oneLoginServesAllTenants() {
		this.sandbox.put("metadata", "contents",
				Map.of("owner", "other", "name", "theirs", "title", "T", "type", "movie"));
		this.identity.login(USER, PASSWORD);
		this.template.with(RequestOptions.builder().owner("other").build())
			.read(Ref.of("other", "theirs"), Content.class);
		assertThat(this.sandbox.requests().of(Operation.TOKEN)).as("the login alone").hasSize(1);
	}

	@Test
	void staysAsItWasWhereALoginFails() {
		this.identity.login(USER, PASSWORD);
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.identity.login(USER, "wr0ng"))
			.withMessageContaining("login of identity failed: 400 invalid_grant")
			.withMessageContaining("check user name and password")
			.withMessageNotContaining("wr0ng")
			.satisfies((failure) -> assertThat(failure.correlationId())
				.isEqualTo(last(Operation.TOKEN).header("x-correlation-id")));
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
	}

	@Test
	void saysWhenItIsTheClientThatIsRefused() {
		run("sequoia.auth.client-secret=wr0ng");
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.identity.login(USER, PASSWORD))
			.withMessageContaining("401 invalid_client")
			.withMessageContaining("check sequoia.auth.client-id");
	}

	@Test
	void aNewLoginTakesTheOldOnesPlace() {
		this.identity.changePassword(USER, PASSWORD, "other-password");
		this.identity.login(USER, "other-password");
		this.identity.login(USER, "other-password");
		this.identity.logout();
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThat(caller()).isEqualTo("root:sandbox-client");
	}

	@Test
	void failsAfterARefusalUntilTheUserLogsInAgainOrOut() {
		read();
		this.identity.login(USER, PASSWORD);
		this.sandbox.faults().revokeTokens();
		this.sandbox.requests().clear();
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read);
		assertThat(this.sandbox.requests().all()).as("one request, and no token of the client").hasSize(1);
		assertThat(this.identity.isAuthenticated()).isFalse();
		this.sandbox.requests().clear();
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read)
			.withMessageContaining("Nothing was sent")
			.withMessageContaining("a service refused its token")
			.withMessageContaining("log in again, or log out");
		assertThat(this.sandbox.requests().all()).isEmpty();
		this.identity.login(USER, PASSWORD);
		read();
		this.sandbox.faults().revokeTokens();
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read);
		this.identity.logout();
		assertThat(caller()).isEqualTo("root:sandbox-client");
	}

	@Test
	void failsOnceTheTokenHasExpired() {
		run(ClockedSession.class);
		this.identity.login(USER, PASSWORD);
		ClockedSession.pass(Duration.ofHours(1).minusNanos(1));
		assertThat(this.identity.isAuthenticated()).isTrue();
		read();
		ClockedSession.pass(Duration.ofNanos(1));
		this.sandbox.requests().clear();
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read)
			.withMessageContaining("its token has expired");
		assertThat(this.sandbox.requests().all()).isEmpty();
	}

	@Test
	void keepsTheLoginWhereAServiceForbids() {
		this.identity.login(USER, PASSWORD);
		this.sandbox.faults().next(Operation.READ, Fault.status(403));
		assertThat(catchThrowable(this::read)).isNotNull();
		assertThat(this.identity.isAuthenticated()).isTrue();
	}

	@Test
	void logoutRevokesTheTokenAsTheClient() {
		this.identity.login(USER, PASSWORD);
		this.sandbox.requests().clear();
		this.identity.logout();
		assertThat(this.sandbox.requests().all()).hasSize(1);
		LoggedRequest revocation = last(Operation.IDENTITY);
		assertThat(revocation.method() + " " + revocation.path()).isEqualTo("POST /identity/oauth/revoke");
		assertThat(revocation.header("Authorization")).startsWith("Basic ");
		assertThat(revocation.status()).isEqualTo(200);
	}

	@Test
	void logoutOfNobodySendsNothing() {
		read();
		this.sandbox.requests().clear();
		this.identity.logout();
		assertThat(this.sandbox.requests().all()).isEmpty();
	}

	@Test
	void isLoggedOutThoughTheTokenCannotBeRevoked() {
		this.identity.login(USER, PASSWORD);
		this.sandbox.faults().next(10, Operation.IDENTITY, Fault.status(503));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this.identity::logout)
			.withMessageContaining("logout of identity");
		assertThat(this.sandbox.requests().count(Operation.IDENTITY)).isEqualTo(10);
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThat(caller()).isEqualTo("root:sandbox-client");
	}

	@Test
	@Proves("P token kept after logout")
	void noRequestReachesAServiceWithTheTokenAfterItsRevocation() throws Exception {
		try (SequoiaSandbox slow = SequoiaSandbox.builder().latency(Duration.ofMillis(15)).start();
				ConfigurableApplicationContext application = ClientApplication.run(slow,
						"sequoia.http.pool.max-connections=8")) {
			SequoiaIdentity users = this.face.of(application);
			SequoiaTemplate calls = application.getBean(SequoiaTemplate.class);
			Ref ref = Ref.parse((String) slow.resources("metadata", "contents").get(0).get("ref"));
			calls.read(ref, Content.class);
			users.login(USER, PASSWORD);
			slow.requests().clear();
			ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
			List<Future<?>> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				callers.add(threads.submit(() -> {
					for (int j = 0; j < READS; j++) {
						calls.read(ref, Content.class);
					}
				}));
			}
			eventually(() -> slow.requests().count(Operation.READ) >= CALLERS * 3);
			users.logout();
			threads.shutdown();
			assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
			assertThat(slow.requests().all()).as("no revoked token reached the platform")
				.allMatch((request) -> request.status() == 200);
			List<String> paths = slow.requests().all().stream().map(LoggedRequest::path).toList();
			assertThat(paths.indexOf("/identity/oauth/revoke")).as("revoked between the calls")
				.isBetween(CALLERS * 3, paths.size() - CALLERS);
			for (Future<?> caller : callers) {
				caller.get(); // no call has failed
			}
		}
	}

	@Test
	void waitsNoLongerForRequestsThanTheirAnswersMayTake() {
		run("sequoia.http.response-timeout=4s", "sequoia.retry.enabled=false");
		this.identity.login(USER, PASSWORD);
		read();
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(20)));
		WebClient patient = this.context.getBean("sequoiaWebClient", WebClient.class);
		// sent outside of a call, which would end it
		Disposable call = patient.get()
			.uri("sequoia://metadata/data/contents/testmock:film?owner=testmock")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.httpRequest(
					(request) -> request.<HttpClientRequest>getNativeRequest().responseTimeout(Duration.ofSeconds(20)))
			.retrieve()
			.toBodilessEntity()
			.subscribe();
		awaitFaults();
		this.identity.logout();
		assertThat(call.isDisposed()).isFalse();
		assertThat(last(Operation.IDENTITY).path()).endsWith("/oauth/revoke");
		call.dispose();
	}

	@Test
	void aLoginUnderWayComesToNothingWhereThereIsALogout() throws Exception {
		this.sandbox.faults().next(Operation.TOKEN, Fault.delay(Duration.ofMillis(700)));
		ExecutorService thread = Executors.newSingleThreadExecutor();
		Future<Throwable> login = thread.submit(() -> catchThrowable(() -> this.identity.login(USER, PASSWORD)));
		awaitFaults();
		this.identity.logout();
		assertThat(login.get()).isInstanceOf(AuthenticationFailedException.class)
			.hasMessageContaining("a logout happened before the login was complete");
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThat(last(Operation.IDENTITY).path()).as("the late token is revoked").endsWith("/oauth/revoke");
		thread.shutdown();
	}

	@Test
	void tellsWhoCallsAndWhatIsAllowed() {
		this.identity.login(USER, PASSWORD);
		Access access = this.identity.access();
		assertThat(access.userType()).isEqualTo("admin");
		assertThat(access.expiresAt()).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(2)));
		assertThat(access.permissions()).extracting(Permission::tenant).containsExactly("testmock", "other");
		assertThat(access.permissions().get(0).actions()).contains("metadata:contents:read").hasSizeGreaterThan(2);
		assertThat(last(Operation.IDENTITY).uri()).isEqualTo("/identity/pauth/access");
	}

	@Test
	void tellsOnlyOfTheTenantsAndActionsAskedFor() {
		assertThat(this.identity.access("other").permissions()).extracting(Permission::tenant).containsExactly("other");
		assertThat(this.identity.access(List.of("other", "testmock")).permissions()).hasSize(2);
		Access access = this.identity.access(List.of("testmock"),
				List.of("metadata:contents:read", "metadata:assets:write"));
		assertThat(access.permissions())
			.containsExactly(new Permission("testmock", List.of("metadata:assets:write", "metadata:contents:read")));
		assertThat(this.identity.access(List.of(), List.of("metadata:contents:read", "a&b=c")).permissions()).hasSize(2)
			.allSatisfy((each) -> assertThat(each.actions()).containsExactly("metadata:contents:read"));
		assertThat(last(Operation.IDENTITY).query()).containsOnlyKeys("actions");
	}

	@Test
	void tellsTheTenants() {
		assertThat(this.identity.tenants()).extracting(Tenant::name).containsExactly("testmock", "other");
		assertThat(this.identity.tenants().get(0).properties()).containsEntry("title", "testmock");
	}

	@Test
	void asksAgainWhereThePlatformFails() {
		this.sandbox.faults().next(2, Operation.IDENTITY, Fault.status(503)).next(Operation.IDENTITY, Fault.reset());
		assertThat(this.identity.tenants()).hasSize(2);
		assertThat(this.sandbox.requests().count(Operation.IDENTITY)).isEqualTo(4);
		this.sandbox.faults().next(Operation.TOKEN, Fault.status(503)).next(Operation.TOKEN, Fault.reset());
		this.identity.login(USER, PASSWORD);
		this.sandbox.faults().next(Operation.IDENTITY, Fault.reset().afterApplying());
		this.identity.logout();
		assertThat(this.sandbox.requests().of(Operation.IDENTITY)).extracting(LoggedRequest::status).endsWith(0, 200);
	}

	@Test
	void sendsOneCorrelationIdWithEachOperation() {
		this.sandbox.faults().next(Operation.TOKEN, Fault.status(503)).next(Operation.IDENTITY, Fault.status(503));
		this.identity.login(USER, PASSWORD);
		assertThat(this.sandbox.requests().all()).as("registry and two attempts").hasSize(3);
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("x-correlation-id"))
			.containsOnly(last(Operation.TOKEN).header("x-correlation-id"));
		this.sandbox.requests().clear();
		this.identity.access();
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("x-correlation-id"))
			.hasSize(2)
			.containsOnly(last(Operation.IDENTITY).header("x-correlation-id"));
	}

	@Test
	void changesAPassword() {
		this.identity.changePassword(USER, PASSWORD, "new-password");
		assertThat(last(Operation.IDENTITY).header("Authorization")).isNull();
		assertThat(catchThrowable(() -> this.identity.login(USER, PASSWORD))).isNotNull();
		this.identity.login(USER, "new-password");
		assertThat(this.identity.isAuthenticated()).isTrue();
	}

	@Test
	void aWrongPasswordEndsNoLogin() {
		this.identity.login(USER, PASSWORD);
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.identity.changePassword(USER, "wr0ng", "new-password"))
			.withMessageContaining("change-password of identity failed: 401")
			.withMessageContaining("check user name and password, or the reset token")
			.withMessageNotContaining("wr0ng")
			.withMessageNotContaining("new-password");
		assertThat(this.sandbox.requests().count(Operation.IDENTITY)).as("sent once").isOne();
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
	}

	@Test
	void tellsWhyANewPasswordWillNotDo() {
		this.sandbox.faults().next(Operation.IDENTITY, Fault.status(422));
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> this.identity.changePassword(USER, PASSWORD, "x"));
	}

	@Test
	@Proves("2 password")
	void resetsALostPassword() {
		run("sequoia.auth.type=none");
		this.identity.requestPasswordReset(USER);
		String resetToken = this.sandbox.passwordResetToken(USER).orElseThrow();
		this.identity.resetPassword(USER, resetToken, "new-password");
		this.identity.login(USER, "new-password");
		assertThat(catchThrowable(() -> this.identity.resetPassword(USER, resetToken, "again")))
			.isInstanceOf(AuthenticationFailedException.class);
	}

	@Test
	void doesNotRepeatWhatMayHaveReachedThePlatform() {
		this.sandbox.faults().next(Operation.IDENTITY, Fault.reset().afterApplying());
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.identity.changePassword(USER, PASSWORD, "new-password"))
			.withMessageContaining("try to log in with the new one")
			.withMessageNotContaining("new-password");
		this.identity.login(USER, "new-password");
		this.sandbox.requests().clear();
		this.sandbox.faults().next(Operation.IDENTITY, Fault.status(503));
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.identity.requestPasswordReset(USER))
			.withMessageContaining("repeat it");
		assertThat(this.sandbox.requests().count()).isOne();
	}

	@Test
	void repeatsWhatWasNotSent() {
		this.sandbox.faults().next(Operation.REGISTRY, Fault.status(503)).next(Operation.REGISTRY, Fault.reset());
		this.identity.changePassword(USER, PASSWORD, "new-password");
		assertThat(this.sandbox.requests().count(Operation.REGISTRY)).isEqualTo(3);
		assertThat(this.sandbox.requests().count(Operation.IDENTITY)).isOne();
	}

	@Test
	void findsTheIdentityServiceByItsTokenEndpointWhereTheRegistryDoesNotKnowIt() {
		this.sandbox.faults()
			.next(100, Operation.REGISTRY, Fault.status(200).body("application/json", "{\"services\":[]}"));
		run("sequoia.auth.token-uri=" + this.sandbox.registryUrl() + "/identity/oauth/token");
		this.identity.login(USER, PASSWORD);
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
		this.identity.logout();
		run("sequoia.services.identity=" + this.sandbox.registryUrl() + "/identity");
		this.identity.login(USER, PASSWORD);
		assertThat(caller()).isEqualTo("testmock:sandbox-user");
		this.identity.logout();
		assertThat(this.sandbox.requests().count(Operation.REGISTRY)).isZero();
	}

	/** Wait for the requests that the faults are for. */
	private void awaitFaults() {
		eventually(() -> this.sandbox.faults().pending() == 0);
	}

	private void run(String... properties) {
		run(List.of(), properties);
	}

	private void run(Class<?> source) {
		run(List.of(source));
	}

	private void run(List<Class<?>> sources, String... properties) {
		this.context.close();
		List<String> all = Stream
			.concat(Stream.of("sequoia.registry.url=" + this.sandbox.registryUrl(), "sequoia.owner=testmock"),
					Stream.concat(Stream.of(QUICK), Stream.of(properties)))
			.toList();
		boolean client = all.stream().noneMatch((property) -> property.startsWith("sequoia.auth.type"));
		List<String> credentials = client ? List.of("sequoia.auth.client-id=" + this.sandbox.clientId(),
				"sequoia.auth.client-secret=" + this.sandbox.clientSecret()) : List.of();
		use(ClientApplication.run(Stream.concat(credentials.stream(), all.stream()).toList(),
				sources.toArray(Class<?>[]::new)));
	}

	private void use(ConfigurableApplicationContext application) {
		this.context = application;
		this.identity = this.face.of(application);
		this.template = application.getBean(SequoiaTemplate.class);
	}

	private void read() {
		this.template.read(FILM, Content.class);
	}

	private String caller() {
		return this.identity.access().userRef();
	}

	private Map<String, Object> stored(String name) {
		return this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((resource) -> name.equals(resource.get("name")))
			.findFirst()
			.orElseThrow();
	}

	private LoggedRequest last(Operation operation) {
		List<LoggedRequest> requests = this.sandbox.requests().of(operation);
		return requests.get(requests.size() - 1);
	}

	@Configuration(proxyBeanMethods = false)
	static class ClockedSession {

		private static final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);

		static void pass(Duration time) {
			clock.addAndGet(time.toNanos());
		}

		@Bean
		UserSession userSession() {
			return new UserSession(clock::get);
		}

	}

	static final class OwnTokenSource implements SequoiaTokenSource {

		@Override
		public Mono<String> token(String owner) {
			return Mono.error(new AuthenticationFailedException("own source", SequoiaFailure.Details.NONE, null));
		}

		@Override
		public void refused(String owner, String token) {
			// contains none
		}

	}

}
