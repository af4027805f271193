package io.sequoia.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The client's secret changes while the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("long")
class SecretRotationIntegrationTests {

	private static final String NEW = "r0tated-s3cret";

	private final SequoiaSandbox sandbox = SequoiaSandbox.start();

	@TempDir
	Path directory;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void mountFirstSecret() throws IOException {
		this.sandbox.put("metadata", "contents", Map.of("name", "a", "title", "A", "type", "movie"));
		mount(this.sandbox.clientSecret() + "\n");
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
		this.sandbox.close();
	}

	@Test
	void noCallOfManyFailsAndOneTokenIsFetchedForTheChangedSecret(CapturedOutput output) throws Exception {
		start();
		ContinuousCallers load = new ContinuousCallers(this::read);
		try {
			load.awaitCallsOfEachCaller();
			this.sandbox.changeClientSecret(NEW);
			load.awaitCallsOfEachCaller();
			mount(NEW + "\r\n");
			await().atMost(Duration.ofSeconds(20)).until(() -> tokenRequests() == 2);
			load.awaitCallsOfEachCaller();
			this.sandbox.faults().revokeTokens();
			load.awaitCallsOfEachCaller();
		}
		finally {
			load.stop();
		}
		assertThat(load.failures()).isEmpty();
		assertThat(tokenRequests()).as("at start, for the changed secret, and for the revoked token").isEqualTo(3);
		assertThat(output).contains("The credentials of client sandbox-client have changed")
			.doesNotContain(NEW, "sandbox-secret");
	}

	@Test
	void noCallOfManyFailsWhereTheFileChangesFirst(CapturedOutput output) throws Exception {
		start();
		ContinuousCallers load = new ContinuousCallers(this::read);
		try {
			load.awaitCallsOfEachCaller();
			mount(NEW);
			awaitTokenRequests(3);
			load.awaitCallsOfEachCaller();
			this.sandbox.faults().revokeTokens();
			load.awaitCallsOfEachCaller();
			assertThat(tokenRequests()).as("with the new and the old secret, twice").isEqualTo(5);
			this.sandbox.changeClientSecret(NEW);
			this.sandbox.faults().revokeTokens();
			load.awaitCallsOfEachCaller();
		}
		finally {
			load.stop();
		}
		assertThat(load.failures()).isEmpty();
		assertThat(tokenRequests()).isEqualTo(6);
		assertThat(output).contains("does not accept the changed credentials of client")
			.doesNotContain(NEW, "sandbox-secret");
	}

	@Test
	void refusedSecretIsReadAgainBeforeACallFails() throws Exception {
		start();
		this.sandbox.changeClientSecret(NEW);
		mount(NEW);
		read();
		assertThat(tokens()).extracting(LoggedRequest::status).containsExactly(401, 200);
	}

	@Test
	void changedSecretEndsThePauseAfterARefusal() throws Exception {
		start();
		this.sandbox.changeClientSecret(NEW);
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read);
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read)
			.withMessageContaining("is not asked again");
		mount(NEW);
		await().atMost(Duration.ofSeconds(10))
			.ignoreExceptionsInstanceOf(AuthenticationFailedException.class)
			.until(() -> {
				read();
				return true;
			});
		assertThat(tokens()).extracting(LoggedRequest::status).containsExactly(401, 200);
	}

	@Test
	void fileThatCannotBeUsedIsReportedByKeyAndName(CapturedOutput output) throws Exception {
		start();
		read();
		mount("\n");
		await().atMost(Duration.ofSeconds(10)).until(() -> output.getOut().contains("is blank"));
		assertThat(output).contains("'sequoia.auth.client-secret-location' (file:" + this.directory);
		this.sandbox.faults().revokeTokens();
		read();
		Files.delete(this.directory.resolve("..data"));
		await().atMost(Duration.ofSeconds(10)).until(() -> output.getOut().contains("is blank"));
		this.sandbox.faults().revokeTokens();
		read();
		assertThat(output).doesNotContain("sandbox-secret");
	}

	@Test
	void usersLogInByTheChangedSecret() throws Exception {
		start();
		this.sandbox.changeClientSecret(NEW);
		mount(NEW);
		SequoiaIdentity identity = this.context.getBean(SequoiaIdentity.class);
		identity.login("testmock\\sandbox-user", "sandbox-password");
		assertThat(identity.isAuthenticated()).isTrue();
		assertThat(tokens()).extracting(LoggedRequest::status).containsExactly(401, 200);
		this.sandbox.changeClientSecret("another");
		mount("another");
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> identity.login("testmock\\sandbox-user", "wrong"));
		assertThat(tokens()).as("the wrong password is sent once, as the client itself is accepted").hasSize(4);
		identity.logout();
	}

	@Test
	void connectionDetailsOfTheApplicationAreAskedAgain() {
		Map<String, String> vault = new ConcurrentHashMap<>(Map.of("registry-url", this.sandbox.registryUrl(), "owner",
				"testmock", "client-id", this.sandbox.clientId(), "client-secret", this.sandbox.clientSecret()));
		this.context = ClientApplication.runWith(List.of(), new VaultConnectionDetails(vault));
		read();
		this.sandbox.changeClientSecret(NEW);
		vault.put("client-secret", NEW);
		this.sandbox.faults().revokeTokens();
		read();
		assertThat(tokens()).extracting(LoggedRequest::status).containsExactly(200, 401, 200);
	}

	private void start() {
		this.context = ClientApplication.run(List.of("sequoia.registry.url=" + this.sandbox.registryUrl(),
				"sequoia.owner=testmock", "sequoia.auth.client-id=" + this.sandbox.clientId(),
				"sequoia.auth.client-secret-location=file:" + this.directory.resolve("client-secret"),
				"sequoia.retry.enabled=false"));
	}

	/**
	 * Write the secret as a volume of Kubernetes has it: behind a link that is swapped at
	 * once.
	 */
	private void mount(String secret) throws IOException {
		Path data = Files.createTempDirectory(this.directory, "..");
		Files.writeString(data.resolve("client-secret"), secret);
		Path link = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), data.getFileName());
		Files.move(link, this.directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
		if (!Files.isSymbolicLink(this.directory.resolve("client-secret"))) {
			Files.createSymbolicLink(this.directory.resolve("client-secret"), Path.of("..data", "client-secret"));
		}
	}

	private void read() {
		this.context.getBean(SequoiaTemplate.class).read(Ref.of("testmock", "a"), Content.class);
	}

	private void awaitTokenRequests(int expected) {
		await().atMost(Duration.ofSeconds(20)).until(() -> tokenRequests() >= expected);
	}

	private long tokenRequests() {
		return this.sandbox.requests().count(Operation.TOKEN);
	}

	private List<LoggedRequest> tokens() {
		return this.sandbox.requests().of(Operation.TOKEN);
	}

}
