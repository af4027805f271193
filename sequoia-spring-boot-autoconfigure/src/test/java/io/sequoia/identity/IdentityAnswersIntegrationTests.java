package io.sequoia.identity;

import java.util.List;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.identity.Access.Permission;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The failures of identity operations for malformed answers and invalid arguments.
 */
@ParameterizedClass
@EnumSource(IdentityFace.class)
class IdentityAnswersIntegrationTests {

	private static final String USER = "testmock\\sandbox-user";

	private static final String PASSWORD = "sandbox-password";

	private static SequoiaSandbox sandbox;

	private static ClientApplication application;

	@Parameter
	IdentityFace face;

	private SequoiaIdentity identity;

	@BeforeAll
	static void start() {
		application = ClientApplication.onEmptySandbox();
		sandbox = application.sandbox();
		// so that the next token is that of the login
		application.bean(SequoiaIdentity.class).access();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void forgetRequests() {
		this.identity = this.face.of(application.context());
		sandbox.requests().clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "null", "<html>login</html>", "{\"access_token\":\"\"}",
			"{\"access_token\":\"a\\r\\nb\"}", "{\"token\":\"s3cret\"}" })
	void refusesALoginWithoutAUsableToken(String answer) {
		sandbox.faults().next(Operation.TOKEN, Fault.status(200).body("text/html", answer));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> this.identity.login(USER, PASSWORD))
			.withMessageNotContaining("s3cret")
			.withMessageContaining("token answer");
		assertThat(this.identity.isAuthenticated()).isFalse();
	}

	@Test
	void hidesThePasswordThatTheServiceSendsBack() {
		for (int status : new int[] { 200, 400 }) {
			sandbox.faults()
				.next(Operation.TOKEN, Fault.status(status)
					.body("application/json",
							"{\"error\":\"invalid_grant\",\"error_description\":\"" + PASSWORD + " is wrong\"}"));
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> this.identity.login(USER, PASSWORD))
				.withMessageContaining("... is wrong")
				.withMessageNotContaining(PASSWORD);
		}
	}

	@Test
	void tellsWhyALoginFailedUnderAStatusOfSuccess() {
		sandbox.faults()
			.next(Operation.TOKEN, Fault.status(200).body("application/json", "{\"error\":\"invalid_grant\"}"));
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.identity.login(USER, PASSWORD))
			.withMessageContaining("invalid_grant; check user name and password");
		assertThat(this.identity.isAuthenticated()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "null", "<html>s3cret</html>", "{\"permissions\":{}}",
			"{\"permissions\":[null]}", "{\"permissions\":[{\"tenant\":\"a\"}]}",
			"{\"permissions\":[{\"tenant\":\"a\",\"actions\":\"s3cret\"}]}",
			"{\"expiresAt\":\"s3cret\",\"permissions\":[]}", "{\"permissions\":[]} trailing" })
	void refusesPermissionsThatAreNone(String answer) {
		sandbox.faults().next(Operation.IDENTITY, Fault.status(200).body("application/json", answer));
		Throwable failure = catchThrowable(this.identity::access);
		assertThat(failure).isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("The identity service's answer")
			.hasMessageNotContaining("s3cret")
			.hasNoCause();
		assertThat(((SequoiaFailure) failure).correlationId()).isNotNull();
	}

	@Test
	void takesPermissionsThatSayLittleOrMore() {
		sandbox.faults()
			.next(Operation.IDENTITY, Fault.status(200)
				.body("application/json", "{\"more\":1,\"permissions\":[{\"tenant\":\"a\",\"actions\":[],\"x\":{}}]}"));
		assertThat(this.identity.access())
			.isEqualTo(new Access(null, null, null, List.of(new Permission("a", List.of()))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "<html>", "{\"tenants\":\"a\"}", "{\"tenants\":[\"a\"]}",
			"{\"tenants\":[{\"name\":\"a\"},{\"name\":null}]}", "{\"tenants\":[{\"name\":1}]}" })
	void refusesTenantsThatAreNone(String answer) {
		sandbox.faults().next(Operation.IDENTITY, Fault.status(200).body("application/json", answer));
		assertThat(catchThrowable(this.identity::tenants)).isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("The identity service's answer");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403 })
	void tellsARefusalWhateverItsBodyIs(int status) {
		sandbox.faults().next(Operation.TOKEN, Fault.status(status).body("text/html", "<html>no</html>"));
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> this.identity.login(USER, PASSWORD))
			.withMessageContaining(String.valueOf(status))
			.withMessageContaining("check user name and password")
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(status));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void refusesEmptyArgumentsBeforeAnythingIsSent(String empty) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.login(empty, PASSWORD))
			.withMessage("user must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.login(USER, ""))
			.withMessage("password must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.login(empty, "u", PASSWORD))
			.withMessage("directory must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.login("a\\b", "u", PASSWORD))
			.withMessageContaining("backslash");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.changePassword(empty, "p", "n"))
			.withMessage("username must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.changePassword(USER, "p", ""))
			.withMessage("newPassword must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.resetPassword(USER, "", "n"))
			.withMessage("resetToken must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.requestPasswordReset(empty))
			.withMessage("username must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.access("a", empty))
			.withMessage("tenants[1] must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.identity.access(List.of(), List.of("a,b")))
			.withMessage("actions[0] must not contain a comma, because commas separate the values");
		assertThat(sandbox.requests().all()).isEmpty();
	}

}
