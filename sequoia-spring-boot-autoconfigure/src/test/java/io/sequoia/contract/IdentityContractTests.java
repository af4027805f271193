package io.sequoia.contract;

import java.util.List;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.contract.Platform.Application;
import io.sequoia.fixture.Content;
import io.sequoia.identity.Access.Permission;
import io.sequoia.identity.Access;
import io.sequoia.identity.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tokens, and the other calls of the identity service.
 */
@OnEveryPlatform
class IdentityContractTests {

	private static final Ref DRAGONS = Ref.parse("testmock:dragons");

	private static final String JANE = "testmock\\jane";

	@Parameter
	Platform platform;

	@BeforeEach
	void reset() {
		this.platform.server().reset();
	}

	@Test
	@Proves({ "1 identity", "2 token", "2 bearer" })
	void getsATokenByClientCredentialsAndSendsItWithEveryCall() {
		try (Application application = this.platform.configured()) {
			application.template().read(DRAGONS, Content.class);
			application.template().read(DRAGONS, Content.class);
		}
		assertThat(this.platform.sentTo("/oauth")).singleElement().satisfies((token) -> {
			assertThat(token).hasToString("POST /identity/oauth/token");
			assertThat(token.header("Authorization")).startsWith("Basic ");
			assertThat(token.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
		});
		assertThat(this.platform.sentTo("/metadata")).hasSize(3)
			.allSatisfy((request) -> assertThat(request.header("Authorization")).startsWith("Bearer "));
	}

	@Test
	@Proves("2 errors")
	void tellsThatTheCredentialsAreWrong() {
		try (Application application = this.platform.configured("sequoia.auth.client-secret=wrong")) {
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> application.template().read(DRAGONS, Content.class))
				.satisfies((failure) -> {
					assertThat(failure.status()).isEqualTo(401);
					assertThat(failure.error()).isEqualTo("invalid_client");
				});
		}
		assertThat(this.platform.sentTo("/oauth")).hasSize(1);
		assertThat(this.platform.sentTo("/metadata")).isEmpty();
	}

	@Test
	@Proves({ "2 401", "P no new token" })
	void replacesATokenThatIsRefused() {
		try (Application application = this.platform.configured()) {
			application.template().read(DRAGONS, Content.class);
			this.platform.server().revokeTokens();
			assertThat(application.template().read(DRAGONS, Content.class).name()).isEqualTo("dragons");
		}
		assertThat(this.platform.sentTo("/oauth")).hasSize(2);
		assertThat(this.platform.sentTo("/contents")).hasSize(3);
	}

	@Test
	@Proves("2 given token")
	void usesAGivenTokenUntilItIsRefusedAndReplacesItByTheCredentials() {
		try (Application application = this.platform.configured("sequoia.auth.token=brought-along")) {
			assertThat(application.template().read(DRAGONS, Content.class).name()).isEqualTo("dragons");
		}
		assertThat(this.platform.sentTo("/oauth")).hasSize(1);
		try (Application application = this.platform.configured("sequoia.auth.type=token",
				"sequoia.auth.token=brought-along", "sequoia.auth.client-id=", "sequoia.auth.client-secret=")) {
			this.platform.server().reset();
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> application.template().read(DRAGONS, Content.class));
		}
		assertThat(this.platform.sentTo("/oauth")).isEmpty();
	}

	@Test
	@Proves("2 access")
	void tellsWhoCallsAndWhatIsAllowed() {
		Access access = this.platform.identity().access(List.of("testmock"), List.of("metadata:contents:read"));
		assertThat(this.platform.sentTo("/pauth/access")).singleElement()
			.extracting(SentRequest::query)
			.isEqualTo(Platform.query("tenants=testmock", "actions=metadata:contents:read"));
		assertThat(access.userRef()).hasToString("root:contract-client");
		assertThat(access.userType()).isEqualTo("service");
		assertThat(access.expiresAt()).isNotNull();
		assertThat(access.permissions()).extracting(Permission::tenant).containsExactly("testmock");
		assertThat(access.permissions().get(0).actions()).contains("metadata:contents:read");
	}

	@Test
	@Proves("2 tenants")
	void tellsTheTenantsOfTheCaller() {
		assertThat(this.platform.identity().tenants()).extracting(Tenant::name).containsExactly("testmock");
		assertThat(this.platform.sent()).last().hasToString("GET /identity/pauth/tenants");
	}

	@Test
	@Proves({ "2 token for a user", "2 revoke", "P token kept after logout" })
	void callsInTheNameOfAUserFromLoginToLogout() {
		try (Application application = this.platform.configured()) {
			application.identity().login(JANE, "first");
			assertThat(application.identity().access("testmock").userRef()).hasToString("testmock:jane");
			application.identity().logout();
			assertThat(application.identity().access("testmock").userRef()).hasToString("root:contract-client");
		}
		assertThat(this.platform.sentTo("/oauth")).allSatisfy((request) -> {
			assertThat(request.header("Authorization")).startsWith("Basic ");
			assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
		})
			.extracting(SentRequest::toString)
			.containsExactly("POST /identity/oauth/token", "POST /identity/oauth/revoke", "POST /identity/oauth/token");
	}

	@Test
	@Proves("2 token for a user")
	void logsInDirectlyWhereThereIsNoClient() {
		try (Application application = this.platform.configured("sequoia.auth.type=none", "sequoia.auth.client-id=",
				"sequoia.auth.client-secret=")) {
			application.identity().login(JANE, "first");
			assertThat(this.platform.sent()).last().hasToString("POST /identity/pauth/token");
			assertThat(application.identity().access("testmock").userRef()).hasToString("testmock:jane");
		}
	}

	@Test
	@Proves("2 password")
	void changesPasswordsAndAsksForTheirReset() {
		this.platform.identity().requestPasswordReset(JANE);
		// to the same password again, so that it is valid in the next run
		this.platform.identity().changePassword(JANE, "first", "first");
		assertThat(this.platform.sentTo("/pauth/password")).extracting(SentRequest::toString)
			.containsExactly("POST /identity/pauth/password-resets", "POST /identity/pauth/passwords");
	}

}
