package io.sequoia.sandbox;

import java.net.http.HttpRequest;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The identity service, docs/protocol.md, section 2.
 */
class IdentityIntegrationTests {

	private static final String CONTENTS = "/metadata/data/contents?owner=testmock&perPage=1";

	private final MutableClock clock = new MutableClock("2026-01-01T10:00:00.000Z");

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder()
			.emptyCatalogue()
			.furtherOwners("other")
			.clientSecret("p%s:w/ö+d=")
			.tokenLifetime(Duration.ofMinutes(5))
			.clock(this.clock)
			.start();
		this.http = new Http(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private Http.Reply postJson(String path, String body) {
		return this.http.send(this.http.anonymous(path)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private int statusWith(String token) {
		return this.http.withToken(token).get(CONTENTS).status();
	}

	@Test
	void grantsATokenForClientCredentials() {
		Http.Reply reply = this.http.grant("grant_type=client_credentials&scope=read");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("access_token").asString()).hasSizeGreaterThan(30);
		assertThat(reply.json().path("token_type").asString()).isEqualToIgnoringCase("bearer");
		assertThat(reply.json().path("expires_in").asInt()).isEqualTo(300);
		assertThat(reply.json().path("scope").asString()).isEqualTo("read");
		assertThat(statusWith(reply.json().path("access_token").asString())).isEqualTo(200);
	}

	@Test
	void takesTheClientFromTheFormToo() {
		Http.Reply reply = this.http.send(this.http.anonymous("/identity/oauth/token/")
			.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=sandbox-client"
					+ "&client_secret=" + Http.encode(this.sandbox.clientSecret()))));
		assertThat(reply.status()).isEqualTo(200);
	}

