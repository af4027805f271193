package io.sequoia.contract;

import java.util.Map;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.contract.Platform.Application;
import io.sequoia.core.Content;
import io.sequoia.core.ServiceOperations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tokens, and the other calls of the identity service as they are on the wire.
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
	void tellsWhatTheCallerMayDo() {
		JsonNode access = identity().get("/pauth/access?tenants={tenant}", JsonNode.class, "testmock");
		assertThat(access.path("userRef").asString()).isEqualTo("root:contract-client");
		assertThat(access.path("userType").asString()).isEqualTo("service");
		assertThat(access.path("expiresAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
		assertThat(access.path("permissions").get(0).path("tenant").asString()).isEqualTo("testmock");
		assertThat(access.path("permissions").get(0).path("actions").get(0).isString()).isTrue();
	}

	@Test
	@Proves("2 tenants")
	void tellsTheTenantsOfTheCaller() {
		assertThat(identity().get("/pauth/tenants", JsonNode.class).path("tenants").get(0).path("name").asString())
			.isEqualTo("testmock");
	}

	@Test
	@Proves("2 token for a user")
	void givesTokensToUsers() {
		Map<String, String> credentials = Map.of("username", JANE, "password", "first");
		assertThat(identity().post("/pauth/token", credentials, JsonNode.class).path("access_token").asString())
			.isNotEmpty();
		assertThat(form("/oauth/token",
				MultiValueMap.fromSingleValue(Map.of("grant_type", "password", "username", JANE, "password", "first")))
			.bodyToMono(JsonNode.class)
			.block()
			.path("access_token")
			.asString()).isNotEmpty();
	}

	@Test
	@Proves("2 revoke")
	void revokesATokenByAForm() {
		HttpStatusCode status = form("/oauth/revoke",
				MultiValueMap.fromSingleValue(Map.of("token", "user-token", "token_type_hint", "access_token")))
			.toBodilessEntity()
			.block()
			.getStatusCode();
		assertThat(status.value()).isEqualTo(200);
	}

	@Test
	@Proves("2 password")
	void changesPasswords() {
		identity().post("/pauth/password-resets", Map.of("username", JANE), Void.class);
		// to the same again, so that the next run finds it
		identity().post("/pauth/passwords", Map.of("username", JANE, "password", "first", "newPassword", "first"),
				Void.class);
		assertThat(this.platform.sentTo("/pauth/password")).extracting(SentRequest::toString)
			.containsExactly("POST /identity/pauth/password-resets", "POST /identity/pauth/passwords");
	}

	private WebClient.ResponseSpec form(String path, MultiValueMap<String, String> form) {
		return this.platform.webClient()
			.post()
			.uri(this.platform.server().url() + "/identity" + path)
			.headers((headers) -> headers.setBasicAuth(PlatformServer.CLIENT_ID, PlatformServer.CLIENT_SECRET))
			.body(BodyInserters.fromFormData(form))
			.retrieve();
	}

	private ServiceOperations identity() {
		return this.platform.template().service("identity");
	}

}
