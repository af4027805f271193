package io.sequoia.identity;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.sequoia.SequoiaFailure;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.UserSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * No password and no token appears in anything that an application can see of a call.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdentitySecretsIntegrationTests {

	private static final String USER = "testmock\\jane";

	private static final String PASSWORD = "pl4nted+p/w %&=\u00e9";

	private static final String NEW_PASSWORD = "pl4nted-next";

	private static final String TOKEN = "pl4nted-t0ken";

	private final List<Throwable> failures = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(strings = { "sequoia.auth.type=none", "sequoia.auth.client-id=id" })
	void noSecretIsInLogsFailuresAndTexts(String type, CapturedOutput output) {
		String[] properties = type.endsWith("none") ? new String[] { type }
				: new String[] { type, "sequoia.auth.client-secret=pl4nted-secret" };
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder()
			.user(USER, PASSWORD)
			.clientId("id")
			.clientSecret("pl4nted-secret")
			.start(); ConfigurableApplicationContext context = run(sandbox, properties)) {
			SequoiaIdentity identity = context.getBean(SequoiaIdentity.class);
			LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
			logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
			try {
				use(identity, sandbox);
			}
			finally {
				logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
			}
			assertThat(this.failures).hasSize(8).allSatisfy(IdentitySecretsIntegrationTests::assertNoSecret);
			assertNoSecret(identity.toString() + context.getBean(ReactiveSequoiaIdentity.class)
					+ context.getBean(UserSession.class));
		}
		assertThat(output.getAll()).as("logs at TRACE")
			.contains("TRACE", "io.sequoia.http.requests", "/identity/pauth/passwords");
		assertNoSecret(output.getAll());
	}

	private void use(SequoiaIdentity identity, SequoiaSandbox sandbox) {
		identity.login(USER, PASSWORD);
		identity.access();
		identity.tenants();
		fails(() -> identity.login(USER, "pl4nted-wrong"));
		fails(() -> identity.changePassword(USER, "pl4nted-wrong", NEW_PASSWORD));
		fails(() -> identity.resetPassword(USER, "pl4nted-reset", NEW_PASSWORD));
		identity.changePassword(USER, PASSWORD, NEW_PASSWORD);
		sandbox.faults().next(Operation.IDENTITY, Fault.reset());
		fails(() -> identity.changePassword(USER, NEW_PASSWORD, PASSWORD));
		identity.logout();
		sandbox.faults()
			.next(Operation.TOKEN, Fault.status(200).body("application/json", "{\"access_token\":\"" + TOKEN + "\"}"));
		identity.login(USER, NEW_PASSWORD);
		sandbox.faults()
			.next(Operation.IDENTITY, Fault.status(200).body("application/json", "{\"echo\":\"" + TOKEN + "\""));
		fails(identity::tenants);
		fails(identity::access);
		fails(identity::access);
		sandbox.faults().next(Operation.IDENTITY, Fault.status(400));
		fails(identity::logout);
	}

	@Test
	void theSearchFindsWhatItLooksFor() {
		assertThat(catchThrowable(() -> assertNoSecret("{\"password\":\"" + PASSWORD + "\"}"))).isNotNull();
	}

	private void fails(Runnable call) {
		Throwable failure = catchThrowable(call::run);
		assertThat(failure).isInstanceOf(SequoiaFailure.class);
		this.failures.add(failure);
	}

	private static void assertNoSecret(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		assertNoSecret(text + ((SequoiaFailure) failure).details().toString());
	}

	private static void assertNoSecret(String text) {
		assertThat(text).doesNotContain("pl4nted", basic("id:pl4nted-secret"));
	}

	private static String basic(String credentials) {
		return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private static ConfigurableApplicationContext run(SequoiaSandbox sandbox, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		Map.of("sequoia.registry.url", sandbox.registryUrl(), "sequoia.owner", sandbox.owner())
			.forEach((key, value) -> all.add(key + "=" + value));
		// as an application does when it looks for a fault
		all.add("spring.http.codecs.log-request-details=true");
		return ClientApplication.run(all, CodecsAutoConfiguration.class);
	}

}