	@Test
	void refusesAnotherClientOrSecret() {
		for (String[] wrong : new String[][] { { "sandbox-client", "wrong" }, { "nobody", "p%s:w/ö+d=" } }) {
			Http.Reply reply = this.http
				.send(this.http.basic("/identity/oauth/token", wrong[0], wrong[1], "grant_type=client_credentials"));
			assertThat(reply.status()).isEqualTo(401);
			assertThat(reply.json().path("error").asString()).isEqualTo("invalid_client");
			assertThat(reply.json().path("error_description").asString()).isNotEmpty();
		}
		assertThat(this.http
			.send(this.http.anonymous("/identity/oauth/token")
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")))
			.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@CsvSource({ "grant_type=magic, unsupported_grant_type", "scope=x, invalid_request",
			"grant_type=password&username=testmock%5Csandbox-user&password=wrong, invalid_grant",
			"grant_type=password&username=sandbox-user&password=sandbox-password, invalid_grant" })
	void answersOAuthErrors(String form, String error) {
		Http.Reply reply = this.http.grant(form);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("error").asString()).isEqualTo(error);
		assertThat(reply.json().path("code").asInt()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "testmock%5Csandbox-user", "testmock\\sandbox-user" })
	void grantsATokenForAPassword(String username) {
		Http.Reply reply = this.http.grant("grant_type=password&password=sandbox-password&username=" + username);
		assertThat(statusWith(reply.json().path("access_token").asString())).isEqualTo(200);
	}

	@Test
	void grantsATokenForAUserSentAsJson() {
		Http.Reply reply = postJson("/identity/pauth/token",
				"{\"username\":\"testmock\\\\sandbox-user\",\"password\":\"sandbox-password\"}");
		String token = reply.json().path("access_token").asString();
		JsonNode access = this.http.withToken(token).get("/identity/pauth/access").json();
		assertThat(access.path("userRef").asString()).isEqualTo("testmock:sandbox-user");
		assertThat(postJson("/identity/pauth/token", "{\"username\":\"testmock\\\\sandbox-user\"}").status())
			.isEqualTo(400);
	}

	@Test
	void aTokenIsGoodUntilItsEndAndNoLonger() {
		String token = this.http.token();
		this.clock.advanceSeconds(299);
		assertThat(statusWith(token)).isEqualTo(200);
		this.clock.advanceSeconds(1);
		assertThat(statusWith(token)).isEqualTo(401);
	}

	@Test
	void aRevokedTokenIsRefused() {
		String token = this.http.token();
		String other = this.http.grant("grant_type=client_credentials").json().path("access_token").asString();
		Http.Reply reply = this.http.send(this.http.basic("/identity/oauth/revoke", "sandbox-client",
				this.sandbox.clientSecret(), "token=" + token + "&token_type_hint=access_token"));
		assertThat(reply.status()).isEqualTo(200);
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(statusWith(other)).isEqualTo(200);
	}

	@Test
	void everyDataCallNeedsAToken() {
		for (String path : new String[] { CONTENTS, "/identity/pauth/access", "/identity/pauth/tenants",
				"/metadata/data/contents/testmock:a?owner=testmock" }) {
			Http.Reply reply = this.http.send(this.http.anonymous(path).GET());
			assertThat(reply.status()).as(path).isEqualTo(401);
			assertThat(reply.json().path("statusCode").asInt()).isEqualTo(401);
			assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer ");
		}
		assertThat(statusWith("unknown")).isEqualTo(401);
	}

	@Test
	void tellsWhatATokenMayDo() {
		JsonNode access = this.http.get("/identity/pauth/access").json();
		assertThat(access.path("expiresAt").asString()).isEqualTo("2026-01-01T10:05:00.000Z");
		assertThat(access.path("userType").asString()).isEqualTo("service");
		assertThat(access.path("permissions").size()).isEqualTo(2);
		JsonNode some = this.http
			.get("/identity/pauth/access?tenants=other,nobody&actions=metadata:contents:read,metadata:assets:read")
			.json()
			.path("permissions");
		assertThat(some.toString())
			.isEqualTo("[{\"tenant\":\"other\",\"actions\":[\"metadata:assets:read\",\"metadata:contents:read\"]}]");
	}

	@Test
	void listsTheTenants() {
		assertThat(this.http.get("/identity/pauth/tenants").texts("tenants", "name")).containsExactly("testmock",
				"other");
	}

	@Test
	void changesAPasswordForTheOldOne() {
		String user = "\"username\":\"testmock\\\\sandbox-user\"";
		assertThat(
				postJson("/identity/pauth/passwords", "{" + user + ",\"password\":\"wrong\",\"newPassword\":\"next\"}")
					.status())
			.isEqualTo(401);
		assertThat(postJson("/identity/pauth/passwords",
				"{" + user + ",\"password\":\"sandbox-password\",\"newPassword\":\"next\"}")
			.status()).isEqualTo(204);
		assertThat(postJson("/identity/pauth/token", "{" + user + ",\"password\":\"sandbox-password\"}").status())
			.isEqualTo(400);
		assertThat(postJson("/identity/pauth/token", "{" + user + ",\"password\":\"next\"}").status()).isEqualTo(200);
	}

	@Test
	void changesAPasswordForAResetTokenOnce() {
		String username = "testmock\\sandbox-user";
		String user = "\"username\":\"testmock\\\\sandbox-user\"";
		assertThat(this.sandbox.passwordResetToken(username)).isEmpty();
		assertThat(postJson("/identity/pauth/password-resets", "{" + user + "}").status()).isEqualTo(204);
		assertThat(postJson("/identity/pauth/password-resets", "{\"username\":\"x\\\\nobody\"}").status())
			.isEqualTo(204);
		String body = "{" + user + ",\"resetToken\":\"" + this.sandbox.passwordResetToken(username).orElseThrow()
				+ "\",\"newPassword\":\"next\"}";
		assertThat(postJson("/identity/pauth/passwords", body).status()).isEqualTo(204);
		assertThat(postJson("/identity/pauth/passwords", body).status()).isEqualTo(401);
		assertThat(postJson("/identity/pauth/token", "{" + user + ",\"password\":\"next\"}").status()).isEqualTo(200);
	}

	@Test
	void hidesItsSecretFromItsText() {
		assertThat(this.sandbox.toString()).contains("/services/testmock").doesNotContain("p%s");
	}

}
